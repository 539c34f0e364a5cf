/** The list of a sender's sets for its people: the latest first, narrowed, in pages. Fast on a million sets of one sender. */
import { type RawBuilder, sql } from 'kysely'
import { type Environment, FOLDERS } from '../batch/environment.ts'
import { rawKeysOf } from '../batch/set-key.ts'
import type { StatusSet } from '../batch/status/status-set.ts'
import type { Queries } from '../database/database.ts'
import { SET_COLUMNS, setRows, statusSetOf } from './status-sets.ts'

/** `open`: more files may come. `underWay`: complete, and not over yet. The others tell the verdict, or that a TD ended it before. */
export const SUBMISSION_STATES = ['open', 'underWay', 'accepted', 'rejected', 'cancelled'] as const
export type SubmissionFilterState = (typeof SUBMISSION_STATES)[number]

export type SubmissionFilter = {
  readonly state?: SubmissionFilterState | undefined
  /** Four characters. */
  readonly service?: string | undefined
  readonly environment?: Environment | undefined
  /** A part of the name of the set, in any case; or the whole name of a file or an answer, or a ticket. */
  readonly name?: string | undefined
}

export type ListedSet = StatusSet & {
  /** All its files were taken away before it was complete. */
  readonly isWithdrawn: boolean
}

export type SubmissionPage = {
  /** The last submission of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** The latest first. After a submission that is not this sender's there is nothing. */
export async function submissionsOfSender(
  queries: Queries,
  sender: string,
  filter: SubmissionFilter,
  { after, limit }: SubmissionPage,
): Promise<ListedSet[]> {
  const conditions = [sql`sender_number = ${sender}`, ...narrowing(sender, filter)]
  if (after !== undefined) {
    conditions.push(sql`(opened_at, submission_id) < (
      select opened_at, submission_id from submission where submission_id = ${after} and sender_number = ${sender})`)
  }
  // chosen by the index alone: the rows of those that do not fit are never read
  const chosen = sql`
    select submission_id from submission where ${sql.join(conditions, sql` and `)}
    order by opened_at desc, submission_id desc limit ${limit}`
  const rows = await setRows(
    queries,
    sql`select ${SET_COLUMNS}, opened_at as shown_at from submission where submission_id in (${chosen})`,
    limit,
  )
  return rows.map((row) => ({
    ...statusSetOf(row),
    isWithdrawn: row.closed_at !== null && row.sealed_at === null && !row.cancelled,
  }))
}

type Condition = RawBuilder<unknown>

function narrowing(sender: string, { state, service, environment, name }: SubmissionFilter): Condition[] {
  return [
    ...(state ? [IN_STATE[state]] : []),
    ...(service === undefined ? [] : [isOfService(service)]),
    ...(environment ? [sql`environment = ${environment}`] : []),
    ...(name === undefined ? [] : [isNamed(sender, name)]),
  ]
}

/** `service`: four characters; what is behind them in a name begins with a dot. */
export function isOfService(service: string): Condition {
  return sql`raw_key like any(${rawKeysOf(`${likeText(service)}.%`)})`
}

const HAS_FACT = (what: Condition) =>
  sql`exists (select from fact where fact.submission_id = submission.submission_id and ${what})`

/**
 * Most are accepted, so each is asked in the order of the list, which soon fills a page: as a join the server read all verdicts for it.
 * Rejected and cancelled are few, and worded as the predicates of their indexes.
 */
const IN_STATE: Readonly<Record<SubmissionFilterState, Condition>> = {
  open: sql`sealed_at is null and closed_at is null`,
  underWay: sql`sealed_at is not null and closed_at is null`,
  accepted: sql`'accepted' = (
    select body ->> 'outcome' from fact where fact.submission_id = submission.submission_id and kind = 'verdict')`,
  rejected: HAS_FACT(sql`kind = 'verdict' and body ->> 'outcome' = 'rejected'`),
  cancelled: HAS_FACT(sql`kind = 'cancellation'`),
}

/** What PostgreSQL cannot take is in no name either. */
function isNamed(sender: string, typed: string): Condition {
  const text = typed.replace(/[\0\p{Cs}]/gu, '\uFFFD')
  return sql`(${holds(partOfSetName(text))} or submission_id in (
    select submission_id from received_file where name = ${text} and sender_number = ${sender} and submission_id is not null
    union all select submission_id from out_entry where name = ${text} and sender_number = ${sender} and submission_id is not null
    union all select submission_id from fact where kind = 'envelope' and body ->> 'ticket' = ${text.toUpperCase()}))`
}

/** The raw key begins with the folder, which is no part of a name: it is cut off only where it could be mistaken for one. */
function holds(part: string): Condition {
  const pattern = `%${likeText(part)}%`
  const isPartOfFolder = FOLDERS.some((row) => `${row.in}/`.includes(part.toUpperCase()))
  return isPartOfFolder
    ? sql`substr(raw_key, strpos(raw_key, '/') + 1) ilike ${pattern}`
    : sql`raw_key ilike ${pattern}`
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}

/** What a part of a file's name says of the set: without the mark in front and the parts behind, which the set's name has not. */
export function partOfSetName(text: string): string {
  return text.replace(/^(?:FI|FS|GO|TD)\./i, '').replace(/(\.[0-9]{8}\.[^.]*\.[RTS])\.[0-9](?:\.[0-9]?)?$/i, '$1')
}
