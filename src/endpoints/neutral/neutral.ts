/** `sluice neutral`: a plain folder by the SFTP engine alone, on loopback, so that public protocol suites can run against it. */
import type { Now } from '../../base/clock.ts'
import { Misconfigured } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import type { Metrics } from '../../base/metrics.ts'
import { createSftpEngine } from '../sftp/engine.ts'
import { type HostKeys, makeHostKeys, publicKeyBlob } from '../sftp/host-keys.ts'
import type { LoginAnswer, LoginAttempt, SftpEndpoint, SftpLimits, SftpLogin } from '../sftp/options.ts'
import { folderFiles } from './folder-files.ts'
import { folderOf, isSame, LOOPBACK } from './one-user.ts'

export type NeutralOptions = {
  readonly dir: string
  readonly user: string
  readonly password: string
  /** Text of a public key in OpenSSH format that may log in as well. */
  readonly sshKey?: string
  /** 0 means any free port. */
  readonly port: number
  readonly hostKeys?: HostKeys
  readonly limits?: Partial<SftpLimits>
  readonly log: Log
  readonly metrics: Metrics
  readonly now: Now
}

/** Throws `Misconfigured` when the folder does not exist or the key is none. */
export async function createNeutral(options: NeutralOptions): Promise<SftpEndpoint> {
  const { dir, user, password, sshKey, port, log, metrics, now } = options
  const files = folderFiles(await folderOf(dir))
  const keyBlob = sshKey === undefined ? undefined : blobOf(sshKey)
  const login: SftpLogin = { name: user, legacySshRsa: true, stillHolds: async () => true }
  return createSftpEngine({
    host: LOOPBACK,
    port,
    hostKeys: options.hostKeys ?? (await makeHostKeys()),
    methods: ['publickey', 'password'],
    ...(options.limits ? { limits: options.limits } : {}),
    login: async (attempt) => decide(attempt, { user, password, keyBlob }, login),
    files: () => files,
    log,
    metrics,
    now,
  })
}

function decide(
  attempt: LoginAttempt,
  known: { readonly user: string; readonly password: string; readonly keyBlob: Buffer | undefined },
  login: SftpLogin,
): LoginAnswer {
  const isUser = isSame(attempt.user, known.user)
  const isProven =
    attempt.method === 'password'
      ? isSame(attempt.password, known.password)
      : known.keyBlob !== undefined && isSame(attempt.keyBlob, known.keyBlob)
  return isUser && isProven ? { allowed: true, login } : { allowed: false, reason: 'unknown user or wrong proof' }
}

function blobOf(sshKey: string): Buffer {
  const blob = publicKeyBlob(sshKey)
  if (blob) return blob
  throw new Misconfigured('--ssh-key', 'It is not a public key in OpenSSH format.', 'Give the .pub file of a key pair.')
}
