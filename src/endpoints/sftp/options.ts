/** What the SFTP engine is given: who may come in, what they see, and how much of everything. */
import type { Now } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Metrics } from '../../base/metrics.ts'
import type { ClientFiles } from '../files/client-files.ts'
import type { SessionLimits, StrangerLimits } from '../sessions/admission.ts'
import type { SessionRegister } from '../sessions/register.ts'
import type { HostKeys } from './host-keys.ts'

export type SftpLimits = StrangerLimits &
  SessionLimits & {
    /** SFTP channels in one connection. */
    readonly channels: number
    /** Open files and listings of a session. */
    readonly handles: number
    /** Requests of a session that are answered at the same time. */
    readonly requests: number
    /** Bytes of a session, and of all sessions, that may wait for the store or for the client before a pause. */
    readonly inFlightBytes: number
    readonly inFlightBytesTotal: number
    /** Largest SFTP packet; a larger one ends its session (case S12). */
    readonly packetBytes: number
    /** Names in one answer to READDIR. */
    readonly pageNames: number
    /** Seconds for each step of a log-in: the identification line, then the proof. */
    readonly loginSeconds: number
    readonly loginFailuresPerSession: number
    readonly idleSeconds: number
    /** Seconds between two looks at whether a session is idle and its log-in still holds. */
    readonly watchSeconds: number
    /** Bytes either way after which the keys are renewed (case S24). */
    readonly rekeyBytes: number
  }

export const DEFAULT_SFTP_LIMITS: SftpLimits = {
  sessions: 500,
  sessionsPerAddress: 50,
  sessionsPerUser: 16,
  strangers: 100,
  strangersPerAddress: 30,
  channels: 10,
  handles: 100,
  requests: 64,
  inFlightBytes: 8 * 1024 * 1024,
  inFlightBytesTotal: 64 * 1024 * 1024,
  packetBytes: 256 * 1024,
  pageNames: 100,
  loginSeconds: 5,
  loginFailuresPerSession: 6,
  idleSeconds: 300,
  watchSeconds: 2,
  rekeyBytes: 1024 * 1024 * 1024,
}

/** The limits that were given, read when they are needed so that a reload is in force at once; defaults for the rest. */
export function limitsInForce(given: Partial<SftpLimits> = {}): SftpLimits {
  return new Proxy(DEFAULT_SFTP_LIMITS, {
    get: (defaults, name) => Reflect.get(given, name) ?? Reflect.get(defaults, name),
  })
}

type Attempt = {
  readonly user: string
  readonly address: string
  /** The id that this session will have in log, rows and audit. */
  readonly session: string
}

/** `ssh-rsa` is the legacy signature with SHA-1. */
export type UserKeyAlgorithm =
  | 'ssh-ed25519'
  | 'rsa-sha2-512'
  | 'rsa-sha2-256'
  | 'ssh-rsa'
  | 'ecdsa-sha2-nistp256'
  | 'ecdsa-sha2-nistp384'
  | 'ecdsa-sha2-nistp521'

export type KeyAttempt = Attempt & {
  readonly method: 'publickey'
  /** The public key in SSH wire format (RFC 4253 §6.6). */
  readonly keyBlob: Buffer
  readonly algorithm: UserKeyAlgorithm
  /**
   * False while the client only asks whether the key would do; only a signed attempt may count as a failure (decision 30).
   */
  readonly signed: boolean
  /** True when the signature was made with this key: the client is its owner. Never true unless `signed`. */
  readonly verified: boolean
}

export type PasswordAttempt = Attempt & { readonly method: 'password'; readonly password: string }

export type LoginAttempt = KeyAttempt | PasswordAttempt

/** Who was let in. */
export type SftpLogin = {
  /** The account, for limits, log and `kick`. */
  readonly name: string
  /** Whose account it is, for those who watch; none where files belong to no sender. */
  readonly sender?: string
  /** This sender's client cannot do better than `ssh-rsa` signatures. */
  readonly legacySshRsa: boolean
  /** False when the account, its channel or its key was closed meanwhile: the session ends (decision 11, case S10). */
  stillHolds(): Promise<boolean>
}

export type LoginAnswer<Login extends SftpLogin = SftpLogin> =
  | { readonly allowed: true; readonly login: Login }
  /** `reason` is for the log; the client is told nothing. */
  | { readonly allowed: false; readonly reason: string }

export type SftpEngineOptions<Login extends SftpLogin = SftpLogin> = {
  readonly host: string
  /** 0 means any free port. */
  readonly port: number
  readonly hostKeys: HostKeys
  /** Keys to come, of which clients are told beside those. */
  readonly nextHostKeys?: HostKeys
  readonly algorithms?: { readonly ecdsa: boolean }
  readonly methods?: readonly ('publickey' | 'password')[]
  readonly limits?: Partial<SftpLimits>
  /** Called for probes and for signed attempts alike; throws `Unavailable` when the registry does not answer. */
  login(attempt: LoginAttempt): Promise<LoginAnswer<Login>>
  files(login: Login): ClientFiles
  /** False for an address that is kept out: its connections end before a word is said. */
  admits?(address: string): boolean
  /** Where those who are in are found. */
  readonly register?: SessionRegister
  readonly log: Log
  readonly metrics: Metrics
  readonly now: Now
}

export type SftpEndpoint = AsyncDisposable & {
  readonly address: { readonly host: string; readonly port: number }
  /** Ends the sessions of an account at once; returns how many there were. */
  kick(name: string): number
  /**
   * Takes no new connection and no new file; uploads under way may finish within `seconds`, then the rest is refused and
   * every session ended. A CLOSE that has begun is always answered (case K15).
   */
  drain(seconds: number): Promise<void>
}
