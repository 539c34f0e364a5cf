/**
 * Contents whose archive time is over: the rows that kept them are marked as released, a tombstone each, and everything else of a submission stays
 * for ever (rule 23.3). What is not at its end, or is held, is left alone (rule 23.4).
 */
import { type RawBuilder, sql } from 'kysely'
import type { Queries, Transaction } from '../../database/database.ts'
import { type Released, releaseRows } from './blob-references.ts'
import { isHeld, lockHolds } from './holds.ts'

export type ArchiveTimes = {
  readonly days: number
  /** Of services that have their own. */
  readonly daysOf: Readonly<Record<string, number>>
}

/** What ended long enough ago for the shortest archive time, in the order of its end. */
export type Candidates = { readonly submissionIds: readonly string[]; readonly next: string }

/** At most `limit` behind the position; `next` is empty when these are the last. */
export async function candidatesAfter(
  queries: Queries,
  position: string,
  { days, daysOf }: ArchiveTimes,
  limit: number,
): Promise<Candidates> {
  const shortest = Math.min(days, ...Object.values(daysOf))
  const [at = '', id = ''] = position.split(' ')
  const behind = position === '' ? sql`true` : sql`(closed_at, submission_id) > (${at}::timestamptz, ${id}::uuid)`
  const { rows } = await sql<{ submissionId: string; at: string }>`
    select submission_id as "submissionId", to_char(closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
    from submission
    where closed_at is not null and contents_removed_at is null and ${behind} and closed_at < ${daysAgo(sql`${shortest}`)}
    order by closed_at, submission_id limit ${limit}`.execute(queries)
  const last = rows.at(-1)
  const next = last && rows.length === limit ? `${last.at} ${last.submissionId}` : ''
  return { submissionIds: rows.map(({ submissionId }) => submissionId), next }
}

/** Those of the submissions whose time is over, by all of what is known of them now. */
export async function overAmong(queries: Queries, ids: readonly string[], times: ArchiveTimes): Promise<string[]> {
  const { rows } = await sql<{ submissionId: string }>`
    select submission_id as "submissionId" from submission s
    where submission_id = any(${[...ids]}::uuid[]) and contents_removed_at is null and closed_at < ${endOf(times)}
      and parked_at is null
      and not exists (select from claim where claim.submission_id = s.submission_id)
      and not exists (select from delivery where delivery.submission_id = s.submission_id
        and (state not in ('delivered', 'refused') or finished_at is null or finished_at > ${endOf(times)}))
      and not exists (select from out_entry where out_entry.submission_id = s.submission_id
        and (deleted_at is null or deleted_at > ${endOf(times)}))
      and not exists (select from service_answer where service_answer.submission_id = s.submission_id and published_at is null)
      and not exists (
        select from delivery join negative_answer_due using (delivery_id) where delivery.submission_id = s.submission_id)
      and not exists (
        select from delivery join simulated_answer using (idempotency_key)
        where delivery.submission_id = s.submission_id and done_at is null)
      and not ${isHeld('s.submission_id', 's.sender_number')}`.execute(queries)
  return rows.map(({ submissionId }) => submissionId)
}

/** Releases those of the submissions whose time is over, and says so in their timelines. */
export async function releaseContents(
  tx: Transaction,
  ids: readonly string[],
  times: ArchiveTimes,
): Promise<readonly Released[]> {
  await lockHolds(tx)
  await lockAnswers(tx, ids)
  const over = await overAmong(tx, ids, times)
  if (over.length === 0) return []
  const released = await releaseRows(tx, over)
  await sql`
    with ended as (
      update submission set contents_removed_at = now() where submission_id = any(${over}::uuid[])
      returning submission_id, sender_number
    ), told as (select * from json_to_recordset(${JSON.stringify(released)}::json) as told ("submissionId" uuid, files int, bytes bigint))
    insert into event (submission_id, sender_number, event, detail)
    select submission_id, sender_number, 'contents.removed',
      jsonb_build_object('files', coalesce(files, 0), 'bytes', coalesce(bytes, 0))
    from ended left join told on "submissionId" = submission_id`.execute(tx)
  return released
}

/** An answer that is put back into OUT (rule 20.9) either was before we looked, or finds that its contents have left. */
async function lockAnswers(tx: Transaction, ids: readonly string[]): Promise<void> {
  await sql`select from out_entry where submission_id = any(${[...ids]}::uuid[]) order by name for no key update`.execute(
    tx,
  )
}

/** Files that ended under a client's working name have no submission whose end would count. Resolves with their number. */
export async function releaseFilesOfNone(tx: Transaction, days: number, limit: number): Promise<number> {
  await lockHolds(tx)
  const { rows } = await sql`
    update received_file set released_at = now() where file_id in (
      select file_id from received_file f
      where submission_id is null and (state <> 'received' or discarded_at is not null) and released_at is null
        and received_at < ${daysAgo(sql`${days}`)} and not ${isHeld('f.submission_id', 'f.sender_number')}
      order by received_at limit ${limit})
    returning file_id`.execute(tx)
  return rows.length
}

/** Answers that left OUT after the contents of their submission did, or that belong to none. Resolves with their number. */
export async function releaseLateAnswers(tx: Transaction, days: number, limit: number): Promise<number> {
  await lockHolds(tx)
  const { rows } = await sql`
    update out_entry set released_at = now() where name in (
      select o.name from out_entry o left join submission s using (submission_id)
      where o.deleted_at < ${daysAgo(sql`${days}`)} and o.sha256 is not null and o.released_at is null
        and (o.submission_id is null or s.contents_removed_at is not null) and not ${isHeld('o.submission_id', 'o.sender_number')}
      order by o.deleted_at limit ${limit})
    returning name`.execute(tx)
  return rows.length
}

/** The instant before which a submission's end must lie, by the service in its key. */
function endOf({ days, daysOf }: ArchiveTimes): RawBuilder<Date> {
  const own = sql`${JSON.stringify(daysOf)}::jsonb ->> split_part(regexp_replace(s.raw_key, '^.*/', ''), '.', 1)`
  return daysAgo(sql`coalesce((${own})::float8, ${days})`)
}

function daysAgo(days: RawBuilder<unknown>): RawBuilder<Date> {
  return sql<Date>`(now() - make_interval(secs => (${days})::float8 * 86400))`
}
