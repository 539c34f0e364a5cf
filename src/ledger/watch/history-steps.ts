/** The span of a plot: how far back it goes, and how many samples are one of its steps. */
import { MINUTE } from './minute.ts'

export const HISTORY_SPANS = ['hour', 'day', 'month'] as const
export type HistorySpan = (typeof HISTORY_SPANS)[number]

export type HistoryScale = {
  readonly grain: 'minute' | 'hour'
  readonly stepMilliseconds: number
  readonly steps: number
}

const HOUR = 60 * MINUTE

/** A plot of a page. */
export const PLOT_SCALES: Readonly<Record<HistorySpan, HistoryScale>> = {
  hour: { grain: 'minute', stepMilliseconds: MINUTE, steps: 60 },
  day: { grain: 'minute', stepMilliseconds: 15 * MINUTE, steps: 96 },
  month: { grain: 'hour', stepMilliseconds: 6 * HOUR, steps: 124 },
}

/** A small curve in a row of a table. */
export const CURVE_SCALES: Readonly<Record<HistorySpan, HistoryScale>> = {
  hour: { grain: 'minute', stepMilliseconds: 3 * MINUTE, steps: 20 },
  day: { grain: 'minute', stepMilliseconds: HOUR, steps: 24 },
  month: { grain: 'hour', stepMilliseconds: 24 * HOUR, steps: 31 },
}

/** How fast it goes now. */
export const PACE_SCALE: HistoryScale = { grain: 'minute', stepMilliseconds: MINUTE, steps: 5 }

/** Begin of each step, the oldest first; the last holds the newest samples. Steps begin where the clock of Greenwich divides evenly. */
export function stepsUntil(now: Date, { stepMilliseconds, steps }: HistoryScale): readonly Date[] {
  const last = Math.floor((now.getTime() - MINUTE) / stepMilliseconds) * stepMilliseconds
  return Array.from({ length: steps }, (_, index) => new Date(last - (steps - 1 - index) * stepMilliseconds))
}
