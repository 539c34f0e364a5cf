import type { Database, Queries } from '../../src/database/database.ts'
import { type ClaimOrder, claimDeliveries, type NotClaimed } from '../../src/ledger/claim-deliveries.ts'
import type { DeliveryClaim, DeliveryOutcome } from '../../src/ledger/deliveries.ts'
import { giveTurns } from '../../src/ledger/delivery-line.ts'
import { type Enqueued, takeForQueue } from '../../src/ledger/delivery-queueing.ts'
import { recordOutcomes } from '../../src/ledger/record-outcomes.ts'

export async function claimDelivery(queries: Queries, order: ClaimOrder): Promise<DeliveryClaim | NotClaimed> {
  const [claimed = 'unknown'] = await claimDeliveries(queries, [order])
  return typeof claimed === 'string' ? claimed : claimed.claim
}

export async function recordOutcome(
  queries: Queries,
  claim: DeliveryClaim,
  outcome: DeliveryOutcome,
  againInSeconds: number,
): Promise<boolean> {
  const [failures = null] = await recordOutcomes(queries, [{ claim, outcome, againInSeconds }])
  return failures !== null
}

export async function takeWithTurns(database: Database, service: string, room: number): Promise<readonly Enqueued[]> {
  await giveTurns(database, service)
  return takeForQueue(database.queries, service, room)
}
