/** rules 32.2 to 32.4: what a process knows of the clocks, and whether they can be relied on; pure. */
import type { RunningProcess } from '../ledger/processes.ts'

export type ClockState = {
  /** By how much this machine's clock is ahead of the database's. */
  readonly skewSeconds: number
  /** By how much the database's clock stepped, all steps together; 0 again when they were taken back, or are old. */
  readonly steppedSeconds: number
}

/** A step, and when it was seen by the steady clock, in seconds. */
export type Steps = { readonly seconds: number; readonly seenAt: number }

export const NO_STEPS: Steps = { seconds: 0, seenAt: 0 }

export type ClockLimits = {
  /** `alarms.clockSeconds`. */
  readonly clockSeconds: number
  /** `retention.clockHoldHours`. */
  readonly holdHours: number
}

const HOUR_SECONDS = 3600

/** `moved`: what the latest look moved the clock by; what is within the limit is no step. */
export function nextSteps(steps: Steps, moved: number, at: number, { clockSeconds, holdHours }: ClockLimits): Steps {
  const isOver = at - steps.seenAt > holdHours * HOUR_SECONDS
  const known = isOver ? NO_STEPS : steps
  if (Math.abs(moved) <= clockSeconds) return known
  const seconds = known.seconds + moved
  return Math.abs(seconds) <= clockSeconds ? NO_STEPS : { seconds, seenAt: at }
}

/** Whether the database's clock is the one that it was: something may come to its end by it. */
export function isSteady({ steppedSeconds }: Pick<ClockState, 'steppedSeconds'>, { clockSeconds }: Limit): boolean {
  return Math.abs(steppedSeconds) <= clockSeconds
}

/** Whether this machine's clock is good for the ages of files as well. */
export function isReliable(clock: ClockState, limit: Limit): boolean {
  return isSteady(clock, limit) && Math.abs(clock.skewSeconds) <= limit.clockSeconds
}

type Limit = Pick<ClockLimits, 'clockSeconds'>

/** What a process reported of its clocks; nothing by one of an earlier release. */
export function clockOf({ health }: Pick<RunningProcess, 'health'>): ClockState | null {
  const { clock } = health as { readonly clock?: Partial<ClockState> }
  if (typeof clock?.skewSeconds !== 'number' || typeof clock.steppedSeconds !== 'number') return null
  return { skewSeconds: clock.skewSeconds, steppedSeconds: clock.steppedSeconds }
}
