/**
 * Rejected sets in an order that never goes back, for a reader that remembers how far it came. A verdict carries the time at which its
 * transaction began, and may become visible after younger ones. So the reader stops before the beginning of the oldest transaction that is
 * still open: whatever becomes visible later is younger than everything that was read.
 */
import { sql } from 'kysely'
import type { Reason } from '../batch/reason.ts'
import type { Queries } from '../database/database.ts'

export type RejectedVerdict = {
  readonly submissionId: string
  readonly senderNumber: string
  /** Null when the names agreed on none. */
  readonly setKey: string | null
  /** Annex 30, each once, in the order of the reasons. */
  readonly codes: readonly number[]
  readonly judgedAt: Date
  /** What to hand over to read on behind it. */
  readonly position: string
}

/** PostgreSQL shows a transaction to others a moment after it took its time. */
const MARGIN_SECONDS = 2
/** How far back a reader without a position begins. */
const FIRST_HOURS = 24

/**
 * At most `limit` rejected sets that got an answer, after `position` (empty: those of the latest day), oldest first. A verdict comes a few
 * seconds late, or later while a transaction of the gateway is open; transactions of other programs (a dump) do not hold it up.
 */
export async function rejectedVerdictsAfter(
  queries: Queries,
  position: string,
  limit: number,
  marginSeconds = MARGIN_SECONDS,
): Promise<RejectedVerdict[]> {
  // Before the rows are looked at, and so in a statement of its own.
  const before = await settledBefore(queries, marginSeconds)
  const [at, id] = position.split('/')
  const start = at
    ? sql`(${at}::timestamptz, ${id}::uuid)`
    : sql`(now() - make_interval(hours => ${FIRST_HOURS}), ${NIL}::uuid)`
  const { rows } = await sql<Row>`
    select f.submission_id, s.sender_number, f.body, ${instant(sql.ref('f.at'))} as at
      from fact f join submission s using (submission_id)
     where f.kind = 'verdict' and f.body ->> 'outcome' = 'rejected' and jsonb_typeof(f.body -> 'answer') = 'object'
       and (f.at, f.submission_id) > ${start} and f.at < ${before}::timestamptz
     order by f.at, f.submission_id limit ${limit}`.execute(queries)
  return rows.map(({ submission_id, sender_number, body, at: written }) => ({
    submissionId: submission_id,
    senderNumber: sender_number,
    setKey: body.setKey ?? null,
    codes: [...new Set(body.reasons.map(({ code }) => code))],
    judgedAt: new Date(body.judgedAt),
    position: `${written}/${submission_id}`,
  }))
}

type Row = {
  readonly submission_id: string
  readonly sender_number: string
  readonly body: { readonly setKey?: string; readonly reasons: readonly Reason[]; readonly judgedAt: string }
  readonly at: string
}

const NIL = '00000000-0000-0000-0000-000000000000'

/** The view is a copy that a transaction takes once, so our own beginning bounds it, and not the present. */
async function settledBefore(queries: Queries, marginSeconds: number): Promise<string> {
  const { rows } = await sql<{ before: string }>`
    select ${instant(sql`least(now(), min(xact_start)) - make_interval(secs => ${marginSeconds})`)} as before
      from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and application_name like 'sluice%'`.execute(
    queries,
  )
  return rows[0]?.before ?? ''
}

/** Text with microseconds, which a Date would cut off. */
function instant(of: ReturnType<typeof sql>) {
  return sql<string>`to_char((${of}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}
