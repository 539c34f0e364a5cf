/** Which minutes of the history are to be written: decided from what is there and the database's clock. */

export const MINUTE = 60_000

/** A transaction whose rows a minute counts is over by then; they bear the time of its begin. */
const GRACE = 10_000
/** Minutes that are made up for after a stop. What came earlier is a gap in the plots. */
const CAUGHT_UP_MAX = 180

/** Begin of each, the oldest first. `last`: the newest minute that was written, null before the first. */
export function minutesDue(now: Date, last: Date | null): readonly Date[] {
  const newest = Math.floor((now.getTime() - GRACE) / MINUTE) * MINUTE - MINUTE
  const missing = last === null ? 1 : (newest - last.getTime()) / MINUTE
  const count = Math.max(0, Math.min(CAUGHT_UP_MAX, missing))
  return Array.from({ length: count }, (_, index) => new Date(newest - (count - 1 - index) * MINUTE))
}
