import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { jobIdOf } from './deliveries.ts'
import type { Enqueued } from './delivery-queueing.ts'

/**
 * Of each target of the service that is to be tried again, one delivery that is due, while none of that target has a job: marks it as
 * enqueued and returns the job to make.
 */
export async function takeProbes(queries: Queries, service: string): Promise<readonly Enqueued[]> {
  const isOpen = sql`state in ('waiting', 'active', 'retrying', 'inDoubt')`
  const { rows } = await sql<{ delivery_id: string; submission_id: string; dispatches: number }>`
    with chosen as (
      select distinct on (d.environment) d.delivery_id
      from target_state t join delivery d using (service, environment)
      where service = ${service} and t.state <> 'closed' and t.open_until <= now()
        and d.${isOpen} and d.enqueued_at is null and d.next_attempt_at <= now() and (d.until is null or d.until < now())
        and not exists (select from delivery q where q.service = t.service and q.environment = t.environment
          and q.${isOpen} and q.enqueued_at is not null)
      order by d.environment, d.delivery_id
    )
    update delivery set enqueued_at = now(), dispatches = dispatches + 1
    from chosen
    where delivery.delivery_id = chosen.delivery_id and enqueued_at is null
    returning delivery.delivery_id, submission_id, dispatches`.execute(queries)
  return rows.map(({ delivery_id, submission_id, dispatches }) => ({
    ...{ jobId: jobIdOf(submission_id, service, dispatches), deliveryId: delivery_id, priority: 1 },
  }))
}
