/** When what happened to a file, for whoever proves that it is his own: times and nothing else. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export type FileProof = {
  /** Exactly as it was sent. */
  readonly fileName: string
  /** What is told must fit; one at least is. */
  readonly sha256: string | null
  readonly ticket: string | null
}

export const LOOK_UP_EVENTS = ['received', 'complete', 'judged', 'answered', 'handedOver', 'cancelled'] as const
export type LookUpEvent = (typeof LOOK_UP_EVENTS)[number]
export type LookUpMoment = { readonly at: Date; readonly event: LookUpEvent }

/**
 * Oldest first; of several submissions that the proof fits, the latest. Empty for what is unknown and for what does not fit.
 *
 * rule 17.5: the content of a GO or TD, and that of an empty file, is known to everybody: there the digest proves nothing.
 */
export async function momentsOfFile(
  queries: Queries,
  { fileName, sha256, ticket }: FileProof,
): Promise<readonly LookUpMoment[]> {
  const { rows } = await sql<LookUpMoment>`
    with named as materialized (
      select file_id, submission_id, received_at,
        sha256 = ${sha256}::text and bytes > 0 and upper(left(name, 3)) not in ('GO.', 'TD.') as same_content,
        (select body ->> 'ticket' from fact
          where fact.submission_id = received_file.submission_id and kind = 'envelope') = ${ticket}::text as same_ticket
      from received_file where name = ${fileName}
    ), mine as materialized (
      select submission_id, received_at from named
      where case when ${sha256}::text is null then same_ticket
                 when ${ticket}::text is null then same_content
                 else same_content and same_ticket end
      order by received_at desc, file_id desc limit 1
    )
    select at, event from (
      select 1 as rank, received_at as at, 'received' as event from mine
      union all
      select 2, (body ->> 'sealedAt')::timestamptz, 'complete' from mine join fact using (submission_id) where kind = 'envelope'
      union all
      select 3, (body ->> 'judgedAt')::timestamptz, 'judged' from mine join fact using (submission_id) where kind = 'verdict'
      union all
      select 4, (body ->> 'publishedAt')::timestamptz, 'answered' from mine join fact using (submission_id)
        where kind = 'acknowledgement'
      union all
      select 5, finished_at, 'handedOver' from mine join delivery using (submission_id) where delivery.state = 'delivered'
      union all
      select 6, (body ->> 'cancelledAt')::timestamptz, 'cancelled' from mine join fact using (submission_id)
        where kind = 'cancellation'
    ) as moment order by at, rank`.execute(queries)
  return rows
}
