/** What the FTP engine is given: who may come in, what they see, what their network allows, and how much of everything. */
import type { Now } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Metrics } from '../../base/metrics.ts'
import type { ClientFiles } from '../files/client-files.ts'
import type { SessionLimits, StrangerLimits } from '../sessions/admission.ts'
import type { SessionRegister } from '../sessions/register.ts'

export type FtpLimits = StrangerLimits &
  SessionLimits & {
    /** Longest control line with its end; a longer one ends the session (case F3). */
    readonly lineBytes: number
    /** Commands that a client may send ahead of their replies. */
    readonly commandsAhead: number
    /** Bytes of a transfer, and of all transfers, that may wait for the store or for the client before a pause. */
    readonly inFlightBytes: number
    readonly inFlightBytesTotal: number
    /** Seconds for each TLS handshake. */
    readonly loginSeconds: number
    /** Seconds from the connection to the log-in; people type their password. */
    readonly passwordSeconds: number
    readonly loginFailuresPerSession: number
    /** Seconds without a command; a transfer under way is never idle (case F20). */
    readonly idleSeconds: number
    /** Seconds for which a passive port waits for its data connection (case F15). */
    readonly dataSeconds: number
    /** Longest time for which the end of a long upload in clear may turn out to be the end of its client (case F6). */
    readonly settleSeconds: number
    /** Slowest transfer over `minimumRateSeconds`, in bytes a second; 0: any (case F21). */
    readonly minimumRate: number
    readonly minimumRateSeconds: number
    /** Seconds between two looks at whether a session is idle or slow and its log-in still holds. */
    readonly watchSeconds: number
  }

export const DEFAULT_FTP_LIMITS: FtpLimits = {
  sessions: 500,
  sessionsPerAddress: 50,
  sessionsPerUser: 16,
  strangers: 100,
  strangersPerAddress: 30,
  lineBytes: 4096,
  commandsAhead: 100,
  inFlightBytes: 8 * 1024 * 1024,
  inFlightBytesTotal: 64 * 1024 * 1024,
  loginSeconds: 5,
  passwordSeconds: 60,
  loginFailuresPerSession: 6,
  idleSeconds: 300,
  dataSeconds: 30,
  settleSeconds: 0.1,
  minimumRate: 64,
  minimumRateSeconds: 60,
  watchSeconds: 2,
}

/** The limits that were given, read when they are needed so that a reload is in force at once; defaults for the rest. */
export function limitsInForce(given: Partial<FtpLimits> = {}): FtpLimits {
  return new Proxy(DEFAULT_FTP_LIMITS, {
    get: (defaults, name) => Reflect.get(given, name) ?? Reflect.get(defaults, name),
  })
}

export type PortRange = { readonly first: number; readonly last: number }

/** What holds for a client because of where it comes from (decision 31); asked whenever it matters, so that a reload is in force for open sessions too. */
export type FtpNetwork = {
  /** The configured network, null outside of them. */
  readonly name: string | null
  /** Whether passwords and files are taken without TLS. */
  readonly plain: boolean
  /** Address told for passive connections; empty: the one that the client reached. */
  readonly passiveAddress: string
  /** Null: any free port. */
  readonly passivePorts: PortRange | null
}

export type FtpLoginAttempt = {
  readonly user: string
  readonly password: string
  readonly address: string
  readonly network: string | null
  /** The id that this session will have in log, rows and audit. */
  readonly session: string
  /** The certificate by which the client proved itself in the TLS handshake, as DER; null without. */
  readonly certificate: Uint8Array | null
}

/** Who was let in. */
export type FtpLogin = {
  /** The account, for limits, log and `kick`. */
  readonly name: string
  /** Whose account it is, for those who watch; none where files belong to no sender. */
  readonly sender?: string
  /** False when the account or its channel was closed meanwhile: the session ends (decision 11, case R7). */
  stillHolds(): Promise<boolean>
}

export type FtpLoginAnswer<Login extends FtpLogin = FtpLogin> =
  | { readonly allowed: true; readonly login: Login }
  /** `reason` is for the log; the client is told nothing. */
  | { readonly allowed: false; readonly reason: string }

/** The certificate and key as PEM, and what is asked of clients. */
export type FtpTls = {
  readonly keyPem: string
  readonly certificatePem: string
  /** Data connections must resume the TLS session of their control connection (case F4). */
  readonly sessionReuse: 'required' | 'optional'
  /** Ask clients for a certificate in the handshake. */
  readonly asksForCertificate: boolean
  /** An upload over TLS whose end the client did not announce (close_notify): refused, or taken when ALLO told its size (case F7). */
  readonly closeNotify: 'required' | 'optional'
}

export type FtpEngineOptions<Login extends FtpLogin = FtpLogin> = {
  readonly host: string
  /** 0 means any free port. */
  readonly port: number
  /** Where TLS begins at once; null: nowhere. */
  readonly implicitPort: number | null
  /** Read at each handshake, so that a new certificate is in force at once; null: no TLS at all. */
  tls(): FtpTls | null
  networkOf(address: string): FtpNetwork
  /** Throws `Unavailable` when the registry does not answer. */
  login(attempt: FtpLoginAttempt): Promise<FtpLoginAnswer<Login>>
  files(login: Login): ClientFiles
  /** False for an address that is kept out: its connections end before a word is said. */
  admits?(address: string): boolean
  /** Where those who are in are found. */
  readonly register?: SessionRegister
  readonly limits?: Partial<FtpLimits>
  readonly log: Log
  readonly metrics: Metrics
  readonly now: Now
}

export type Address = { readonly host: string; readonly port: number }

export type FtpEndpoint = AsyncDisposable & {
  readonly address: Address
  /** Of implicit TLS. */
  readonly implicitAddress: Address | null
  /** Ends the sessions of an account at once; returns how many there were. */
  kick(name: string): number
  /**
   * Takes no new connection and no new file; uploads under way may finish within `seconds`, then the rest is refused and
   * every session ended. An upload whose data came to its end is always answered (case K15).
   */
  drain(seconds: number): Promise<void>
}
