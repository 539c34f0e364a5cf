import type { Sha256 } from '../base/hashes.ts'
import type { Queries } from '../database/database.ts'
import { standingOf } from '../registry/certificate-standings.ts'
import type { RevocationReason } from '../signing/revocation.ts'
import type { KnownStanding } from '../signing/signer-standing.ts'

/** What is stored of a certificate, in the words of those who judge signatures. */
export function knownStanding(queries: Queries): (sha256: Sha256) => Promise<KnownStanding | null> {
  return async (sha256) => {
    const stored = await standingOf(queries, sha256)
    if (!stored) return null
    const { revokedAt, reason, ...rest } = stored
    // The row was written from such a reason.
    return { ...rest, revoked: revokedAt && { at: revokedAt, reason: reason as RevocationReason } }
  }
}
