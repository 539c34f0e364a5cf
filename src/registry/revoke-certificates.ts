import type { Sha256 } from '../base/hashes.ts'
import { parseSenderNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import { suspendWithoutCertificate } from './certificate-ages.ts'
import { moveCertificate } from './certificates.ts'

export type Revocation = {
  readonly sha256: Sha256
  readonly revokedAt: Date
  readonly reason: string
  /** The address that said so. */
  readonly source: string
  /** Whether the channels of a sender are suspended when its last usable certificate ends (spec access.md §6.4). */
  readonly suspendsChannels: boolean
}

const SYSTEM = 'system'

/**
 * rule 28.5: whoever registered it, it signs and logs in no more, and its sender is told. One that still waited for an operator's word is
 * rejected. Nothing brings it back but removing and registering it anew. Resolves with the number of senders.
 */
export async function revokeCertificates(tx: Transaction, revocation: Revocation): Promise<number> {
  const { sha256, revokedAt, reason, source, suspendsChannels } = revocation
  const act = { actor: SYSTEM, reason: `revoked since ${revokedAt.toISOString()} (${reason}), says ${source}` }
  const rows = await tx
    .selectFrom('certificate')
    .select(['sender_number', 'state'])
    .where('sha256', '=', sha256)
    .where('state', 'in', ['uploaded', 'valid', 'expiring'])
    .orderBy('sender_number') // in one order, so that two who do the same never wait for each other
    .execute()
  let moved = 0
  for (const { sender_number, state } of rows) {
    const senderNumber = parseSenderNumber(sender_number)
    if (!senderNumber.ok) continue
    const key = { senderNumber: senderNumber.value, sha256 }
    // Refused when somebody else was faster, or when the sender was closed: then there is nothing left to do.
    const outcome = await moveCertificate(tx, key, state === 'uploaded' ? 'reject' : 'revoke', act)
    if (!outcome.ok) continue
    moved += 1
    if (suspendsChannels && state !== 'uploaded') await suspendWithoutCertificate(tx, senderNumber.value, act)
  }
  return moved
}
