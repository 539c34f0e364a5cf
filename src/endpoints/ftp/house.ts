/** What all connections of an endpoint share. */
import type { Log } from '../../base/log.ts'
import type { ClientFiles } from '../files/client-files.ts'
import type { SessionCounts } from '../sessions/admission.ts'
import type { FlowTotal } from '../sessions/flow.ts'
import type { SessionRegister } from '../sessions/register.ts'
import type { Tally } from '../sessions/tally.ts'
import type { FtpEngineOptions, FtpLimits, FtpLogin, FtpLoginAttempt } from './options.ts'
import type { PassivePorts } from './passive-ports.ts'

/** Who was let in, with what they see. */
export type Guest = FtpLogin & { readonly files: ClientFiles }

export type House = Pick<FtpEngineOptions, 'tls' | 'networkOf' | 'now'> & {
  admit(attempt: FtpLoginAttempt): Promise<Guest | { readonly refused: string }>
  readonly log: Log
  readonly limits: FtpLimits
  readonly tally: Tally
  readonly flowTotal: FlowTotal
  readonly sessions: SessionCounts
  readonly register: SessionRegister
  admits(address: string): boolean
  readonly ports: PassivePorts
  /** Sessions whose client is gone while the store still works for them. */
  readonly departing: Set<Promise<void>>
  isDraining: boolean
}
