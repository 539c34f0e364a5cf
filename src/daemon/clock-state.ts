/** rules 32.2 to 32.4: what a process knows of the clocks, and whether they can be relied on; pure. */
import type { DatabaseClock } from '../ledger/database-clock.ts'
import type { RunningProcess } from '../ledger/processes.ts'

export type ClockState = {
  /** By how much this machine's clock is ahead of the database's. */
  readonly skewSeconds: number
  /** By how much the database's clock stepped, all steps together; 0 again when they were taken back, or are old. */
  readonly steppedSeconds: number
  /** rule 32.4: also when the step was taken back, for what began while it lasted has the times of a clock that was wrong. */
  readonly isHeld: boolean
}

/** All steps together, and when the last one was seen by the steady clock, in seconds; null without one. */
export type Steps = { readonly seconds: number; readonly seenAt: number | null }

export const NO_STEPS: Steps = { seconds: 0, seenAt: null }

export type ClockLimits = {
  /** `alarms.clockSeconds`. */
  readonly clockSeconds: number
  /** `retention.clockHoldHours`. */
  readonly holdHours: number
}

const HOUR_SECONDS = 3600

/** `moved`: what the latest look moved the clock by; what is within the limit is no step. */
export function nextSteps(steps: Steps, moved: number, at: number, { clockSeconds, holdHours }: ClockLimits): Steps {
  const isOver = steps.seenAt !== null && at - steps.seenAt > holdHours * HOUR_SECONDS
  const known = isOver ? NO_STEPS : steps
  if (Math.abs(moved) <= clockSeconds) return known
  const seconds = known.seconds + moved
  return { seconds: Math.abs(seconds) <= clockSeconds ? 0 : seconds, seenAt: at }
}

/** By how much the database's clock went back while this process did not look, in seconds; never ahead, which cannot be told from a rest. */
export function wentBack({ told, seenAt }: DatabaseClock): number {
  return seenAt === null ? 0 : Math.min(0, (told.getTime() - seenAt.getTime()) / 1000)
}

/** rule 32.4: for how long nothing may come to its end, whoever saw the last step; at most as long as is configured now. */
export function heldFor({ heldSeconds }: Pick<DatabaseClock, 'heldSeconds'>, holdHours: number): number {
  return Math.min(heldSeconds, holdHours * HOUR_SECONDS)
}

/** Whether this machine's clock is good for the ages of files as well. */
export function isReliable(
  { skewSeconds, steppedSeconds, isHeld }: ClockState,
  { clockSeconds }: Pick<ClockLimits, 'clockSeconds'>,
): boolean {
  return !isHeld && Math.abs(steppedSeconds) <= clockSeconds && Math.abs(skewSeconds) <= clockSeconds
}

/** What a process reported of its clocks; nothing by one of an earlier release. */
export function clockOf({ health }: Pick<RunningProcess, 'health'>): ClockState | null {
  const { clock } = health as { readonly clock?: Partial<ClockState> }
  if (typeof clock?.skewSeconds !== 'number' || typeof clock.steppedSeconds !== 'number') return null
  return { skewSeconds: clock.skewSeconds, steppedSeconds: clock.steppedSeconds, isHeld: clock.isHeld === true }
}
