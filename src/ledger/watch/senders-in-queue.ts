import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'

/** A sender that waits for a service, in all environments. */
export type SenderInQueue = {
  readonly sender: string
  readonly waiting: number
  readonly oldestSince: Date
  /** Of its first that is not under way: how many of all senders' go before it or with it, when turns are fair (decision 23). */
  readonly turn: number
}

const SHOWN_MAX = 20

/**
 * Who waits longest first, at most twenty. Each sender's first goes before any sender's second, so that the turn of a first is its place
 * among the firsts.
 */
export async function sendersInQueue(queries: Queries, service: string): Promise<readonly SenderInQueue[]> {
  const { rows } = await sql<SenderInQueue>`
    with per_sender as (
      select sender_number as sender, count(*) as waiting, min(created_at) as since from delivery
      where service = ${service} and state in ('waiting', 'retrying', 'inDoubt') group by 1
    )
    select sender, waiting, since as "oldestSince", row_number() over (order by since, sender) as turn
    from per_sender order by since, sender limit ${SHOWN_MAX}`.execute(queries)
  return rows
}
