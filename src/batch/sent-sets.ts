import type { Sha256 } from '../base/hashes.ts'
import type { ChannelType } from './channel.ts'
import type { Environment } from './environment.ts'

/** Accepted sets of one sender that are alike in all that its rights are asked for. */
export type SentSets = {
  readonly service: string
  readonly environment: Environment
  /** Over which their files came, sorted. */
  readonly channels: readonly ChannelType[]
  /** The certificates that signed them, sorted; none when no signature was due. */
  readonly signers: readonly Sha256[]
  readonly count: number
  /** The latest of them, newest first. */
  readonly newest: readonly { readonly name: string; readonly sealedAt: Date }[]
}
