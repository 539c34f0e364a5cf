/** When a request is sent once more. Each of ours may be: the gateway knows a transfer again by its names and digests (spec access.md §13.4). */
import type { Answered } from './exchange.ts'

/** What an attempt came to: an answer, or none because the connection broke. */
export type Attempt = Pick<Answered, 'status' | 'headers'> | 'broken'

export type Next =
  | { readonly do: 'take' }
  /** The token is not taken any more: the same with another one. */
  | { readonly do: 'renew' }
  | { readonly do: 'again'; readonly afterSeconds: number }

/** Long enough for a gateway that is started anew. */
const PAUSE_SECONDS = [0.2, 0.5, 1, 2, 4, 8] as const
/** Whatever the gateway asks for: somebody waits at the keyboard. */
const PAUSE_SECONDS_MAX = 60

/** `failures`: attempts before this one that came to nothing; `renewals`: tokens taken anew for this request. */
export function nextAfter(attempt: Attempt, failures: number, renewals: number): Next {
  if (attempt !== 'broken' && attempt.status === 401 && renewals === 0) return { do: 'renew' }
  if (!isPassing(attempt)) return { do: 'take' }
  const pause = PAUSE_SECONDS[failures]
  if (pause === undefined) return { do: 'take' }
  return { do: 'again', afterSeconds: Math.min(Math.max(pause, wishOf(attempt)), PAUSE_SECONDS_MAX) }
}

function isPassing(attempt: Attempt): boolean {
  return attempt === 'broken' || [429, 502, 503, 504].includes(attempt.status)
}

function wishOf(attempt: Attempt): number {
  const seconds = attempt === 'broken' ? 0 : Number(attempt.headers['retry-after'])
  return Number.isFinite(seconds) ? seconds : 0
}
