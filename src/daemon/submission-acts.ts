import type { SubmissionActs } from '../console/operations/bulk/acts.ts'
import { repeatAnswersOf } from '../ledger/answers/repeat-answer.ts'
import { giveUp } from '../services/answers/negative.ts'
import { cancelSubmission } from '../stages/cancel.ts'
import { type GiveUpSettings, giveUpSubmission } from '../stages/give-up.ts'

/** What operators do to submissions by the stages of the flow; the console and commands are handed it. */
export function submissionActs({
  productVersion,
  reuse,
}: Pick<GiveUpSettings, 'productVersion'> & { readonly reuse: () => GiveUpSettings['reuse'] }): SubmissionActs {
  return {
    cancelSubmission,
    giveUpDelivery: giveUp,
    repeatAnswers: repeatAnswersOf,
    giveUpSubmission: (tx, submissionId) => giveUpSubmission(tx, submissionId, { productVersion, reuse: reuse() }),
  }
}
