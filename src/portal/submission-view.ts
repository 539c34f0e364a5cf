/** What pages and API read out of a found set alike. */
import type { FoundSubmission } from '../ledger/find.ts'
import type { Seen } from './standing.ts'

/** As the verdict confirmed it; before, as the names have it; the whole name of a file that tells no set. */
export function setKeyOf({ facts, routable, rawKey }: FoundSubmission): string {
  return facts.verdict?.setKey ?? (routable ? rawKey.slice(rawKey.indexOf('/') + 1) : rawKey)
}

const DELIVERY_OVER: readonly string[] = ['delivered', 'refused']

export function seenOf({ facts, deliveries, parkedAt, closedAt, awaitsRevocation }: FoundSubmission): Seen {
  return {
    facts,
    deliveriesDone: deliveries.length > 0 && deliveries.every(({ state }) => DELIVERY_OVER.includes(state)),
    isParked: parkedAt !== null,
    awaitsRevocationSince: awaitsRevocation?.since ?? null,
    isWithdrawn: closedAt !== null && !facts.envelope && !facts.cancellation,
  }
}
