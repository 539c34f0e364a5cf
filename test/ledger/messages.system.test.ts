import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Database } from '../../src/database/database.ts'
import { type AnswerFilter, type AnswerPage, answersOfSender } from '../../src/ledger/messages.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'

const SENDER = '123456'
const ANSWERS = 20_000
const PAGE = { offset: 0, limit: 51 }

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await manyAnswers()
})
afterAll(() => database[Symbol.asyncDispose]())

/** A page of 50 reads its own answers of each of at most six ranges; one hundredth of all of them at most. */
test.each<[string, AnswerFilter, Partial<AnswerPage>, number]>([
  ['the latest', {}, {}, 51],
  ['the few that are to be retrieved', { retrieved: false }, {}, 3],
  ['retrieved ones', { retrieved: true }, {}, 51],
  ['of an environment with few', { environment: 'T' }, {}, 2],
  ['of an environment with none', { environment: 'S' }, {}, 0],
  ['in the middle', {}, { after: ['FO.ACRF.123456.10000', 'CO.ACRF.123456.10000'] }, 51],
  [
    'of those that are to be retrieved, behind one in the middle',
    { retrieved: false },
    { after: ['FO.ACRF.123456.10000', 'CO.ACRF.123456.10000'] },
    0,
  ],
  ['of the second page', {}, { offset: 51 }, 51],
])('of very many answers a page %s is found by reading few rows', async (_, filter, page, found) => {
  const { value, rows } = await rowsRead(database, (queries) =>
    answersOfSender(queries, SENDER, filter, { ...PAGE, ...page }),
  )
  expect([value.length, rows < 800, rows]).toEqual([found, true, expect.anything()])
})

test('the plan that a connection keeps reads as few', async () => {
  const { value, rows } = await rowsRead(database, async (queries) => {
    for (let times = 0; times < 9; times++) await answersOfSender(queries, SENDER, {}, PAGE)
    return answersOfSender(queries, SENDER, { retrieved: false }, PAGE)
  })
  expect([value.length, rows < 8000, rows]).toEqual([3, true, expect.anything()])
})

test('of very many answers those of one set are found by reading them alone', async () => {
  const { rows: sets } = await sql<{ id: string }>`
    select submission_id as id from out_entry where name = 'FO.ACRF.123456.10000'`.execute(database.queries)
  const filter = { transferId: sets[0]?.id ?? '', environment: 'R', retrieved: true } as const
  const { value, rows } = await rowsRead(database, (queries) => answersOfSender(queries, SENDER, filter, PAGE))
  expect([value.map(({ fileName }) => fileName), rows < 20, rows]).toEqual([
    ['FO.ACRF.123456.10000'],
    true,
    expect.anything(),
  ])
})

/** Of one sender, with FS and GO, nearly all taken away or confirmed; as many of another one. The higher the number the older. */
async function manyAnswers(): Promise<void> {
  const { queries } = database
  await sql`
    insert into submission (submission_id, sender_number, environment, raw_key, routable)
    select gen_random_uuid(), sender, 'R', 'IN/' || sender || '.' || n, true
    from generate_series(1, ${ANSWERS}::int) as n, unnest(array[${SENDER}::text, '654321']) as sender`.execute(queries)
  await sql`
    insert into out_entry (name, sender_number, environment, submission_id, sha256, bytes, published_at, deleted_at, retrieved_at)
    select mark || '.ACRF.' || sender_number || '.' || lpad(n, 5, '0'), sender_number,
      case when n in ('1', '2') then 'T' else 'R' end, submission_id, ${sha256('x')}, 1,
      now() - make_interval(secs => n::int),
      case when n::int > 3 and n::int % 2 = 0 then now() end, case when n::int > 3 and n::int % 2 = 1 then now() end
    from submission, unnest(array['FO', 'FS', 'GO']) as mark,
      lateral (select split_part(raw_key, '.', 2) as n) as more`.execute(queries)
  await sql`vacuum analyze`.execute(queries)
}
