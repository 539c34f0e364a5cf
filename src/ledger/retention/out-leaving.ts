/** Answers that have been in their OUT folder for long: FO, FS and GO of one are one thing here, told by the tail of their names. */
import { sql } from 'kysely'
import type { Environment } from '../../batch/environment.ts'
import type { StandingAnswer } from '../../batch/leaving.ts'
import type { Queries, Transaction } from '../../database/database.ts'

export type OldAnswer = StandingAnswer & {
  /** The tail of its names: `ACRF.999999.20260105.00001.R`. */
  readonly answer: string
  readonly sender: string
  readonly environment: Environment
  readonly submissionId: string | null
}

export type OldAnswers = { readonly answers: readonly OldAnswer[]; readonly now: Date; readonly next: string }

const MARKS = ['FO', 'CO', 'FS', 'GO'] as const

/** Of which a file still stands and was published so many days ago, the oldest first, behind the position; the files' rows are locked. */
export async function oldAnswers(
  tx: Transaction,
  position: string,
  { days, limit }: { readonly days: number; readonly limit: number },
): Promise<OldAnswers> {
  const [at = '', name = ''] = position.split(' ')
  const behind = position === '' ? sql`true` : sql`(published_at, name) > (${at}::timestamptz, ${name})`
  const { rows } = await sql<{ name: string; at: string; answer: string }>`
    select name, substr(name, 4) as answer, to_char(published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
    from out_entry
    where deleted_at is null and ${behind} and published_at < now() - make_interval(secs => ${days * 86_400})
    order by published_at, name limit ${limit}`.execute(tx)
  const last = rows.at(-1)
  const answers = await answersOf(tx, [...new Set(rows.map(({ answer }) => answer))])
  return { ...answers, next: last && rows.length === limit ? `${last.at} ${last.name}` : '' }
}

/** Notes what the receiver of these answers is told now. */
export async function noteTold(
  tx: Transaction,
  told: readonly { readonly answer: OldAnswer; readonly days: number; readonly leavesAt: Date }[],
): Promise<void> {
  const rows = told.map(({ answer, days, leavesAt }) => ({ answer: answer.answer, days, leavesAt }))
  await sql`
    with told as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as told (answer text, days float8, "leavesAt" timestamptz)
    ), noted as (
      update out_entry set notice_days = days, leaves_at = "leavesAt" from told, unnest(${[...MARKS]}::text[]) as mark
      where name = mark || '.' || answer and deleted_at is null
      returning answer, submission_id, sender_number, days, "leavesAt" as leaves_at
    )
    insert into event (submission_id, sender_number, event, detail)
    select distinct on (answer) submission_id, sender_number, 'answer.leavingTold',
      jsonb_build_object('name', answer, 'days', days, 'leavesAt', leaves_at)
    from noted`.execute(tx)
}

/** rule 23.1: all files of each leave together, with an event in the timeline. */
export async function expireAnswers(tx: Transaction, answers: readonly OldAnswer[]): Promise<void> {
  const rows = answers.map(({ answer, isTaken }) => ({ answer, isTaken }))
  await sql`
    with old as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as old (answer text, "isTaken" boolean)
    ), expired as (
      update out_entry set deleted_at = now(), expired_at = now() from old, unnest(${[...MARKS]}::text[]) as mark
      where name = mark || '.' || answer and deleted_at is null
      returning answer, "isTaken" as taken, submission_id, sender_number, published_at
    )
    insert into event (submission_id, sender_number, event, detail)
    select distinct on (answer) submission_id, sender_number, 'answer.expired',
      jsonb_build_object('name', answer, 'publishedAt', published_at, 'taken', taken)
    from expired`.execute(tx)
}

export type LeavingAnswer = { readonly name: string; readonly environment: Environment; readonly leavesAt: Date }

/** Of the sender, what nobody has read and what leaves within so many days, the soonest first: for the notes in STATUS. */
export async function leavingSoon(
  queries: Queries,
  sender: string,
  { outDays, days, limit }: { readonly outDays: number; readonly days: number; readonly limit: number },
): Promise<LeavingAnswer[]> {
  const leaves = sql`greatest(leaves_at, published_at + make_interval(secs => ${outDays * 86_400}))`
  const { rows } = await sql<LeavingAnswer>`
    select name, environment, ${leaves} as "leavesAt" from out_entry
    where sender_number = ${sender} and name ~ '^[CF]O[.]' and retrieved_at is null and deleted_at is null
      and fetched_at is null and published_at < now() - make_interval(secs => ${(outDays - days) * 86_400})
      and not exists (select from out_entry as go where go.name = 'GO.' || substr(out_entry.name, 4) and go.in_folder_at is not null)
    order by published_at, name limit ${limit}`.execute(queries)
  return rows
}

async function answersOf(tx: Transaction, tails: readonly string[]): Promise<Omit<OldAnswers, 'next'>> {
  const names = tails.flatMap((tail) => MARKS.map((mark) => `${mark}.${tail}`))
  await sql`select from out_entry where name = any(${names}::text[]) order by name for no key update`.execute(tx)
  const { rows } = await sql<OldAnswer & { now: Date }>`
    select substr(name, 4) as answer, sender_number as sender, environment, submission_id as "submissionId",
      coalesce(max(repeated_at), min(published_at)) as "publishedAt",
      bool_or(fetched_at is not null or retrieved_at is not null or in_folder_at is not null
        or (deleted_at is not null and sha256 is not null and name not like 'FS.%')) as "isTaken",
      min(notice_days) as "noticeDays", max(leaves_at) as "leavesAt", now() as now
    from out_entry where name = any(${names}::text[])
    group by 1, 2, 3, 4 order by 1`.execute(tx)
  const now = rows[0]?.now ?? new Date(0)
  return { answers: rows.map(({ now: _, ...answer }) => answer), now }
}
