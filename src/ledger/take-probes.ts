import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { jobIdOf } from './deliveries.ts'
import { inLine, isOpen } from './delivery-line.ts'
import type { Enqueued } from './delivery-queueing.ts'

/**
 * Of each target of the service that is to be tried again, the delivery whose turn it is, while none of that target has a job: marks it as
 * enqueued and returns the job to make.
 */
export async function takeProbes(queries: Queries, service: string): Promise<readonly Enqueued[]> {
  const { rows } = await sql<{ delivery_id: string; submission_id: string; dispatches: number }>`
    with chosen as (
      select first_of_line.delivery_id
      from target_state t cross join lateral (
        select delivery_id from delivery
        where service = ${service} and environment = t.environment and ${inLine} and enqueued_at is null
        order by turn, delivery_id limit 1
      ) as first_of_line
      where t.service = ${service} and t.state <> 'closed' and t.open_until <= now()
        and not exists (
          select from delivery
          where service = ${service} and environment = t.environment and ${isOpen} and enqueued_at is not null
        )
    )
    update delivery set enqueued_at = now(), dispatches = dispatches + 1
    from chosen
    where delivery.delivery_id = chosen.delivery_id and enqueued_at is null
    returning delivery.delivery_id, submission_id, dispatches`.execute(queries)
  return rows.map(({ delivery_id, submission_id, dispatches }) => ({
    ...{ jobId: jobIdOf(submission_id, service, dispatches), deliveryId: delivery_id, priority: 1 },
  }))
}
