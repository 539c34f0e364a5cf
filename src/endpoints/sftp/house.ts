/** What all connections of an endpoint share. */
import type { SessionCounts } from '../sessions/admission.ts'
import type { FlowTotal } from '../sessions/flow.ts'
import type { SessionRegister } from '../sessions/register.ts'
import type { Tally } from '../sessions/tally.ts'
import type { AnnouncedKey } from './host-key-proofs.ts'
import type { SftpEngineOptions, SftpLimits, SftpLogin } from './options.ts'

export type House<Login extends SftpLogin> = Pick<SftpEngineOptions<Login>, 'login' | 'files' | 'log' | 'now'> & {
  readonly methods: readonly ('publickey' | 'password')[]
  readonly limits: SftpLimits
  readonly tally: Tally
  readonly flowTotal: FlowTotal
  readonly sessions: SessionCounts
  readonly register: SessionRegister
  /** Channels that are closed while the store still works for them. */
  readonly departing: Set<Promise<void>>
  /** Host keys, now and to come. */
  readonly announced: readonly AnnouncedKey[]
  isDraining: boolean
}
