import type { OnlineService } from './online-service.ts'

/** A quarter either way, so that what failed together does not come back together. */
const JITTER = 0.25

/** Seconds until the attempt after the `attempts`-th: doubled each time up to a bound. `random` is in [0, 1). */
export function backOffSeconds(
  { firstSeconds, lastSeconds }: OnlineService['retry'],
  attempts: number,
  random: number,
): number {
  const doubled = firstSeconds * 2 ** Math.min(attempts - 1, 52)
  return Math.min(doubled, lastSeconds) * (1 - JITTER + 2 * JITTER * random)
}
