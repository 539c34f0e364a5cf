import type { Sha256 } from '../base/hashes.ts'
import type { ChannelType } from './channel.ts'
import type { Environment } from './environment.ts'

/**
 * A sender's rights at one instant, as the registry serialises them at seal (decision 12). Judging reads this and never
 * the registry, so that a verdict can be done again.
 */
export type Rights = {
  readonly sender: { readonly number: string; readonly state: 'allocated' | 'active' | 'suspended' | 'closed' }
  readonly quality: { readonly code: string; readonly state: 'inactive' | 'active' | 'closed' }
  readonly enterprise: {
    readonly number: string
    readonly state: 'pendingActivation' | 'active' | 'suspended' | 'closed'
  }
  readonly channels: readonly { readonly type: ChannelType; readonly state: 'active' | 'suspended' }[]
  readonly bindings: readonly ServiceBinding[]
  readonly certificates: readonly RegisteredCertificate[]
}

/** One active choice: this service, in this environment, over this channel (decision 11). */
export type ServiceBinding = {
  readonly service: string
  readonly environment: Environment
  readonly channel: ChannelType
}

export type RegisteredCertificate = {
  /** SHA-256 of the whole DER: the comparison is of the whole certificate (case C5). */
  readonly sha256: Sha256
  /** Base64 of the DER, so that a set is judged with what was registered at seal. */
  readonly der: string
  readonly usages: readonly ('signature' | 'clientAuthentication')[]
  readonly state: 'valid' | 'expiring' | 'expired' | 'revoked'
  /** Base64 of the authorities that its sender brought along with it; absent where there are none. */
  readonly chain?: readonly string[]
}
