/** The folder of `sluice neutral` by the FTP engine alone, in clear and with TLS on request, as the client likes it. */
import type { Now } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Metrics } from '../../base/metrics.ts'
import { createFtpEngine } from '../ftp/engine.ts'
import type { FtpEndpoint, FtpLimits, FtpLogin, FtpNetwork, FtpTls } from '../ftp/options.ts'
import { folderFiles } from './folder-files.ts'
import { folderOf, isSame, LOOPBACK } from './one-user.ts'

export type NeutralFtpOptions = {
  readonly dir: string
  readonly user: string
  readonly password: string
  /** 0 means any free port. */
  readonly port: number
  readonly tls: Pick<FtpTls, 'keyPem' | 'certificatePem'>
  readonly limits?: Partial<FtpLimits>
  readonly log: Log
  readonly metrics: Metrics
  readonly now: Now
}

const ANYBODY: FtpNetwork = { name: null, plain: true, passiveAddress: '', passivePorts: null }

/** Suites for the protocol hold clients that do not resume TLS sessions; whether they must is policy. */
const ASKED = { sessionReuse: 'optional', asksForCertificate: false, closeNotify: 'required' } as const

/** Throws `Misconfigured` when the folder does not exist or the port cannot be used. */
export async function createNeutralFtp(options: NeutralFtpOptions): Promise<FtpEndpoint> {
  const { dir, user, password, port, limits, log, metrics, now } = options
  const files = folderFiles(await folderOf(dir))
  const tls: FtpTls = { ...options.tls, ...ASKED }
  const login: FtpLogin = { name: user, stillHolds: async () => true }
  return createFtpEngine({
    ...{ host: LOOPBACK, port, implicitPort: null },
    tls: () => tls,
    networkOf: () => ANYBODY,
    login: async (attempt) =>
      isSame(attempt.user, user) && isSame(attempt.password, password)
        ? { allowed: true, login }
        : { allowed: false, reason: 'unknown user or wrong password' },
    files: () => files,
    ...(limits ? { limits } : {}),
    ...{ log, metrics, now },
  })
}
