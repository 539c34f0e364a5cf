import { Together } from '../base/together.ts'
import type { Database } from '../database/database.ts'
import { type ClaimedDelivery, type ClaimOrder, claimDeliveries, type NotClaimed } from '../ledger/claim-deliveries.ts'
import { type Attempted, recordOutcomes } from '../ledger/record-outcomes.ts'
import { beginProbe } from '../ledger/target-states.ts'

export type ClaimsAndOutcomes = {
  /** Takes a delivery; of those whose target is open one, when it is time to try (rule 19.8). */
  readonly claim: (order: ClaimOrder) => Promise<ClaimedDelivery | NotClaimed>
  /** How often in a row the target has failed by now; null when the row is another worker's. */
  readonly record: (attempted: Attempted) => Promise<number | null>
}

/** All of a process go together, whatever their service and whoever works for it. */
export function claimsAndOutcomes({ queries }: Pick<Database, 'queries'>): ClaimsAndOutcomes {
  const claims = new Together<ClaimOrder, ClaimedDelivery | NotClaimed>(async (orders) =>
    inOrder(orders, await claimDeliveries(queries, orders)),
  )
  const outcomes = new Together<Attempted, number | null>(async (attempted) =>
    inOrder(attempted, await recordOutcomes(queries, attempted)),
  )
  return {
    async claim(order) {
      const claimed = await claims.add(order)
      if (claimed !== 'targetOpen' || !(await beginProbe(queries, order, order.leaseSeconds))) return claimed
      return claims.add({ ...order, isProbe: true })
    },
    record: (attempted) => outcomes.add(attempted),
  }
}

function inOrder<Item, Outcome>(items: readonly Item[], outcomes: readonly Outcome[]): (item: Item) => Outcome {
  const outcomeOf = new Map(items.map((item, index) => [item, outcomes[index] as Outcome]))
  return (item) => outcomeOf.get(item) as Outcome
}
