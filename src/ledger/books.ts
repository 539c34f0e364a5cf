import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** Every place where an accepted file may legally be (architecture, promises). */
export const PLACES = [
  'superseded', // a newer file of the same name took its place before the seal
  'deleted', // its sender took it back
  'waiting', // under a temporary name
  'discarded', // under a temporary name for too long
  'open', // in a set that waits for its GO or its members, watched by a claim
  'pending', // sealed, and a claim leads on
  'parked', // waits for a person
  'cancelled', // TD came in time
  'rejected', // judged, answered with FO, FS and GO
  'accepted', // judged, answered, handed to a delivery
  'closed', // judged, no answer due: a sender's own acknowledgement (decision 14)
] as const

export type BookPlace = (typeof PLACES)[number]

export type Books = {
  readonly places: Readonly<Record<BookPlace, number>>
  /** Accepted files that are nowhere: 0, or something is lost. */
  readonly imbalance: number
  /** Submissions that such files belong to, at most 100. */
  readonly misfits: readonly string[]
}

const MISFITS_MAX = 100

/**
 * Counts every accepted file into its place, in one statement and so at one instant. With `closedWithinHours`, submissions that were
 * closed longer ago are left out, so that the count stays cheap as the history grows.
 */
export async function booksBalance(queries: Queries, closedWithinHours?: number): Promise<Books> {
  const recent =
    closedWithinHours === undefined
      ? sql`true`
      : sql`(s.closed_at is null or s.closed_at > now() - make_interval(secs => ${closedWithinHours * 3600}))`
  const { rows } = await sql<{ place: BookPlace | null; count: number; misfits: string[] }>`
    with stage as (
      select s.submission_id, s.sealed_at, s.closed_at, s.parked_at,
        exists (select from claim c where c.submission_id = s.submission_id) as claimed,
        exists (select from fact f where f.submission_id = s.submission_id and f.kind = 'envelope') as enveloped,
        exists (select from fact f where f.submission_id = s.submission_id and f.kind = 'cancellation') as cancelled,
        exists (select from fact f where f.submission_id = s.submission_id and f.kind = 'acknowledgement') as acknowledged,
        exists (select from fact f where f.submission_id = s.submission_id and f.kind = 'dispatch') as dispatched,
        exists (select from delivery d where d.submission_id = s.submission_id) as delivering,
        (select count(*) from out_entry o where o.submission_id = s.submission_id) as answers,
        verdict.body ->> 'outcome' as outcome,
        verdict.body -> 'answer' <> 'null' as answer_due
      from submission s
      left join fact verdict on verdict.submission_id = s.submission_id and verdict.kind = 'verdict'
      where ${recent}
    ), placed as (
      select f.submission_id, case
        when f.state = 'superseded' then 'superseded'
        when f.state = 'deleted' then 'deleted'
        when f.temporary and f.discarded_at is not null then 'discarded'
        when f.temporary then 'waiting'
        when s.closed_at is null and not s.claimed then null
        when s.closed_at is null and s.parked_at is not null then 'parked'
        when s.closed_at is null and s.sealed_at is null then case when not s.enveloped then 'open' end
        when s.closed_at is null then case when s.enveloped then 'pending' end
        when s.claimed then null
        when s.cancelled then case when s.outcome is null then 'cancelled' end
        when s.outcome is null or not s.enveloped then null
        when not s.answer_due then case when not s.acknowledged and s.answers = 0 then 'closed' end
        when not s.acknowledged or s.answers <> 3 then null
        when s.outcome = 'rejected' then case when not s.dispatched and not s.delivering then 'rejected' end
        when s.dispatched and s.delivering then 'accepted'
      end as place
      from received_file f left join stage s using (submission_id)
      where f.submission_id is null or s.submission_id is not null
    )
    select place, count(*), coalesce(array_agg(distinct submission_id::text) filter (where place is null), '{}') as misfits
    from placed group by place`.execute(queries)
  const counted = new Map(rows.map(({ place, count }) => [place, count]))
  return {
    places: Object.fromEntries(PLACES.map((place) => [place, counted.get(place) ?? 0])) as Record<BookPlace, number>,
    imbalance: counted.get(null) ?? 0,
    misfits: rows
      .flatMap(({ misfits }) => misfits)
      .sort()
      .slice(0, MISFITS_MAX),
  }
}
