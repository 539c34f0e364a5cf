import type { Environment } from '../../batch/environment.ts'
import type { AnswerResult } from '../../batch/facts.ts'
import type { Reason } from '../../batch/reason.ts'

export const TRANSFER_STATUSES = [
  'open',
  'received',
  'positiveAcknowledgement',
  'negativeAcknowledgement',
  'processing',
  'processed',
  'cancelled',
] as const

/**
 * `open`: its GO has not come. `received`: sealed, not answered. The acknowledgements: the answer is in OUT. `processing`: the online service
 * has it. `processed`: and has answered. `cancelled`: by TD, or because all its files were taken back.
 */
export type TransferStatus = (typeof TRANSFER_STATUSES)[number]

/** A submission as its sender's programs see it, whatever channel its files came over. */
export type TransferView = {
  /** Id of the submission. */
  readonly transferId: string
  /** Elements 2 to 6, or 2 to 7 when the GO tells a count; null for a file whose name tells no set. */
  readonly setName: string | null
  readonly environment: Environment
  /** Purpose code. */
  readonly declarationType: string | null
  readonly status: TransferStatus
  readonly openedAt: Date
  readonly sealedAt: Date | null
  readonly ticket: string | null
  /** Since when a received one waits for the authority of its signer's certificate (rule 28.3). */
  readonly awaitsRevocationSince: Date | null
  /** By name. GO and TD included, when they left a row. */
  readonly files: readonly {
    readonly fileName: string
    readonly bytes: number
    readonly sha256: string
    readonly channel: string
    readonly receivedAt: Date
  }[]
  readonly verdict: { readonly outcome: 'accepted' | 'rejected'; readonly reasons: readonly Reason[] } | null
  /** What the online service says of it: the worst, where there are several answers. */
  readonly result: AnswerResult | null
  /** Ids of the messages that answer it, oldest first. */
  readonly messageIds: readonly string[]
}
