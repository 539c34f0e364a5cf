/** What OCSP responses and revocation lists have in common. */
import { type Element, Malformed } from './ber.ts'

/** What the authority says of a certificate, and until when that may be repeated without asking again. */
export type Standing = {
  readonly revoked: Revoked | null
  /** `thisUpdate`: the instant that the statement is about. */
  readonly statedAt: Date
  readonly freshUntil: Date
}

/** Since when, and why; `unspecified` where the authority does not say. */
export type Revoked = { readonly at: Date; readonly reason: RevocationReason }

/** RFC 5280 §5.3.1, in the order of its numbers; 7 is not used. */
export const REVOCATION_REASONS = [
  ...(['unspecified', 'keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded'] as const),
  ...([
    'cessationOfOperation',
    'certificateHold',
    null,
    'removeFromCRL',
    'privilegeWithdrawn',
    'aACompromise',
  ] as const),
] as const
export type RevocationReason = NonNullable<(typeof REVOCATION_REASONS)[number]>

/** Clocks of others may be a little ahead of ours. */
const AHEAD_MS = 5 * 60_000
/** How long something is taken for fresh that announces no next update. */
const WITHOUT_NEXT_MS = 10 * 60_000
const ENUMERATED = 0x0a

/** Until when a statement of these dates may be used; null when it may not be used at `now`. */
export function freshUntil(thisUpdate: Date, nextUpdate: Date | null, now: Date): Date | null {
  const until = nextUpdate ?? new Date(thisUpdate.getTime() + WITHOUT_NEXT_MS)
  const begun = thisUpdate.getTime() <= now.getTime() + AHEAD_MS
  return begun && now < until && thisUpdate <= until ? until : null
}

/**
 * Reads a CRLReason; absent is `unspecified`. Throws `Malformed` for numbers that nobody defined, and for `removeFromCRL`, which only lists of
 * changes may say.
 */
export function reasonOf(element: Element | undefined): RevocationReason {
  if (!element) return 'unspecified'
  const [number, ...more] = element.contents
  const reason = element.tag === ENUMERATED && more.length === 0 && number !== undefined && REVOCATION_REASONS[number]
  if (!reason || reason === 'removeFromCRL') throw new Malformed('syntax', 'an unknown reason of a revocation')
  return reason
}
