/** Searches of every kind among a million submissions with all their files, by a server without statistics of them and with. */
import { join } from 'node:path'
import { sql } from 'kysely'
import { silentLog } from '../../src/base/log.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { foundRows } from '../../src/ledger/search/found-rows.ts'
import { countSubmissions, searchSubmissions } from '../../src/ledger/search/search-submissions.ts'
import type { Bench, Figure } from '../figure.ts'
import { besideGoal, type Reading } from '../reading.ts'
import { makeManySubmissions } from '../rig/many-submissions.ts'
import { type RandomSearch, randomSearches } from '../rig/random-searches.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { percentile } from '../statistics.ts'

const SUBMISSIONS = { usual: 100_000, full: 1_000_000 } as const
const SEARCHES = 500
const SEED = 20261127
const PAGE = 51
const MILLISECONDS = 100

export const search: Figure = {
  id: 'search',
  title: 'Search among very many submissions',
  async measure({ full, stop }: Bench) {
    const count = full ? SUBMISSIONS.full : SUBMISSIONS.usual
    await using folder = await openTempFolder()
    const options = { spoolDir: join(folder.path, 'spool'), role: 'command', poolSize: 4, log: silentLog } as const
    await using database = await openDatabase(options)
    await makeManySubmissions(database, count)
    const searches = await randomSearches(database.queries, SEARCHES, SEED)
    const young = await measureAll(database, searches, stop)
    await sql`analyze`.execute(database.queries)
    const old = await measureAll(database, searches, stop)
    return [...readingsOf(count, 'without statistics', young), ...readingsOf(count, 'with statistics', old)]
  },
}

export type TimedSearch = { readonly search: RandomSearch; readonly milliseconds: number }

/** A page and its count, one after the other, as a page of the console asks. */
export async function measureAll(
  database: Pick<Database, 'transaction'>,
  searches: readonly RandomSearch[],
  stop: AbortSignal,
): Promise<TimedSearch[]> {
  const timed: TimedSearch[] = []
  for (const one of searches) {
    if (stop.aborted) break
    const began = performance.now()
    await database.transaction(async (tx) => {
      const { ids, count } = await searchSubmissions(tx, one.filter, { limit: PAGE, after: one.after })
      await foundRows(tx, ids)
      if (count === null && one.after === undefined) await countSubmissions(tx, one.filter)
    })
    timed.push({ search: one, milliseconds: performance.now() - began })
  }
  return timed
}

function readingsOf(count: number, how: string, timed: readonly TimedSearch[]): Reading[] {
  const times = timed.map(({ milliseconds }) => milliseconds)
  const slowest = timed.reduce((one, other) => (one.milliseconds > other.milliseconds ? one : other))
  const named = (percent: number) => `Search among ${count} submissions ${how}, p${percent}`
  const goal = { what: 'at most', value: MILLISECONDS } as const
  return [50, 95].map((percent) =>
    besideGoal(
      {
        name: named(percent),
        unit: 'ms',
        note: `slowest of ${times.length}: ${Math.round(slowest.milliseconds)} ms, ${slowest.search.kind}`,
      },
      [percentile(times, percent)],
      goal,
    ),
  )
}
