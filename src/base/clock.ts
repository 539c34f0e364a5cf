/** The only source of the present: handed over as a parameter, so that a test can say what time it is. */
export type Now = () => Date

/** The machine's clock, for what does not have the database's yet, or is about the machine itself (rule 32.1). */
export const systemNow: Now = () => new Date()

/** rule 32.6: what began further ahead than this was begun by a clock that has gone back since, and its end cannot be told. */
export const AHEAD_SECONDS_MAX = 120

export function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000
}
