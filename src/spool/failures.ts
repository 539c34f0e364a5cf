import { Unavailable } from '../base/errors.ts'

/** Every error of the disk is "not now": the same step may succeed later or on another node. Paths stay in the cause, for the log. */
export function unavailable(error: unknown): Unavailable {
  if (error instanceof Unavailable) return error
  const code = errorCode(error)
  return new Unavailable(`${WORDS[code] ?? 'The spool does not answer'} (${code}).`, { cause: error })
}

/** What an operator can act upon by the words alone. */
const WORDS: Readonly<Record<string, string>> = {
  EROFS: 'The spool is read-only',
  ENOSPC: 'The spool has no room for another file',
  EDQUOT: 'The quota of the spool is used up',
}

/** True when the disk has no room left (case D1). */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error instanceof Unavailable ? error.cause : error)
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
