/** Deliveries as the workers of their online service see them: each by its id, and never one of another service. */
import { sql } from 'kysely'
import type { Environment } from '../batch/environment.ts'
import type { Queries } from '../database/database.ts'
import type { DeliveryClaim, DeliveryState } from './deliveries.ts'
import { targetFailures, targetIsReachable } from './target-states.ts'

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
    .select(['state', 'reference', 'last_error'])
    .select(targetFailures.as('failures'))
    .select(
      sql<boolean>`exists (select from target_state t where t.service = delivery.service
      and t.environment = delivery.environment and t.state = 'halfOpen')`.as('probe'),
    )
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

/** Submissions that may be claimed now, production first, then fairest first; some of them may be gone by then. */
export async function nextDue(queries: Queries, service: string, most: number): Promise<readonly string[]> {
  const { rows } = await sql<{ submission_id: string }>`
    select submission_id from (
      select *, row_number() over (partition by sender_number order by delivery_id) as place
      from delivery
      where service = ${service} and state in ('waiting', 'active', 'retrying', 'inDoubt') and ${targetIsReachable}
    ) as ranked
    where next_attempt_at <= now() and (until is null or until < now())
      and not exists (select from paused_service where service = ${service})
    order by position(environment in 'RTS'), place, delivery_id
    limit ${most}`.execute(queries)
  return rows.map(({ submission_id }) => submission_id)
}
