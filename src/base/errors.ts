/**
 * The ways to fail that are thrown. A sender's mistake is never thrown: it is a `Rejection` (an official reason code)
 * or a `Refusal` (see `refusal.ts`), both values.
 */

/** Something is not there now: the same step is done again later, with back-off. Never the sender's fault. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** What is stored makes no sense (a blob whose bytes do not match its name): parked for a person, others go on. */
export class Corrupt extends Error {
  override readonly name = 'Corrupt'
}

/** The operator must act before the gateway can work: ends the process with exit code 78. */
export class Misconfigured extends Error {
  override readonly name = 'Misconfigured'
  readonly setting: string
  readonly remedy: string

  /** `setting` is a configuration path such as `sftp.port`; `message` says what was found; `remedy` what to do. */
  constructor(setting: string, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.setting = setting
    this.remedy = remedy
  }
}

export type Remedy = 'retry' | 'park' | 'stop' | 'crash'

const TRANSIENT: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'],
  ...['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EROFS', 'ESTALE', 'EIO', 'EAGAIN', 'EBUSY'],
  // PostgreSQL: connection trouble, shutdown, serialisation, deadlock, out of disk, lock and statement time-outs
  ...['08000', '08003', '08006', '08001', '57P01', '57P02', '57P03', '40001', '40P01', '53100', '53200', '53300'],
  ...['55P03', '57014'],
])

/** The one place that says what follows from a thrown error; only `pipeline`, `services` and `endpoints` ask. */
export function remedyFor(error: unknown): Remedy {
  if (error instanceof Unavailable) return 'retry'
  if (error instanceof Corrupt) return 'park'
  if (error instanceof Misconfigured) return 'stop'
  if (error instanceof Error && 'code' in error && TRANSIENT.has(String(error.code))) return 'retry'
  return 'crash'
}

/** Makes `promise.catch` swallow one named condition (`ENOENT`) and nothing else. */
export function ignore(code: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined
    throw error
  }
}
