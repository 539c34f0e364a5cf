/** What tells open pages that something has changed: one look for all of them, and only while somebody looks (rule 24.4). */
import { setTimeout as pause } from 'node:timers/promises'
import { consoleLive } from '../../live-route.ts'
import { PLACES } from '../../places.ts'
import type { SharedPart } from '../../watch/shared-part.ts'

const LOOK_MILLISECONDS = 2000
/** Ages grow even where nothing else changes. */
const STILL_MAX = 15

const NOW = consoleLive({
  path: PLACES.liveNow,
  role: 'viewer',
  changes: ({ ground: { watch } }, signal) => changesOf('now', [watch.queues, watch.health], signal),
})

const TAIL = consoleLive({
  path: PLACES.liveTail,
  role: 'viewer',
  changes: ({ ground: { watch } }, signal) => changesOf('tail', [watch.tail], signal),
})

/** Yields the name whenever one of the parts has become another one, and now and then. */
export async function* changesOf(
  name: string,
  parts: readonly SharedPart<unknown>[],
  signal: AbortSignal,
  lookMilliseconds = LOOK_MILLISECONDS,
): AsyncGenerator<string> {
  let shown = await stateOf(parts)
  for (let still = 0; !signal.aborted; still++) {
    await pause(lookMilliseconds, undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted) return
    const state = await stateOf(parts)
    if (state === shown && still < STILL_MAX) continue
    shown = state
    still = 0
    yield name
  }
}

/** Times at which processes were heard of change with every look and tell nothing. */
async function stateOf(parts: readonly SharedPart<unknown>[]): Promise<string> {
  const read = await Promise.all(parts.map((part) => part()))
  return JSON.stringify(
    read.map(({ value, isStale }) => [value, isStale]),
    (key, value) => (key === 'seenAt' ? '' : value),
  )
}

export const WATCH_LIVE = [NOW, TAIL]
