/** How many of one sender's accepted sets its online services do not have yet. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export type OpenDeliveries = {
  /** Under way ones included. */
  readonly waiting: number
  readonly retrying: number
  readonly inDoubt: number
  readonly parked: number
  readonly oldestSince: Date
}

/** By service; those without any are absent. The states are written out so that the index of open deliveries fits. */
export async function openDeliveriesOf(queries: Queries, sender: string): Promise<ReadonlyMap<string, OpenDeliveries>> {
  const { rows } = await sql<OpenDeliveries & { service: string }>`
    select service, count(*) filter (where state in ('waiting', 'active')) as waiting,
      count(*) filter (where state = 'retrying') as retrying, count(*) filter (where state = 'inDoubt') as "inDoubt",
      count(*) filter (where state = 'parked') as parked, min(created_at) as "oldestSince"
    from delivery
    where sender_number = ${sender} and state in ('waiting', 'active', 'retrying', 'inDoubt', 'parked')
    group by service`.execute(queries)
  return new Map(rows.map(({ service, ...counts }) => [service, counts]))
}
