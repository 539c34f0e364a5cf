/** The only source of the present: handed over as a parameter, so that a test can say what time it is. */
export type Now = () => Date

/** The machine's clock. Leases and names use the database's clock instead (`select now()`). */
export const systemNow: Now = () => new Date()

export function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000
}
