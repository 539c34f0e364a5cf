import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Database } from '../../src/database/database.ts'
import { booksBalance } from '../../src/ledger/books.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await closedSets(3000, 72)
  await endedTemporaries(3000, 72)
  await closedSets(5, 24)
  await endedTemporaries(7, 24)
  await openSets(10)
  await sql`vacuum analyze`.execute(database.queries)
})
afterAll(() => database[Symbol.asyncDispose]())

const BLOB = sha256('x')

test('the recent count reads what it counts, however long the history; the whole count has it all', async () => {
  const recent = await rowsRead(database, (queries) => booksBalance(queries, 48))
  expect([filled(recent.value), recent.rows < 400, recent.rows]).toEqual([
    { open: 20, rejected: 15, superseded: 7 },
    true,
    expect.anything(),
  ])
  expect(filled(await booksBalance(database.queries))).toEqual({ open: 20, rejected: 9015, superseded: 3007 })
})

test('a loss in the history is in the whole count, a recent one in both, and a hundred misfits are named', async () => {
  await sql`delete from out_entry where name like 'GO.72.%'`.execute(database.queries)
  await sql`delete from out_entry where name = 'GO.24.1'`.execute(database.queries)
  const [recent, whole] = [await booksBalance(database.queries, 48), await booksBalance(database.queries)]
  expect([recent.imbalance, recent.misfits.length, whole.imbalance, whole.misfits.length]).toEqual([3, 1, 9003, 100])
  expect(whole.misfits).toEqual(whole.misfits.toSorted())
})

function filled({ places, imbalance }: Awaited<ReturnType<typeof booksBalance>>): object {
  expect(imbalance).toBe(0)
  return Object.fromEntries(Object.entries(places).filter(([, count]) => count > 0))
}

/** So many rejected sets of FI, FS and GO with their answers. */
async function closedSets(count: number, hoursAgo: number): Promise<void> {
  await sql`
    with closed as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, sealed_at, closed_at)
      select gen_random_uuid(), '123456', 'R', ${`IN/${hoursAgo}.`} || index, true, ended, ended
      from generate_series(1, ${count}::int) as index, (select now() - make_interval(hours => ${hoursAgo}::int) as ended) as t
      returning submission_id, substr(raw_key, 4) as tail
    ), received as (
      insert into received_file (file_id, submission_id, sender_number, environment, name, sha256, bytes, state, channel,
        principal, address, session)
      select gen_random_uuid(), submission_id, '123456', 'R', mark || '.' || tail, ${BLOB}, 1, 'received', 'sftp', 's',
        '127.0.0.1', 'x'
      from closed, unnest(array['FI', 'FS', 'GO']) as mark
    ), told as (
      insert into out_entry (name, sender_number, environment, submission_id, bytes)
      select mark || '.' || tail, '123456', 'R', submission_id, 0 from closed, unnest(array['FO', 'FS', 'GO']) as mark
    )
    insert into fact (submission_id, kind, body)
    select submission_id, kind, case kind when 'verdict' then '{"outcome":"rejected","answer":{}}' else '{}' end::jsonb
    from closed, unnest(array['envelope', 'verdict', 'acknowledgement']) as kind`.execute(database.queries)
}

/** So many files that were superseded under a temporary name. */
async function endedTemporaries(count: number, hoursAgo: number): Promise<void> {
  await sql`
    insert into received_file (file_id, sender_number, environment, name, sha256, bytes, state, temporary, channel,
      principal, address, session, received_at)
    select gen_random_uuid(), '123456', 'R', index || '.tmp', ${BLOB}, 1, 'superseded', true, 'sftp', 's', '127.0.0.1', 'x',
      now() - make_interval(hours => ${hoursAgo}::int)
    from generate_series(1, ${count}::int) as index`.execute(database.queries)
}

/** So many sets of FI and FS that wait for their GO. */
async function openSets(count: number): Promise<void> {
  await sql`
    with opened as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable)
      select gen_random_uuid(), '123456', 'R', 'IN/open.' || index, true from generate_series(1, ${count}::int) as index
      returning submission_id
    ), claimed as (
      insert into claim (submission_id, due_at) select submission_id, now() from opened
    )
    insert into received_file (file_id, submission_id, sender_number, environment, name, sha256, bytes, state, channel,
      principal, address, session)
    select gen_random_uuid(), submission_id, '123456', 'R', mark, ${BLOB}, 1, 'received', 'sftp', 's', '127.0.0.1', 'x'
    from opened, unnest(array['FI', 'FS']) as mark`.execute(database.queries)
}
