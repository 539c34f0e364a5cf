import type { Queries } from '../database/database.ts'
import { type ClaimOrder, claimDelivery, type DeliveryClaim, type NotClaimed } from '../ledger/deliveries.ts'
import { beginProbe } from '../ledger/target-states.ts'

/** Takes a delivery; of those whose target is open one, when it is time to try (rule 19.8). */
export async function claimOrProbe(queries: Queries, order: ClaimOrder): Promise<DeliveryClaim | NotClaimed> {
  const claimed = await claimDelivery(queries, order)
  if (claimed !== 'targetOpen' || !(await beginProbe(queries, order, order.leaseSeconds))) return claimed
  return claimDelivery(queries, order, true)
}
