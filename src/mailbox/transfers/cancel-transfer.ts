import type { Transaction } from '../../database/database.ts'
import { recordEvent } from '../../ledger/events.ts'
import { readFacts } from '../../ledger/facts.ts'
import { type SenderTransfer, transferOfSender } from '../../ledger/sender-transfers.ts'
import { lockSubmission } from '../../ledger/submissions.ts'
import type { Visitor } from '../mailbox.ts'
import type { TransferDeps } from './create-transfers.ts'
import { viewOf } from './transfer-rows.ts'
import type { TransferView } from './transfer-view.ts'
import type { CancelOutcome } from './transfers.ts'

/**
 * rule 14.8: a cancellation is the TD of its set, which wins until the verdict (decision 8). One that has its verdict is too late,
 * whatever else there is of its name; one that is cancelled stays so.
 */
export async function cancelTransfer(
  visitor: Visitor,
  transferId: string,
  deps: TransferDeps,
): Promise<{ outcome: CancelOutcome; view: TransferView } | null> {
  const { queries } = deps.database
  const found = await transferOfSender(queries, visitor.sender, transferId)
  if (!found) return null
  const view = viewOf(found)
  if (view.status === 'cancelled') return { outcome: 'cancelled', view }
  const name = `TD.${view.setName ?? found.rawKey}`
  const outcome = await deps.database.transaction((tx) => cancel(tx, visitor.sender, found, name, deps))
  deps.log.info(`trigger.${outcome}`, { sender: visitor.sender, name })
  const after = await transferOfSender(queries, visitor.sender, found.submissionId)
  return { outcome, view: after ? viewOf(after) : view }
}

async function cancel(
  tx: Transaction,
  sender: string,
  { submissionId, rawKey }: SenderTransfer,
  name: string,
  { sets }: TransferDeps,
): Promise<CancelOutcome> {
  const submission = await lockSubmission(tx, submissionId)
  const { verdict } = await readFacts(tx, submissionId)
  // Somebody else was faster, and its name may be another set's by now.
  if (!verdict && submission?.closedAt) return 'cancelled'
  if (!verdict) return sets.cancelSet(tx, { sender, rawKey }, name)
  await recordEvent(tx, { submissionId, sender, event: 'cancellation.tooLate', detail: { name, rawKey } })
  return 'tooLate'
}
