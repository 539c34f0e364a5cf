/** When an answer leaves its OUT folder, and what its receiver is told before. */

export type StandingAnswer = {
  readonly publishedAt: Date
  /** Read to its end, confirmed, written into a folder of its receiver, or taken away in part. */
  readonly isTaken: boolean
  /** Of the latest notice: how many days before, and the instant that it promised. */
  readonly noticeDays: number | null
  readonly leavesAt: Date | null
}

export type LeavingRules = {
  readonly outDays: number
  /** Days before at which it is told that nobody has read it. */
  readonly noticeDays: readonly number[]
}

export type Leaving =
  | { readonly do: 'stay' }
  | { readonly do: 'tell'; readonly days: number; readonly leavesAt: Date }
  | { readonly do: 'leave' }

const DAY_MILLISECONDS = 86_400_000

/**
 * rule 23.1: an answer leaves after its days; one that nobody has taken only after each notice was given and its days have passed. A gateway
 * that stood still gives the notices late, one after another, and the answer stays for that much longer.
 */
export function leavingOf(answer: StandingAnswer, rules: LeavingRules, now: Date): Leaving {
  const usual = daysAfter(answer.publishedAt, rules.outDays)
  const leavesAt = later(usual, answer.leavesAt ?? usual)
  if (answer.isTaken) return now >= usual ? { do: 'leave' } : { do: 'stay' }
  const next = nextNotice(answer, rules)
  if (next === undefined) return now >= leavesAt ? { do: 'leave' } : { do: 'stay' }
  if (now < daysAfter(leavesAt, -next)) return { do: 'stay' }
  return { do: 'tell', days: next, leavesAt: later(leavesAt, daysAfter(now, next)) }
}

/** From the day on which answers are looked at: the first notice, or the end. */
export function firstLookDays({ outDays, noticeDays }: LeavingRules): number {
  return Math.max(0, outDays - Math.max(0, ...fitting(noticeDays, outDays)))
}

function nextNotice({ noticeDays: last }: StandingAnswer, { outDays, noticeDays }: LeavingRules): number | undefined {
  const after = fitting(noticeDays, outDays).filter((days) => last === null || days < last)
  return after.length === 0 ? undefined : Math.max(...after)
}

function fitting(noticeDays: readonly number[], outDays: number): number[] {
  return noticeDays.filter((days) => days < outDays)
}

function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MILLISECONDS)
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other
}
