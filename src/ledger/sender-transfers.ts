/** A sender's submissions as its programs see them, whatever channel their files came over. Fast on a million sets of one sender. */
import { type RawBuilder, sql } from 'kysely'
import { isUuid } from '../base/ids.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { Environment } from '../batch/environment.ts'
import type { AnswerResult } from '../batch/facts.ts'
import type { Reason } from '../batch/reason.ts'
import { rawKeysOf } from '../batch/set-key.ts'
import { isTicket } from '../batch/ticket.ts'
import type { Queries } from '../database/database.ts'
import { isOfService } from './sender-submissions.ts'

export type SenderTransfer = {
  readonly submissionId: string
  readonly environment: Environment
  readonly rawKey: string
  readonly routable: boolean
  readonly openedAt: Date
  readonly sealedAt: Date | null
  readonly closedAt: Date | null
  readonly ticket: string | null
  /** Since when it waits for the authority of its signer's certificate (rule 28.3); null when it does not. */
  readonly awaitsRevocationSince: Date | null
  readonly outcome: 'accepted' | 'rejected' | null
  readonly reasons: readonly Reason[] | null
  /** False for a verdict to which no answer is due. */
  readonly answerDue: boolean | null
  readonly acknowledged: boolean
  readonly cancelled: boolean
  /** The online service has it, or has refused it, or it was given up. */
  readonly handedOver: boolean
  /** The online service has answered it. */
  readonly answered: boolean
  /** What its answers say, one of each kind. */
  readonly results: readonly AnswerResult[]
  /** Current ones, by name. */
  readonly files: readonly TransferFile[]
  /** Names of the answers' documents, the oldest first. */
  readonly answers: readonly string[]
}

export type TransferFile = {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly channel: ChannelType
  readonly receivedAt: Date
}

/** What became of a submission, as far as it is a question to the rows. */
export const TRANSFER_STATES = [
  'open',
  'received',
  'accepted',
  'handedOver',
  'answered',
  'rejected',
  'cancelled',
] as const
export type TransferState = (typeof TRANSFER_STATES)[number]

export type TransferConditions = {
  readonly environment?: Environment | undefined
  /** Four characters. */
  readonly service?: string | undefined
  readonly state?: TransferState | undefined
  readonly openedFrom?: Date | undefined
  /** Elements 2 to 6 of the names of its files. */
  readonly setKey?: string | undefined
  /** A file of exactly this name is among its own. */
  readonly holdsFile?: string | undefined
}

type Condition = RawBuilder<unknown>

/** The latest first; rows `offset` to `offset + limit`. Chosen by the index, so that little of what does not fit is read. */
export async function transfersOfSender(
  queries: Queries,
  sender: string,
  conditions: TransferConditions,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<SenderTransfer[]> {
  const narrowed = sql.join([sql`sender_number = ${sender}`, ...narrowing(conditions)], sql` and `)
  return rowsOf(
    queries,
    sql`select * from submission where ${narrowed}
      order by opened_at desc, submission_id desc limit ${limit} offset ${offset}`,
  )
}

/** By id or by ticket; null when there is none, or when it is another sender's. */
export async function transferOfSender(
  queries: Queries,
  sender: string,
  idOrTicket: string,
): Promise<SenderTransfer | null> {
  if (!isUuid(idOrTicket) && !isTicket(idOrTicket)) return null
  const named = isUuid(idOrTicket)
    ? sql`submission_id = ${idOrTicket}`
    : sql`submission_id in (select submission_id from fact where kind = 'envelope' and body ->> 'ticket' = ${idOrTicket})`
  const rows = await rowsOf(queries, sql`select * from submission where ${named} and sender_number = ${sender}`)
  return rows[0] ?? null
}

function narrowing({ environment, service, state, openedFrom, setKey, holdsFile }: TransferConditions): Condition[] {
  return [
    ...(environment ? [sql`environment = ${environment}`] : []),
    ...(service === undefined ? [] : [isOfService(wellFormed(service))]),
    ...(state ? [IN_STATE[state]] : []),
    ...(openedFrom ? [sql`opened_at >= ${openedFrom}`] : []),
    ...(setKey === undefined ? [] : [sql`raw_key = any(${rawKeysOf(wellFormed(setKey))})`]),
    ...(holdsFile === undefined
      ? []
      : [
          sql`submission_id in (select submission_id from received_file where name = ${wellFormed(holdsFile)} and state = 'received')`,
        ]),
  ]
}

const HAS_FACT = (what: Condition) =>
  sql`exists (select from fact where fact.submission_id = submission.submission_id and ${what})`
/** Null before the answer. One question for each row: of two the server thought so little would be left that it read all of them. */
const ANSWERED_AS = sql`(
  select max(body ->> 'outcome') from fact where fact.submission_id = submission.submission_id
  having bool_or(kind = 'acknowledgement' or (kind = 'verdict' and body -> 'answer' = 'null')))`

/** Scalar questions too, which the server asks row by row. */
const IS_ANSWERED = sql`(
  select true from fact where fact.submission_id = submission.submission_id and kind = 'answer') is true`
const IS_HANDED_OVER = sql`(
  select bool_and(state in ('delivered', 'refused')) from delivery
  where delivery.submission_id = submission.submission_id) is true`

/**
 * Of accepted ones each is asked in the order of the list, which soon fills a page. The others are few: rejected ones are worded as
 * the predicate of their index, and what is not answered yet has a claim, as only what is not closed has.
 */
const IN_STATE: Readonly<Record<TransferState, Condition>> = {
  open: sql`sealed_at is null and closed_at is null`,
  received: sql`sealed_at is not null and closed_at is null and submission_id in (select submission_id from claim) and ${ANSWERED_AS} is null`,
  accepted: sql`'accepted' = ${ANSWERED_AS} and not (${IS_HANDED_OVER}) and not (${IS_ANSWERED})`,
  handedOver: sql`${IS_HANDED_OVER} and not (${IS_ANSWERED})`,
  answered: IS_ANSWERED,
  rejected: sql`${HAS_FACT(sql`kind = 'verdict' and body ->> 'outcome' = 'rejected'`)} and ${ANSWERED_AS} is not null`,
  cancelled: sql`closed_at is not null and (sealed_at is null or ${HAS_FACT(sql`kind = 'cancellation'`)})`,
}

/** By laterals, so that the server reads nothing of any other. */
async function rowsOf(queries: Queries, chosen: Condition): Promise<SenderTransfer[]> {
  const { rows } = await sql<StoredTransfer>`
    select s.submission_id as "submissionId", environment, raw_key as "rawKey", routable, opened_at as "openedAt",
      sealed_at as "sealedAt", closed_at as "closedAt", facts.*, files.*, answered.*, handed.*, waits.*
    from (${chosen}) as s cross join lateral ${FACTS} cross join lateral ${FILES} cross join lateral ${ANSWERS}
      cross join lateral ${DELIVERIES} cross join lateral ${WAIT}
    order by opened_at desc, submission_id desc`.execute(queries)
  return rows.map((row) => ({
    ...row,
    files: row.files.map((file) => ({ ...file, receivedAt: new Date(file.receivedAt) })),
  }))
}

type StoredTransfer = Omit<SenderTransfer, 'files'> & {
  readonly files: readonly (Omit<TransferFile, 'receivedAt'> & { readonly receivedAt: string })[]
}

const FACTS = sql`(
  select max(body ->> 'ticket') filter (where kind = 'envelope') as ticket,
    max(body ->> 'outcome') filter (where kind = 'verdict') as outcome,
    (jsonb_agg(body -> 'reasons') filter (where kind = 'verdict')) -> 0 as reasons,
    bool_or(body -> 'answer' <> 'null') filter (where kind = 'verdict') as "answerDue",
    coalesce(bool_or(kind = 'acknowledgement'), false) as acknowledged,
    coalesce(bool_or(kind = 'answer'), false) as answered,
    coalesce(bool_or(kind = 'cancellation'), false) as cancelled
  from fact where fact.submission_id = s.submission_id
) as facts`

const FILES = sql`(
  select coalesce(json_agg(json_build_object('name', name, 'bytes', bytes, 'sha256', sha256, 'channel', channel,
    'receivedAt', received_at) order by name), '[]') as files
  from received_file where received_file.submission_id = s.submission_id and state = 'received'
) as files`

const ANSWERS = sql`(
  select coalesce(json_agg(name order by out_entry.published_at, name), '[]') as answers,
    coalesce(json_agg(distinct result) filter (where result is not null), '[]') as results
  from out_entry left join service_answer using (answer_id)
  where out_entry.submission_id = s.submission_id and name ~ '^[CF]O[.]'
) as answered`

const DELIVERIES = sql`(
  select coalesce(bool_and(state in ('delivered', 'refused')), false) as "handedOver"
  from delivery where delivery.submission_id = s.submission_id
) as handed`

const WAIT = sql`(
  select max(waits_since) as "awaitsRevocationSince" from claim where claim.submission_id = s.submission_id
) as waits`

/** What PostgreSQL cannot take is in no name either. */
function wellFormed(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\uFFFD')
}
