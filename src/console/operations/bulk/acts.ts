/** What acting on submissions needs of the floors below, handed over by the daemon and by commands. */
import type { Refusal } from '../../../base/refusal.ts'
import type { Result } from '../../../base/result.ts'
import type { Transaction } from '../../../database/database.ts'
import type { ReasonedAct } from '../../../registry/audit.ts'
import type { OperatorRole } from '../../../registry/operators/operator.ts'

export type SubmissionActs = {
  /** Rejects a parked submission officially, so that its sender is answered; false when that is not possible any more. */
  readonly giveUpSubmission: (tx: Transaction, submissionId: string) => Promise<boolean>
  /** As a TD does; false when it is too late. */
  readonly cancelSubmission: (tx: Transaction, submissionId: string, name: string) => Promise<boolean>
  /** Refuses a hand-over, with a negative answer to its sender, and audits it. */
  readonly giveUpDelivery: (
    tx: Transaction,
    which: { readonly deliveryId: string; readonly words: string | null },
    act: ReasonedAct,
  ) => Promise<Result<unknown, Refusal>>
  /** Puts a submission's answers back into its OUT folder, byte for byte; false when all lie there, or their contents are gone. */
  readonly repeatAnswers: (tx: Transaction, submissionId: string, actor: string) => Promise<boolean>
}

/** Read at use, so that a reload is in force at once. */
export type OperationLimits = {
  readonly bulkMax: () => number
  /** Of contents, by one operator. */
  readonly mostReadsPerHour: () => number
  /** Entries of the audit that tell what one operator was refused. */
  readonly refusalsPerHour: () => number
}

/** Who acts: an operator of the console, or somebody at the host's own terminal. */
export type By = { readonly actor: string; readonly role: OperatorRole }
