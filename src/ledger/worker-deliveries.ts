/** Deliveries as the workers of their online service see them: each by its id, and never one of another service. */
import { type RawBuilder, sql } from 'kysely'
import type { Environment } from '../batch/environment.ts'
import type { Queries } from '../database/database.ts'
import type { DeliveryClaim, DeliveryState } from './deliveries.ts'
import { inLine, lines, withoutTurn } from './delivery-line.ts'
import { targetFailures, targetOfIsReachable } from './target-states.ts'

/** `claim` is as the latest claim left it. */
export type ServiceDelivery = {
  readonly claim: DeliveryClaim
  readonly state: DeliveryState
  readonly reference: string | null
  readonly lastError: string | null
}

/** Null for what is unknown or another service's. `deliveryId` is a UUID. */
export async function findServiceDelivery(
  queries: Queries,
  service: string,
  deliveryId: string,
): Promise<ServiceDelivery | null> {
  const row = await queries
    .selectFrom('delivery')
    .select(['submission_id', 'sender_number', 'environment', 'idempotency_key', 'attempts', 'fence', 'doubtful'])
    .select(['state', 'reference', 'last_error', 'probe'])
    .select(targetFailures.as('failures'))
    .where('delivery_id', '=', deliveryId)
    .where('service', '=', service)
    .executeTakeFirst()
  if (!row) return null
  return {
    claim: {
      deliveryId,
      service,
      submissionId: row.submission_id,
      sender: row.sender_number,
      environment: row.environment as Environment, // by a constraint of the table
      idempotencyKey: row.idempotency_key,
      attempts: row.attempts,
      fence: row.fence,
      isDoubtful: row.doubtful,
      isProbe: row.probe,
      targetFailures: row.failures,
    },
    state: row.state as DeliveryState,
    reference: row.reference,
    lastError: row.last_error,
  }
}

/** Submissions that may be claimed now, by their turns (rule 25.1); those that have none yet come last, and some may be gone by then. */
export async function nextDue(queries: Queries, service: string, most: number): Promise<readonly string[]> {
  const first = (condition: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql`
    select submission_id, turn, delivery_id from delivery
    where service = ${service} and environment = line.environment and ${condition}
    order by ${order} limit ${most}`
  const { rows } = await sql<{ submission_id: string }>`
    select submission_id from ${lines} cross join lateral (
      (${first(inLine, sql`turn, delivery_id`)})
      union all
      (${first(sql`${withoutTurn} and next_attempt_at <= now()`, sql`next_attempt_at`)})
    ) as first_of_line
    where ${targetOfIsReachable(sql`${service}`, sql`line.environment`)}
      and not exists (select from paused_service where service = ${service})
    order by turn nulls last, delivery_id
    limit ${most}`.execute(queries)
  return rows.map(({ submission_id }) => submission_id)
}
