/** Whether what authorities say of a signer's certificate speaks against a set (record 0033). Pure: a re-run gives the same. */
import type { RevocationReason, Revoked } from './revocation.ts'

export type RevocationPolicy = {
  /** `required`: without an answer the set waits; `ifKnown`: it counts; `off`: nobody is asked, and nothing is looked at. */
  readonly revocation: 'required' | 'ifKnown' | 'off'
  /** For how long an answer may be relied on. */
  readonly recheckHours: number
}

export type StandingStatus = 'good' | 'revoked' | 'notOffered' | 'unknown'

/** What was last said of a certificate and everything above it, as it is stored. */
export type KnownStanding = {
  readonly status: StandingStatus
  /** The address that answered; null before the first answer, and where none can be asked. */
  readonly source: string | null
  /** The instant that the answer is about, by the authority's clock. */
  readonly statedAt: Date | null
  /** When it was given. */
  readonly checkedAt: Date | null
  readonly revoked: Revoked | null
}

const HOUR_MS = 3_600_000
/** Then the date tells when it was noticed, not since when somebody else could sign. */
const COMPROMISED: readonly RevocationReason[] = ['keyCompromise', 'cACompromise', 'aACompromise']

/**
 * rule 28.2. A certificate that is revoked only since after the seal counts, unless its key or that of an authority was compromised; nothing else
 * than a revocation speaks against it. `null`: nothing was ever heard.
 */
export function signerCounts(
  known: KnownStanding | null,
  sealedAt: Date,
  { revocation, recheckHours }: RevocationPolicy,
): 'counts' | 'revoked' | 'waits' {
  if (revocation === 'off') return 'counts'
  if (known?.revoked) return speaksAgainst(known.revoked, sealedAt) ? 'revoked' : 'counts'
  if (revocation === 'ifKnown' || known?.status === 'notOffered') return 'counts'
  const { status, checkedAt } = known ?? { status: 'unknown', checkedAt: null }
  const isRecent = checkedAt !== null && sealedAt.getTime() - checkedAt.getTime() <= recheckHours * HOUR_MS
  return status === 'good' && isRecent ? 'counts' : 'waits'
}

function speaksAgainst({ at, reason }: Revoked, sealedAt: Date): boolean {
  return at <= sealedAt || COMPROMISED.includes(reason)
}
