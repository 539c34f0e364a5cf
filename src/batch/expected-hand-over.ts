/** When a place in a line is likely reached (rule 25.4). */

/** Seconds from now, from the fastest and from the usual pace of the last minutes. */
export type Expected = { readonly earliestSeconds: number; readonly latestSeconds: number }

const MINUTE_SECONDS = 60

/**
 * `perMinute`: how many were handed over in each of the last minutes, those without any included. Null when nobody can tell: nothing was handed
 * over in any of them.
 */
export function expectedAt(place: number, perMinute: readonly number[]): Expected | null {
  const fastest = Math.max(0, ...perMinute)
  if (fastest === 0) return null
  const usual = perMinute.reduce((sum, count) => sum + count, 0) / perMinute.length
  const seconds = (pace: number) => Math.ceil((place / pace) * MINUTE_SECONDS)
  return { earliestSeconds: seconds(fastest), latestSeconds: seconds(usual) }
}
