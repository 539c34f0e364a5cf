/** What OCSP responses and revocation lists have in common. */

/** Whether a certificate still holds, and until when that may be repeated without asking again. */
export type Standing = { readonly revoked: boolean; readonly freshUntil: Date }

/** Clocks of others may be a little ahead of ours. */
const AHEAD_MS = 5 * 60_000
/** How long something is taken for fresh that announces no next update. */
const WITHOUT_NEXT_MS = 10 * 60_000

/** Until when a statement of these dates may be used; null when it may not be used at `now`. */
export function freshUntil(thisUpdate: Date, nextUpdate: Date | null, now: Date): Date | null {
  const until = nextUpdate ?? new Date(thisUpdate.getTime() + WITHOUT_NEXT_MS)
  const begun = thisUpdate.getTime() <= now.getTime() + AHEAD_MS
  return begun && now < until && thisUpdate <= until ? until : null
}
