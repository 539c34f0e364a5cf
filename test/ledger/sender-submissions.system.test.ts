import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { partOfSetName, type SubmissionFilter, submissionsOfSender } from '../../src/ledger/sender-submissions.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'

const SENDER = '123456'
const SETS = 20_000

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await manySets()
})
afterAll(() => database[Symbol.asyncDispose]())

/** A page of 50 reads its own sets, with some rows around each; one hundredth of all of them at most. */
test.each<[string, SubmissionFilter, number]>([
  ['the latest', {}, 51],
  ['one service', { service: 'DIMN' }, 51],
  ['accepted ones', { state: 'accepted' }, 51],
  ['the few that are open', { state: 'open' }, 3],
  ['the one that a TD ended', { state: 'cancelled' }, 1],
])('of very many sets %s are found by reading few rows', async (_, filter, found) => {
  const { value, rows } = await rowsRead(database, (queries) =>
    submissionsOfSender(queries, SENDER, filter, { limit: 51 }),
  )
  expect([value.length, rows < 2000, rows]).toEqual([found, true, expect.anything()])
})

test('a name that is nowhere is looked for in the index alone, each set once', async () => {
  const { value, rows } = await rowsRead(database, (queries) =>
    submissionsOfSender(queries, SENDER, { name: 'NOWHERE' }, { limit: 51 }),
  )
  expect([value, rows < SETS * 1.1, rows]).toEqual([[], true, expect.anything()])
})

test('a page in the middle costs no more than the first', async () => {
  const { rows: ids } = await sql<{ id: string }>`
    select submission_id as id from submission where sender_number = ${SENDER}
    order by opened_at desc offset ${SETS / 2} limit 1`.execute(database.queries)
  const page = { after: ids[0]?.id ?? '', limit: 51 }
  const { value, rows } = await rowsRead(database, (queries) => submissionsOfSender(queries, SENDER, {}, page))
  expect([value.length, rows < 2000, rows]).toEqual([51, true, expect.anything()])
})

test('a part of a file’s name says the same of the set as without mark and parts', () => {
  const key = fc
    .tuple(fc.constantFrom('DMFA', 'DIMN'), fc.constantFrom('00001', 'A0Z19'), fc.constantFrom('R', 'T', 'S'))
    .map(([purpose, sequence, environment]) => `${purpose}.123456.20261123.${sequence}.${environment}`)
  const mark = fc.constantFrom('FI.', 'FS.', 'GO.', 'TD.', '')
  const tail = fc.constantFrom('.1', '.3.2', '.1.', '')
  fc.assert(
    fc.property(key, mark, tail, (name, before, behind) => {
      expect(partOfSetName(`${before}${name}${behind}`)).toBe(name)
    }),
  )
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(text).toContain(partOfSetName(text))
    }),
  )
})

/** Of one sender, all accepted and closed but for a few; as many of another one. */
async function manySets(): Promise<void> {
  const { queries } = database
  await sql`
    insert into submission (submission_id, sender_number, environment, raw_key, routable, opened_at, sealed_at, closed_at)
    select gen_random_uuid(), sender, 'R', 'IN/' || purpose || '.' || sender || '.20261123.' || lpad(n::text, 5, '0') || '.R',
      true, opened, case when n > 3 then opened end, case when n > 3 or sender <> ${SENDER} then opened end
    from generate_series(1, ${SETS}::int) as n, unnest(array[${SENDER}::text, '654321']) as sender,
      lateral (select now() - make_interval(secs => n) as opened, (array['DMFA', 'DIMN'])[1 + n % 2] as purpose) as more
    `.execute(queries)
  await sql`
    insert into fact (submission_id, kind, body)
    select submission_id, 'verdict', '{"outcome": "accepted", "reasons": [], "answer": null}' from submission
    where sealed_at is not null and raw_key not like '%.00004.R'`.execute(queries)
  await sql`
    insert into fact (submission_id, kind, body)
    select submission_id, 'cancellation', '{}' from submission where raw_key like '%.00004.R'`.execute(queries)
  await sql`vacuum analyze`.execute(queries)
}
