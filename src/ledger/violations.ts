/** SQLSTATE classes "data exception" and "integrity constraint violation". */
const REJECTED = /^2[23]\w{3}$/

/** The database looked at the values and took none of them: nothing of the statement happened, and it never will. */
export function isRejectedByDatabase(error: unknown): boolean {
  return error instanceof Error && 'code' in error && REJECTED.test(String(error.code))
}
