import type { Envelope } from '../batch/facts.ts'
import type { Transaction } from '../database/database.ts'
import type { SetPlace } from '../ledger/arrived-file.ts'
import type { Submission } from '../ledger/submissions.ts'

export type UploadHere = { readonly uploadId: string; readonly idleSeconds: number }

/** What happens to sets when files arrive: the stages `seal` and `cancel`, handed in by the composition root. Each in our transaction. */
export type SetHooks = {
  /** Seals the open submission, which is locked, if it is due; else notes when to look again. */
  readonly sealIfDue: (
    tx: Transaction,
    submission: Submission,
    uploadsHere: readonly UploadHere[],
  ) => Promise<
    | { readonly outcome: 'sealed'; readonly envelope: Envelope }
    | { readonly outcome: 'sealedBefore' | 'waits' | 'gone' }
  >
  readonly sealUnroutable: (tx: Transaction, submission: Submission) => Promise<Envelope>
  readonly cancelSet: (tx: Transaction, set: SetPlace, name: string) => Promise<'cancelled' | 'tooLate' | 'unknown'>
}
