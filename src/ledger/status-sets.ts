/** A sender's submissions as STATUS shows them: many rows with little of each, never a whole fact. */
import { type RawBuilder, sql } from 'kysely'
import type { ChannelType } from '../batch/channel.ts'
import type { Environment } from '../batch/environment.ts'
import type { Verdict } from '../batch/facts.ts'
import type { Reason } from '../batch/reason.ts'
import type { StatusSet } from '../batch/status/status-set.ts'
import type { Queries } from '../database/database.ts'

export type Rejections = ReadonlyMap<string, { readonly reasons: readonly Reason[]; readonly files: readonly string[] }>

export type Day = { readonly from: Date; readonly until: Date }

/** Those that were sealed on the day, or ended by a TD before; the latest first. */
export async function setsOfDay(queries: Queries, sender: string, day: Day, limit: number): Promise<StatusSet[]> {
  const sealed = sql`
    select ${SET_COLUMNS}, sealed_at as shown_at from submission
    where sender_number = ${sender} and sealed_at >= ${day.from} and sealed_at < ${day.until}
    order by sealed_at desc limit ${limit}`
  // compared as pairs, for which only the index of such sets serves: the server took that of everybody's closed ones for as good
  const cancelled = sql`
    select ${SET_COLUMNS}, closed_at from submission
    where sealed_at is null and closed_at is not null
      and (sender_number, closed_at) >= (${sender}, ${day.from}) and (sender_number, closed_at) < (${sender}, ${day.until})
      and exists (select from fact where fact.submission_id = submission.submission_id and kind = 'cancellation')
    order by closed_at desc limit ${limit}`
  return toldSets(queries, sql`(${sealed}) union all (${cancelled})`, limit)
}

/** Those that wait for their GO or their members, whenever they began; the latest first. */
export async function openSets(queries: Queries, sender: string, limit: number): Promise<StatusSet[]> {
  return toldSets(
    queries,
    sql`
      select ${SET_COLUMNS}, opened_at as shown_at from submission
      where sender_number = ${sender} and sealed_at is null and closed_at is null
      order by opened_at desc limit ${limit}`,
    limit,
  )
}

/** All reasons of these verdicts, and the names of the files that were judged. */
export async function rejectionsOf(queries: Queries, submissionIds: readonly string[]): Promise<Rejections> {
  if (submissionIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; reasons: Reason[]; files: string[] }>`
    select verdict.submission_id as id, verdict.body -> 'reasons' as reasons,
      jsonb_path_query_array(envelope.body, '$.members[*].name') as files
    from fact as verdict join fact as envelope on envelope.submission_id = verdict.submission_id
    where verdict.kind = 'verdict' and envelope.kind = 'envelope'
      and verdict.submission_id = any(${submissionIds}::uuid[])`.execute(queries)
  return new Map(rows.map(({ id, reasons, files }) => [id, { reasons, files }]))
}

export type SetRow = {
  readonly submission_id: string
  readonly environment: Environment
  readonly raw_key: string
  readonly routable: boolean
  readonly opened_at: Date
  readonly sealed_at: Date | null
  readonly parked_at: Date | null
  readonly closed_at: Date | null
  readonly ticket: string | null
  readonly key: string | null
  readonly outcome: Verdict['outcome'] | null
  readonly answer_name: Verdict['answer']
  readonly codes: number[] | null
  readonly first_reason: Reason | null
  readonly answer: string | null
  readonly dispatched: boolean
  readonly answered: boolean
  /** Names of the documents of the online service. */
  readonly service_answers: string[]
  readonly cancelled: boolean
  readonly deliveries_done: boolean
  readonly channel: ChannelType | null
  readonly awaits_since: Date | null
  readonly changed_at: Date
}

export const SET_COLUMNS = sql`submission_id, environment, raw_key, routable, opened_at, last_file_at, sealed_at, parked_at, closed_at`

/** What is known of the chosen submissions; `chosen` selects `SET_COLUMNS` and `shown_at`. The latest come first. */
async function toldSets(queries: Queries, chosen: RawBuilder<unknown>, limit: number): Promise<StatusSet[]> {
  return (await setRows(queries, chosen, limit)).map(statusSetOf)
}

/** By laterals, so that the server reads nothing of any other. */
export async function setRows(queries: Queries, chosen: RawBuilder<unknown>, limit: number): Promise<SetRow[]> {
  const { rows } = await sql<SetRow>`
    select s.*, facts.*, files.*, answers.*, awaits_since, coalesce(deliveries_done, false) as deliveries_done,
      greatest(opened_at, last_file_at, sealed_at, parked_at, closed_at, fact_at, finished_at, answered_at, awaits_since) as changed_at
    from (${chosen}) as s cross join lateral ${FACTS} cross join lateral ${FILES} cross join lateral ${DELIVERIES}
      cross join lateral ${SERVICE_ANSWERS} cross join lateral ${WAIT}
    order by shown_at desc, submission_id desc limit ${limit}`.execute(queries)
  return rows
}

const FACTS = sql`(
  select max(at) as fact_at,
    max(body ->> 'ticket') filter (where kind = 'envelope') as ticket,
    max(body ->> 'setKey') filter (where kind = 'verdict') as key,
    max(body ->> 'outcome') filter (where kind = 'verdict') as outcome,
    (jsonb_agg(body -> 'answer') filter (where kind = 'verdict')) -> 0 as answer_name,
    (jsonb_agg(jsonb_path_query_array(body, '$.reasons[*].code')) filter (where kind = 'verdict')) -> 0 as codes,
    (jsonb_agg(body #> '{reasons,0}') filter (where kind = 'verdict')) -> 0 as first_reason,
    max(body ->> 'name') filter (where kind = 'acknowledgement') as answer,
    coalesce(bool_or(kind = 'dispatch'), false) as dispatched,
    coalesce(bool_or(kind = 'answer'), false) as answered,
    coalesce(bool_or(kind = 'cancellation'), false) as cancelled
  from fact where fact.submission_id = s.submission_id
) as facts`

const FILES = sql`(
  select (array_agg(channel order by name ~ '^(GO|TD)[.]' desc, received_at desc))[1] as channel
  from received_file where received_file.submission_id = s.submission_id and state = 'received'
) as files`

const DELIVERIES = sql`(
  select bool_and(state in ('delivered', 'refused')) as deliveries_done, max(finished_at) as finished_at
  from delivery where delivery.submission_id = s.submission_id
) as deliveries`

const SERVICE_ANSWERS = sql`(
  select coalesce(json_agg(name order by name) filter (where name ~ '^[CF]O[.]'), '[]') as service_answers,
    max(published_at) as answered_at
  from out_entry where out_entry.submission_id = s.submission_id and answer_id is not null
) as answers`

/** Told of those that are not judged yet alone; whoever is parked keeps the mark. */
const WAIT = sql`(
  select max(waits_since) as awaits_since from claim where claim.submission_id = s.submission_id
) as waits`

export function statusSetOf(row: SetRow): StatusSet {
  return {
    submissionId: row.submission_id,
    setKey: row.key ?? (row.routable ? row.raw_key.slice(row.raw_key.indexOf('/') + 1) : row.raw_key),
    environment: row.environment,
    channel: row.channel,
    receivedAt: row.opened_at,
    sealedAt: row.sealed_at,
    isParked: row.parked_at !== null,
    awaitsRevocationSince: row.awaits_since,
    facts: factsOf(row),
    deliveriesDone: row.deliveries_done,
    ticket: row.ticket,
    answer: row.answer,
    serviceAnswers: row.service_answers,
    changedAt: row.changed_at,
  }
}

function factsOf({ ticket, outcome, answer_name, codes, first_reason, ...row }: SetRow): StatusSet['facts'] {
  return {
    ...(ticket !== null && { envelope: true }),
    ...(outcome !== null && {
      verdict: { outcome, answer: answer_name, codes: [...new Set(codes ?? [])], firstReason: first_reason },
    }),
    ...(row.answer !== null && { acknowledgement: true }),
    ...(row.dispatched && { dispatch: true }),
    ...(row.answered && { answer: true }),
    ...(row.cancelled && { cancellation: true }),
  }
}
