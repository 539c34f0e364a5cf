/** What each action does to one target, under the row's lock; nothing when the target is not as it was shown. */
import type { Transaction } from '../../../database/database.ts'
import type { BulkTarget } from '../../../ledger/bulk/bulk-actions.ts'
import type { BulkAction } from '../../../ledger/bulk/targets.ts'
import { unparkSubmission } from '../../../ledger/claims.ts'
import { parkDelivery, requeueDeliveries } from '../../../ledger/delivery-control.ts'
import { notify } from '../../../ledger/events.ts'
import { lockSubmission } from '../../../ledger/submissions.ts'
import type { ReasonedAct } from '../../../registry/audit.ts'
import type { SubmissionActs } from './acts.ts'

/** The word of the audit; `audited` when that is done already. */
export type Effect = 'requeued' | 'parked' | 'givenUp' | 'cancelled' | 'answerRepeated' | 'audited' | 'skipped'

type Act = (tx: Transaction, target: BulkTarget, act: ReasonedAct, acts: SubmissionActs) => Promise<Effect>

const EFFECTS: Readonly<Record<BulkAction, Act>> = {
  async requeue(tx, [submissionId, deliveryId]) {
    if (deliveryId) return (await requeueDeliveries(tx, [deliveryId])) > 0 ? 'requeued' : 'skipped'
    await lockSubmission(tx, submissionId)
    if (!(await unparkSubmission(tx, submissionId))) return 'skipped'
    await notify(tx, 'sluice_work', submissionId)
    return 'requeued'
  },
  async park(tx, [, deliveryId], { reason }) {
    return deliveryId && (await parkDelivery(tx, deliveryId, reason)) ? 'parked' : 'skipped'
  },
  async giveUp(tx, [submissionId, deliveryId], { actor, reason }, { giveUpSubmission, giveUpDelivery }) {
    if (!deliveryId) return (await giveUpSubmission(tx, submissionId)) ? 'givenUp' : 'skipped'
    const given = await giveUpDelivery(tx, { deliveryId, words: null }, { actor, reason })
    return given?.ok ? 'audited' : 'skipped'
  },
  async cancel(tx, [submissionId], _, { cancelSubmission }) {
    return (await cancelSubmission(tx, submissionId, BY_OPERATOR)) ? 'cancelled' : 'skipped'
  },
  async repeatAnswer(tx, [submissionId], { actor }, { repeatAnswers }) {
    return (await repeatAnswers(tx, submissionId, actor)) ? 'answerRepeated' : 'skipped'
  },
}

/** Where the name of a TD stands otherwise. */
const BY_OPERATOR = 'operator'

export function effectOf(action: BulkAction): Act {
  return EFFECTS[action]
}
