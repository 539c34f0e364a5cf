import type { Envelope } from '../batch/facts.ts'
import type { ForeseenFaults, ForeseenRound, ForeseenSet } from '../batch/foreseen-set.ts'
import type { Rights } from '../batch/rights.ts'
import type { Transaction } from '../database/database.ts'
import type { ReceivedFile, SetPlace } from '../ledger/arrived-file.ts'
import type { Submission } from '../ledger/submissions.ts'

export type UploadHere = {
  readonly uploadId: string
  readonly idleSeconds: number
  /** Set for a part of a request: its name. Once a member has it the part changes nothing, and the set does not wait for it. */
  readonly adds?: string
}

export type SealCandidate = {
  readonly submission: Submission
  readonly uploadsHere: readonly UploadHere[]
  /** In name order, if they were just read. */
  readonly members?: readonly ReceivedFile[]
}

export type SealOutcome =
  | { readonly outcome: 'sealed'; readonly envelope: Envelope }
  | { readonly outcome: 'sealedBefore' | 'waits' | 'gone' }

/** What happens to sets when files arrive: the stages `seal` and `cancel`, handed in by the composition root. Each in our transaction. */
export type SetHooks = {
  /** Seals the open submission, which is locked, if it is due; else notes when to look again. */
  readonly sealIfDue: (tx: Transaction, candidate: SealCandidate) => Promise<SealOutcome>
  /** The same for several, each of another set, with their outcomes in their order. */
  readonly sealAllDue: (tx: Transaction, candidates: readonly SealCandidate[]) => Promise<readonly SealOutcome[]>
  readonly sealUnroutable: (tx: Transaction, submission: Submission) => Promise<Envelope>
  /** As they are now. Throws `Corrupt` when there is no such sender. */
  readonly rightsOf: (sender: string) => Promise<Rights>
  /** What the gate would say against a set of a sender with these rights; null when these rounds find nothing. */
  readonly faultsOf: (set: ForeseenSet, rounds: readonly ForeseenRound[], rights: Rights) => ForeseenFaults | null
  readonly cancelSet: (tx: Transaction, set: SetPlace, name: string) => Promise<'cancelled' | 'tooLate' | 'unknown'>
}
