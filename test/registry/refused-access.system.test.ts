import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { readAudit } from '../../src/registry/audit.ts'
import { auditOf } from '../../src/registry/audit-of-enterprise.ts'
import type { Place } from '../../src/registry/policy/decide.ts'
import { type RefusedAccess, recordRefusedAccess } from '../../src/registry/refused-access.ts'
import { testDatabase } from '../support/test-database.ts'
import { actor, founded, NOSS, person, runIn, somebody } from './people/fixtures.ts'

const PER_HOUR = 5

let database: Database
/** Of an enterprise that is not the asker's. */
let place: Place
beforeAll(async () => {
  database = await testDatabase(10)
  place = { enterpriseNumber: (await founded(runIn(database))).enterpriseNumber, qualityCode: NOSS }
})
afterAll(() => database[Symbol.asyncDispose]())

test('an entry says who asked for what and where, and the managers there do not read it (case R1, rule 13.8)', async () => {
  const who = await stranger()
  await refused(who, { place })
  const { enterpriseNumber } = place
  expect(await told(who)).toEqual([
    {
      ...{ actor: `person:${who}`, reason: 'hidden', row: 'listUsers', mark: expect.stringMatching(/^[0-9a-f]{4}$/) },
      ...{ enterpriseNumber, qualityCode: NOSS, as: { method: 'eid', assurance: 500, traceId: 'trace' } },
    },
  ])
  const read = await auditOf(database.queries, { enterpriseNumber, limit: 1000 })
  expect(read.filter(({ action }) => action === 'access.refused')).toEqual([])
})

test.each<[string, Place | null]>([
  ['no such enterprise', { enterpriseNumber: '0999999922', qualityCode: NOSS }],
  ['no place at all', null],
])('what somebody made up is not kept: %s', async (_, asked) => {
  const who = await stranger()
  await refused(who, { place: asked })
  expect(await told(who)).toEqual([expect.not.objectContaining({ enterpriseNumber: expect.anything() })])
})

test('of a quality that there is not, the enterprise alone is kept', async () => {
  const who = await stranger()
  await refused(who, { place: { ...place, qualityCode: 'QUAL_MADE_UP' } })
  expect(await told(who)).toEqual([expect.objectContaining({ enterpriseNumber: place.enterpriseNumber })])
  expect(await told(who)).toEqual([expect.not.objectContaining({ qualityCode: expect.anything() })])
})

test('the same is told once an hour, also of places that there are not, and by many at once', async () => {
  const who = await stranger()
  const asked: Partial<RefusedAccess>[] = [
    { place },
    { place: { ...place, qualityCode: null } },
    { place: { enterpriseNumber: '0999999922', qualityCode: null } },
    { place, row: 'readAudit' },
  ]
  for (const one of asked) await Promise.all(Array.from({ length: 8 }, () => refused(who, one)))
  expect((await told(who)).map(({ row }) => row)).toEqual(['readAudit', 'listUsers', 'listUsers', 'listUsers'])
  await anHourAgo(who)
  await refused(who, { place })
  expect((await told(who)).length).toBe(asked.length + 1)
})

test('an account fills the audit no faster than it may, and takes nothing from others', async () => {
  const [who, another] = [await stranger(), await stranger()]
  const rows = Array.from({ length: 3 * PER_HOUR }, (_, index) => `row${index}`)
  await Promise.all(rows.map((row) => refused(who, { place, row })))
  await refused(another, { place })
  expect([(await told(who)).length, (await told(another)).length]).toEqual([PER_HOUR, 1])
})

function stranger(): Promise<string> {
  return somebody(runIn(database), person())
}

function refused(accountId: string, parts: Partial<RefusedAccess>): Promise<void> {
  const asked = { actor: actor(accountId), row: 'listUsers', place: null, why: 'hidden', ...parts }
  return recordRefusedAccess(database, asked, PER_HOUR)
}

/** The newest first. */
async function told(accountId: string): Promise<Record<string, unknown>[]> {
  const entries = await readAudit(database.queries, { subject: `account:${accountId}`, limit: 100 })
  return entries
    .filter(({ action }) => action === 'access.refused')
    .map(({ actor, reason, detail }) => ({ actor, reason, ...(detail as Record<string, unknown>) }))
}

/** What only time can do: entries are never changed. */
async function anHourAgo(accountId: string): Promise<void> {
  await sql`alter table audit disable trigger user`.execute(database.queries)
  await sql`update audit set at = at - interval '61 minutes' where subject = ${`account:${accountId}`}`.execute(
    database.queries,
  )
  await sql`alter table audit enable trigger user`.execute(database.queries)
}
