import { timeOfUuidV7 } from '../base/ids.ts'

export type WaitLimits = { readonly goWaitHours: number; readonly clockSeconds: number }

const HOUR_MS = 3_600_000

/**
 * rule 32.4: whether the ids of a set's files, which have the time of the machines that received them, agree that it has waited for its GO for
 * so long. A database that was wrong for less than its clock is looked at again has left no other trace. An id from the future tells nothing.
 */
export function hasWaitedByIds(
  fileIds: readonly string[],
  told: Date,
  { goWaitHours, clockSeconds }: WaitLimits,
): boolean {
  const latest = told.getTime() + clockSeconds * 1000
  const known = fileIds.map((id) => timeOfUuidV7(id)?.getTime() ?? 0).filter((at) => at <= latest)
  return Math.max(0, ...known) + goWaitHours * HOUR_MS <= latest
}
