/** The live tail: the newest happenings of all machines, kept in memory for all who watch, and bounded. */
import type { Queries } from '../../database/database.ts'
import { type Happening, happeningsSince } from '../../ledger/watch/happenings.ts'

/** What was being committed at the last look is found by the next. */
const BACK_MILLISECONDS = 5000
/** So many times what one look brings is kept. */
const LOOKS_KEPT = 5

/** Each call looks once; it resolves with the newest first. */
export function createTail(queries: Queries, most: () => number): () => Promise<readonly Happening[]> {
  let told: readonly Happening[] = []
  return async () => {
    const since = new Date((told[0]?.at.getTime() ?? 0) - BACK_MILLISECONDS)
    told = joined(told, await happeningsSince(queries, since, most()), most() * LOOKS_KEPT)
    return told
  }
}

/** The newest first, each once, no more than `most`. */
export function joined(told: readonly Happening[], found: readonly Happening[], most: number): readonly Happening[] {
  const known = new Set(told.map(({ key }) => key))
  const fresh = found.filter(({ key }) => !known.has(key))
  return [...told, ...fresh]
    .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.key < other.key ? 1 : -1))
    .slice(0, most)
}
