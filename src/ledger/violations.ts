const UNIQUE_VIOLATION = '23505'

/** Another transaction wrote the same unique value first. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION
}
