/** How a set stands, in the words of people: one of these, whatever the flow calls it. */
import { type FactsSeen, stateOf } from '../batch/next-step.ts'

export const STANDINGS = [
  'open',
  'sealed',
  'awaitsRevocation',
  'accepted',
  'dispatched',
  'delivered',
  'answered',
  'rejected',
  'noted',
  'cancelled',
  'withdrawn',
  'parked',
] as const
export type Standing = (typeof STANDINGS)[number]

export type Seen = {
  readonly facts: FactsSeen
  readonly deliveriesDone: boolean
  readonly isParked: boolean
  /** Null unless it waits for the authority of its signer's certificate. */
  readonly awaitsRevocationSince: Date | null
  /** It ended without a member. */
  readonly isWithdrawn: boolean
}

/** Total. A set that a person of ours looks into is told as such, unless it is over. */
export function standingOf({ facts, deliveriesDone, isParked, awaitsRevocationSince, isWithdrawn }: Seen): Standing {
  if (isWithdrawn) return 'withdrawn'
  const standing = flowing(facts, deliveriesDone)
  if (isParked && !OVER.has(standing)) return 'parked'
  return standing === 'sealed' && awaitsRevocationSince ? 'awaitsRevocation' : standing
}

const OVER: ReadonlySet<Standing> = new Set(['delivered', 'answered', 'noted', 'cancelled'])

function flowing(facts: FactsSeen, deliveriesDone: boolean): Standing {
  const state = stateOf(facts, deliveriesDone)
  if (state === 'open' || state === 'sealed' || state === 'cancelled') return state
  if (facts.verdict?.outcome === 'rejected') return 'rejected'
  if (state === 'dispatched' || state === 'delivered' || state === 'answered') return state
  return state === 'closed' ? 'noted' : 'accepted'
}
