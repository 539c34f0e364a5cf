import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeManySubmissions } from '../../../bench/rig/many-submissions.ts'
import { randomSearches, seeded } from '../../../bench/rig/random-searches.ts'
import type { Database } from '../../../src/database/database.ts'
import { conditionsOf } from '../../../src/ledger/search/conditions.ts'
import { type Bounds, BOUNDS as LOOK } from '../../../src/ledger/search/look.ts'
import type { SearchFilter } from '../../../src/ledger/search/search-filter.ts'
import { countSubmissions, searchSubmissions } from '../../../src/ledger/search/search-submissions.ts'
import { testDatabase } from '../../support/test-database.ts'

const SETS = 500

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await makeManySubmissions(database, SETS)
})
afterAll(() => database[Symbol.asyncDispose]())

/** Small enough that each way of looking is taken, and each ends early. */
const BOUNDS = [
  LOOK,
  { ...LOOK, few: 40, latestFirst: 20, latestAtMost: 100 },
  { ...LOOK, few: 5, latestFirst: 10, latestAtMost: 30 },
]

test('rule 22.2 rule 22.3 page by page a search finds each submission that fulfils the filter, once, the latest first', async () => {
  const searches = await randomSearches(database.queries, 48, 1)
  const random = seeded(2)
  for (const { kind, filter } of searches) {
    const expected = await bruteForce(filter)
    for (const bounds of BOUNDS) {
      const limit = 7 + Math.floor(random() * 50)
      expect([kind, filter, await allPages(filter, limit, bounds)]).toEqual([kind, filter, expected])
    }
    expect([kind, filter, await counts(filter)]).toEqual([kind, filter, expected.length])
  }
}, 120_000)

test('rule 23.13 the self-test is found by whoever names it, and by nobody else', async () => {
  const { rows } = await sql<{ sender: string }>`select sender_number as sender from submission limit 1`.execute(
    database.queries,
  )
  const sender = rows[0]?.sender ?? ''
  const before = [await counts({}), await counts({ sender })] as const
  await sql`insert into self_test_sender (sender_number, authority, secrets) values (${sender}, '', '')`.execute(
    database.queries,
  )
  const after = [await counts({}), await counts({ sender })]
  await sql`delete from self_test_sender`.execute(database.queries)
  expect(after).toEqual([before[0] - before[1], before[1]])
  expect(before[1]).toBeGreaterThan(0)
})

async function allPages(filter: SearchFilter, limit: number, bounds: Bounds): Promise<string[]> {
  const all: string[] = []
  for (let after: string | undefined; ; ) {
    const from = after
    const { ids, lookedBackTo } = await database.transaction((tx) =>
      searchSubmissions(tx, filter, { limit, after: from }, bounds),
    )
    all.push(...ids)
    after = lookedBackTo?.id ?? (ids.length === limit ? ids.at(-1) : undefined)
    if (after === undefined) return all
  }
}

/** As the page tells it, or counted apart where it does not. */
function counts(filter: SearchFilter): Promise<number> {
  return database.transaction(async (tx) => {
    const told = await countSubmissions(tx, filter)
    expect(told.isAtLeast).toBe(false)
    const { count } = await searchSubmissions(tx, filter, { limit: 20 })
    expect(count ?? told.count).toBe(told.count)
    return told.count
  })
}

/** Each asked of every submission. */
async function bruteForce({ enterprise, sender, ...filter }: SearchFilter): Promise<string[]> {
  const meant = filter.words?.enterprise
  const meantSenders = meant === undefined ? [] : await sendersOf(meant)
  const conditions = conditionsOf({ ...filter, meantSenders }).map(({ asked }) => asked)
  const own = sender === undefined ? sql`true` : sql`s.sender_number = ${sender}`
  const { rows } = await sql<{ id: string }>`
    select s.submission_id as id from submission as s where ${sql.join([own, ...conditions], sql` and `)}
    order by s.opened_at desc, s.submission_id desc`.execute(database.queries)
  return rows.map(({ id }) => id)
}

async function sendersOf(enterprise: string): Promise<string[]> {
  const { rows } = await sql<{ sender: string }>`
    select sender_number as sender from sender where enterprise_number = ${enterprise}`.execute(database.queries)
  return rows.map(({ sender }) => sender)
}
