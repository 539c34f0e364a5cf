/** What is asked of the gate before anything is sent: what would be answered to these files? Who judges hands over a way to ask. */
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import type { ChannelType } from './channel.ts'
import type { Environment } from './environment.ts'
import type { Verdict } from './facts.ts'

export type DryRunQuestion = {
  readonly senderNumber: string
  /** Over which the files would come; the first that is open when left out. */
  readonly channel?: ChannelType
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[]
}

export type CheckedSet = Pick<Verdict, 'outcome' | 'reasons' | 'evidence'> & {
  /** As far as the names agree on one; else what they have in common. */
  readonly setKey: string
  readonly service: string | null
  readonly environment: Environment
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
}

/**
 * Judges the files as the gate would, with the sender's rights and certificates as they are now, and stores nothing. Refuses with
 * SLU-BUSY when too many ask at once; throws `Unavailable` when a document cannot be looked at now.
 */
export type DryRun = (question: DryRunQuestion) => Promise<Result<readonly CheckedSet[], Refusal>>
