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
  /** Accepted files that are nowhere, and answers of online services that are not whole: 0, or something is lost. */
  readonly imbalance: number
  /** Submissions that such files belong to, at most 100. */
  readonly misfits: readonly string[]
}

/** What the metrics and `sluice status` count: submissions that are not closed, and those that were closed within so many hours. */
export const RECENT_HOURS = 48

const MISFITS_MAX = 100

/**
 * Counts every accepted file into its place, in one statement and so at one instant. With `closedWithinHours`, submissions that were
 * closed longer ago are left out, and with them files under temporary names that came longer ago and wait no more: the count
 * then reads what it counts, by indexes, and stays cheap as the history grows.
 *
 * A submission is looked at once, with its facts and files; they are brought in by laterals because joins would have the server
 * read the whole of each table.
 */
export async function booksBalance(queries: Queries, closedWithinHours?: number): Promise<Books> {
  const { rows } = await sql<{ place: BookPlace | null; count: number; misfits: string[] }>`
    with looked_at as (${submissions(closedWithinHours)}),
    placed as (
      select s.submission_id, superseded, deleted, received, case
        when s.closed_at is null and not claimed then null
        when s.closed_at is null and s.parked_at is not null then 'parked'
        when s.closed_at is null and s.sealed_at is null then case when not enveloped then 'open' end
        when s.closed_at is null then case when enveloped then 'pending' end
        when claimed then null
        when cancelled then case when outcome is null then 'cancelled' end
        when outcome is null or not enveloped then null
        when not answer_due then case when not acknowledged and answers = 0 then 'closed' end
        when not acknowledged or answers <> 3 then null
        when outcome = 'rejected' then case when not dispatched and not delivering then 'rejected' end
        when dispatched and delivering then 'accepted'
      end as place
      from looked_at s cross join lateral ${factsOf} cross join lateral ${traces} cross join lateral ${filesOf}
    ), filed as (
      select submission_id, filing.place, files
      from placed cross join lateral (
        values ('superseded', superseded), ('deleted', deleted), (placed.place, received)
      ) as filing (place, files)
      where files > 0
      union all
      ${filesOfNone(closedWithinHours)}
      union all
      ${answersNotWhole(closedWithinHours)}
    ), counted as (
      select place, case when place is null then submission_id end as misfit, sum(files) as files from filed group by 1, 2
    )
    select place, sum(files)::bigint as count,
      coalesce((array_agg(misfit::text order by misfit) filter (where place is null))[1:${MISFITS_MAX}], '{}') as misfits
    from counted group by place`.execute(queries)
  const counts = new Map(rows.map(({ place, count }) => [place, count]))
  return {
    places: Object.fromEntries(PLACES.map((place) => [place, counts.get(place) ?? 0])) as Record<BookPlace, number>,
    imbalance: counts.get(null) ?? 0,
    misfits: rows.flatMap(({ misfits }) => misfits),
  }
}

/** Two searches rather than an `or`, so that each takes its way through the index. */
function submissions(closedWithinHours: number | undefined) {
  const columns = sql`select submission_id, sealed_at, parked_at, closed_at from submission`
  if (closedWithinHours === undefined) return columns
  return sql`${columns} where closed_at is null union all ${columns} where closed_at > ${since(closedWithinHours)}`
}

const factsOf = sql`(
  select coalesce(bool_or(kind = 'envelope'), false) as enveloped,
    coalesce(bool_or(kind = 'cancellation'), false) as cancelled,
    coalesce(bool_or(kind = 'acknowledgement'), false) as acknowledged,
    coalesce(bool_or(kind = 'dispatch'), false) as dispatched,
    max(body ->> 'outcome') filter (where kind = 'verdict') as outcome,
    bool_or(body -> 'answer' <> 'null') filter (where kind = 'verdict') as answer_due
  from fact where fact.submission_id = s.submission_id
) as facts`

/** What is elsewhere of a submission. Only of a closed one is it asked what left the house; answers of online services are counted by themselves. */
const traces = sql`(
  select exists (select from claim where claim.submission_id = s.submission_id) as claimed,
    s.closed_at is not null and exists (select from delivery where delivery.submission_id = s.submission_id) as delivering,
    case when s.closed_at is not null then
      (select count(*) from out_entry where out_entry.submission_id = s.submission_id and answer_id is null)
    end as answers
) as traces`

const filesOf = sql`(
  select count(*) filter (where state = 'superseded') as superseded, count(*) filter (where state = 'deleted') as deleted,
    count(*) filter (where state = 'received') as received
  from received_file where received_file.submission_id = s.submission_id
) as files`

/** Files under temporary names: they have no submission, and only they (a constraint of the table). */
function filesOfNone(closedWithinHours: number | undefined) {
  const count = sql`
    select null, case when state <> 'received' then state when discarded_at is not null then 'discarded' else 'waiting' end,
      count(*)
    from received_file where submission_id is null`
  if (closedWithinHours === undefined) return sql`${count} group by 2`
  return sql`
    ${count} and state = 'received' and temporary and discarded_at is null group by 2
    union all
    ${count} and (state <> 'received' or discarded_at is not null) and received_at > ${since(closedWithinHours)} group by 2`
}

/**
 * rule 20.6: of an answer that is published all three files are there, of another one none. What is not so counts as one file that is nowhere;
 * it is told by its submission, or by its own id when it answers none.
 */
function answersNotWhole(closedWithinHours: number | undefined) {
  const broken = sql`
    select coalesce(submission_id, answer_id), null, 1 from service_answer as answer
    where (select count(*) from out_entry where out_entry.answer_id = answer.answer_id)
      <> case when published_at is null then 0 else 3 end`
  return closedWithinHours === undefined ? broken : sql`${broken} and received_at > ${since(closedWithinHours)}`
}

function since(hours: number) {
  return sql`now() - make_interval(secs => ${hours * 3600})`
}
