/** The end of structured reports for a quality (spec access.md §5 row 20, §6.6). */
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { ReasonedAct } from './audit.ts'
import { certificatesOf, removeCertificate } from './certificates.ts'
import { channelsOf } from './channels.ts'
import { removeChannel } from './move-channel.ts'
import { lockOpenSender, moveSender } from './senders.ts'
import { endTechnicalUser } from './technical-users.ts'

/**
 * Takes back everything that leads in; sealed sets are judged by the rights they had. The number is never given out again (case R20).
 * Refuses: SLU-UNKNOWN, SLU-STATE when closed already.
 */
export async function closeSender(
  tx: Transaction,
  senderNumber: SenderNumber,
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  const sender = await lockOpenSender(tx, senderNumber)
  if (!sender.ok) return sender
  for (const { type } of await channelsOf(tx, senderNumber)) await removeChannel(tx, { senderNumber, type }, act)
  for (const { sha256 } of await certificatesOf(tx, senderNumber))
    await removeCertificate(tx, { senderNumber, sha256 }, act)
  await endTechnicalUser(tx, senderNumber, 'ended')
  return moveSender(tx, senderNumber, 'close', act)
}
