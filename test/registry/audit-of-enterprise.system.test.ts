import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { Database } from '../../src/database/database.ts'
import type { ActingAs } from '../../src/registry/audit.ts'
import { auditOf } from '../../src/registry/audit-of-enterprise.ts'
import { recordChange } from '../../src/registry/change.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'
import { enrolled, enterpriseNumber } from './fixtures.ts'

const [MINE, OTHER] = [enterpriseNumber(1), enterpriseNumber(2)]
const HOW = { role: 'accessManager', method: 'eid', assurance: 500, traceId: 't' }

let database: Database
const senders: Record<string, SenderNumber> = {}
beforeAll(async () => {
  database = await testDatabase()
  for (const [name, number, quality] of [
    ['noss', MINE, 'QUAL_EMP_NOSS'],
    ['company', MINE, 'QUAL_COMPANY'],
    ['other', OTHER, 'QUAL_EMP_NOSS'],
  ] as const) {
    const services = quality === 'QUAL_COMPANY' ? ['DIMN'] : ['DMFA']
    senders[name] = (await enrolled(database, { enterpriseNumber: number, quality, services })).senderNumber
  }
  await sql`alter table audit disable trigger user`.execute(database.queries)
  await sql`delete from audit`.execute(database.queries)
  await sql`alter table audit enable trigger user`.execute(database.queries)
  await write('e', `enterprise:${MINE}`)
  await write('e.noss', `enterprise:${MINE}`, undefined, { qualityCode: 'QUAL_EMP_NOSS' })
  await write('s.noss', `sender:${senders.noss}`)
  await write('s.company', `sender:${senders.company}`, {
    enterpriseNumber: MINE,
    qualityCode: 'QUAL_COMPANY',
    ...HOW,
  })
  await write('a.noss', 'account:1', { enterpriseNumber: MINE, qualityCode: 'QUAL_EMP_NOSS', ...HOW })
  await write('a.main', 'account:1', { enterpriseNumber: MINE, ...HOW })
  await write('a.other', 'account:1', { enterpriseNumber: OTHER, qualityCode: 'QUAL_EMP_NOSS', ...HOW })
  await write('a.alone', 'account:1')
  await write('e.other', `enterprise:${OTHER}`)
  await write('s.other', `sender:${senders.other}`)
  await write('e.closed', `enterprise:${MINE}`, undefined, undefined, { qualityCode: 'QUAL_EMP_NOSS' })
})
afterAll(() => database[Symbol.asyncDispose]())

// Holds rule 13.7.
test.each<[string, string, string | undefined, string[]]>([
  [
    'an enterprise, its senders and what was done on its behalf',
    MINE,
    undefined,
    ['e.closed', 'a.main', 'a.noss', 's.company', 's.noss', 'e.noss', 'e'],
  ],
  ['one quality of it', MINE, 'QUAL_EMP_NOSS', ['e.closed', 'a.noss', 's.noss', 'e.noss']],
  ['its other quality', MINE, 'QUAL_COMPANY', ['s.company']],
  ['another enterprise', OTHER, undefined, ['s.other', 'e.other', 'a.other']],
  ['nobody', enterpriseNumber(3), undefined, []],
])('the audit of %s holds all of it, the newest first, and nothing of others', async (_, number, quality, expected) => {
  const page = { enterpriseNumber: number, limit: 100, ...(quality && { qualityCode: quality }) }
  expect((await auditOf(database.queries, page)).map(({ action }) => action)).toEqual(expected)
})

test('it is read in pages, in which no entry is missing or comes twice', async () => {
  const seen: string[] = []
  for (let before: number | undefined; ; ) {
    const page = await auditOf(database.queries, { enterpriseNumber: MINE, limit: 2, ...(before && { before }) })
    seen.push(...page.map(({ action }) => action))
    before = page.at(-1)?.auditNo
    if (before === undefined) break
  }
  expect(seen).toEqual(['e.closed', 'a.main', 'a.noss', 's.company', 's.noss', 'e.noss', 'e'])
})

test('an entry has everything that was written down', async () => {
  const [, row] = await auditOf(database.queries, { enterpriseNumber: MINE, limit: 2 })
  expect(row).toEqual({
    ...{ auditNo: expect.any(Number), at: expect.any(Date), chainNo: null },
    ...{ actor: 'person:1', action: 'a.main', subject: 'account:1', reason: '' },
    detail: { as: { enterpriseNumber: MINE, ...HOW } },
  })
})

test('a page reads little, however long the audit is', async () => {
  await sql`insert into audit (actor, action, subject, detail)
    select 'x', 'y', 'sender:' || n % 500, jsonb_build_object('as', jsonb_build_object('enterpriseNumber', n % 500))
    from generate_series(1, 20000) n`.execute(database.queries)
  await sql`analyze`.execute(database.queries)
  const { rows } = await rowsRead(database, (queries) => auditOf(queries, { enterpriseNumber: MINE, limit: 5 }))
  expect(rows).toBeLessThan(200)
})

async function write(
  action: string,
  subject: string,
  as?: ActingAs,
  after?: Record<string, unknown>,
  before?: Record<string, unknown>,
): Promise<void> {
  const change = {
    action,
    subject: subject as `enterprise:${string}`,
    ...(after && { after }),
    ...(before && { before }),
  }
  await database.transaction((tx) => recordChange(tx, { actor: 'person:1', ...(as && { as }) }, change))
}
