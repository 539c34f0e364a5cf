/** How it goes for a sender, in figures that stay cheap for one that sends very much. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export type SenderHealth = {
  readonly day: VerdictShare
  readonly month: VerdictShare
  /** The most frequent reasons of the month, at most five. */
  readonly codes: readonly { readonly code: number; readonly sets: number }[]
  /** Answers that nobody has fetched. */
  readonly unfetched: { readonly answers: number; readonly oldestAt: Date | null }
}

export type VerdictShare = { readonly sets: number; readonly rejected: number }

/** More sets, or answers, are not looked at: the figures are then those of the latest. */
export const LOOKED_AT_MAX = 10_000
const CODES_MAX = 5

export async function senderHealth(queries: Queries, sender: string): Promise<SenderHealth> {
  const [verdicts, codes, unfetched] = [
    await verdictsOf(queries, sender),
    await codesOf(queries, sender),
    await unfetchedOf(queries, sender),
  ]
  return { ...verdicts, codes, unfetched }
}

async function verdictsOf(queries: Queries, sender: string): Promise<Pick<SenderHealth, 'day' | 'month'>> {
  const { rows } = await sql<Record<'daySets' | 'dayRejected' | 'monthSets' | 'monthRejected', number>>`
    with latest as (${latestSets(sender)})
    select count(*) filter (where is_of_day) as "daySets", count(*) filter (where is_of_day and is_rejected) as "dayRejected",
           count(*) as "monthSets", count(*) filter (where is_rejected) as "monthRejected"
      from (select latest.sealed_at > now() - interval '1 day' as is_of_day, f.body ->> 'outcome' = 'rejected' as is_rejected
              from latest join fact f on f.submission_id = latest.submission_id and f.kind = 'verdict') judged`.execute(
    queries,
  )
  const { daySets = 0, dayRejected = 0, monthSets = 0, monthRejected = 0 } = rows[0] ?? {}
  return { day: { sets: daySets, rejected: dayRejected }, month: { sets: monthSets, rejected: monthRejected } }
}

async function codesOf(queries: Queries, sender: string): Promise<SenderHealth['codes']> {
  const { rows } = await sql<SenderHealth['codes'][number]>`
    with latest as (${latestSets(sender)})
    select (reason ->> 'code')::integer as code, count(distinct latest.submission_id) as sets
      from latest join fact f on f.submission_id = latest.submission_id and f.kind = 'verdict' and f.body ->> 'outcome' = 'rejected'
           cross join lateral jsonb_array_elements(f.body -> 'reasons') as reason
     group by 1 order by 2 desc, 1 limit ${CODES_MAX}`.execute(queries)
  return rows
}

function latestSets(sender: string) {
  return sql`
    select submission_id, sealed_at from submission
     where sender_number = ${sender} and sealed_at > now() - interval '30 days' order by sealed_at desc limit ${LOOKED_AT_MAX}`
}

async function unfetchedOf(queries: Queries, sender: string): Promise<SenderHealth['unfetched']> {
  const { rows } = await sql<SenderHealth['unfetched']>`
    select count(*) as answers, min(published_at) as "oldestAt" from (
      select published_at from out_entry
       where sender_number = ${sender} and name like 'FO.%' and retrieved_at is null and deleted_at is null
       limit ${LOOKED_AT_MAX}) waiting`.execute(queries)
  return rows[0] ?? { answers: 0, oldestAt: null }
}

export type Signer = {
  readonly senderNumber: string
  readonly sha256: string
  readonly lastAt: Date
  readonly sets: number
}

const LATEST_SETS = 100

/** By which certificates the latest hundred sets of each of these senders were signed. */
export async function latestSigners(queries: Queries, senders: readonly string[]): Promise<Signer[]> {
  if (senders.length === 0) return []
  const { rows } = await sql<Signer>`
    select wanted.sender as "senderNumber", signature #>> '{certificate,sha256}' as sha256, max(latest.sealed_at) as "lastAt",
           count(distinct latest.submission_id) as sets
      from unnest(${[...senders]}::text[]) as wanted (sender)
           cross join lateral (
             select submission_id, sealed_at from submission
              where sender_number = wanted.sender and sealed_at is not null order by sealed_at desc limit ${LATEST_SETS}) latest
           join fact f on f.submission_id = latest.submission_id and f.kind = 'verdict'
           cross join lateral jsonb_array_elements(f.body #> '{evidence,signatures}') as signature
     where signature ->> 'outcome' = 'good'
     group by 1, 2`.execute(queries)
  return rows
}
