import { Unavailable } from '../base/errors.ts'

/** Every error of the disk is "not now": the same step may succeed later or on another node. Paths stay in the cause, for the log. */
export function unavailable(error: unknown): Unavailable {
  if (error instanceof Unavailable) return error
  return new Unavailable(`The spool does not answer (${errorCode(error)}).`, { cause: error })
}

/** True when the disk has no room left (case D1). */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error instanceof Unavailable ? error.cause : error)
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
