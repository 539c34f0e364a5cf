import { sql } from 'kysely'
import type { Expected } from '../../batch/expected-hand-over.ts'
import type { Queries } from '../../database/database.ts'
import { drainOf } from '../delivery-position.ts'

/** A sender that waits for a service, in all environments. */
export type SenderInQueue = {
  readonly sender: string
  readonly waiting: number
  readonly oldestSince: Date
  /** Among all senders, by the turn of the first that is not under way (rule 25.1). */
  readonly place: number
}

export type ServiceLine = {
  readonly senders: readonly SenderInQueue[]
  /** Until everything that waits now is handed over (case O10); null when it is not known. */
  readonly drain: Expected | null
}

const SHOWN_MAX = 20

export async function lineOfService(queries: Queries, service: string): Promise<ServiceLine> {
  const { expected: drain } = await drainOf(queries, service)
  return { senders: await sendersInQueue(queries, service), drain }
}

/** Whose turn comes first, at most twenty; who has no turn yet comes last. */
async function sendersInQueue(queries: Queries, service: string): Promise<readonly SenderInQueue[]> {
  const { rows } = await sql<SenderInQueue>`
    with per_sender as (
      select sender_number as sender, count(*) as waiting, min(created_at) as since, min(turn) as turn from delivery
      where service = ${service} and state in ('waiting', 'retrying', 'inDoubt') group by 1
    )
    select sender, waiting, since as "oldestSince", row_number() over (order by turn nulls last, since, sender) as place
    from per_sender order by place limit ${SHOWN_MAX}`.execute(queries)
  return rows
}
