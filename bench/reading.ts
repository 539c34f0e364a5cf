/** What the benchmark says: one line for each figure to reach. */
import { median, pairRatios } from './statistics.ts'

export type Unit = 'MB/s' | 'files/s' | 'checks/s' | 'sets/s' | 'sign-ins/s' | 'transfers/s' | 'tokens/s' | 'ms' | 'MB'

export type Reading = {
  readonly name: string
  readonly unit: Unit
  readonly ours: number
  /** A peer measured in the same run, or the goal where nobody can be measured. */
  readonly against: { readonly what: string; readonly value: number }
  /** Above 1 is better than what it is compared with, whatever the unit. */
  readonly ratio: { readonly median: number; readonly lowest: number; readonly highest: number }
  /** The ratio to reach. */
  readonly target: number
  readonly note?: string
}

type Peer = { readonly what: string; readonly values: readonly number[]; readonly target: number }
type Goal = { readonly what: 'at least' | 'at most'; readonly value: number }
type Named = { readonly name: string; readonly unit: Unit; readonly note?: string }

/** Values measured in turns with a peer's, round by round; more is better. */
export function besidePeer(named: Named, values: readonly number[], { what, values: theirs, target }: Peer): Reading {
  const against = { what, value: median(theirs) }
  return { ...named, ours: median(values), against, ratio: spread(pairRatios(values, theirs)), target }
}

/** Values for which only a bound is given. */
export function besideGoal(named: Named, values: readonly number[], goal: Goal): Reading {
  const ratios = values.map((value) => (goal.what === 'at least' ? value / goal.value : goal.value / value))
  return { ...named, ours: median(values), against: goal, ratio: spread(ratios), target: 1 }
}

export function isReached({ ratio, target }: Reading): boolean {
  return ratio.median >= target
}

function spread(ratios: readonly number[]): Reading['ratio'] {
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) }
}
