/** rule 17.1: the answers of the OUT folders as the web service lists them, one for FO (or CO), FS and GO. Fast on a million answers of one sender. */
import { type RawBuilder, sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import { isUuid } from '../base/ids.ts'
import { ENVIRONMENTS, type Environment } from '../batch/environment.ts'
import type { Queries, Transaction } from '../database/database.ts'

export type AnswerRow = {
  /** Of the FO, or the CO. */
  readonly fileName: string
  /** The submission that it answers; null when it answers none. */
  readonly transferId: string | null
  readonly environment: Environment
  readonly createdAt: Date
  readonly bytes: number
  readonly sha256: string
  /** Confirmed at the web service, or taken away over another channel. */
  readonly retrieved: boolean
}

export type AnswerFilter = {
  readonly environment?: Environment | undefined
  readonly retrieved?: boolean | undefined
  readonly transferId?: string | undefined
}

/** Behind the document `after` (either of the names that it may have), if one is named, `offset` rows are left out. */
export type AnswerPage = {
  readonly after?: readonly string[] | undefined
  readonly offset: number
  readonly limit: number
}

/** The latest first. Behind a document that is not this sender's there is nothing. */
export async function answersOfSender(
  queries: Queries,
  sender: string,
  filter: AnswerFilter,
  { after, offset, limit }: AnswerPage,
): Promise<AnswerRow[]> {
  if (filter.transferId !== undefined && !isUuid(filter.transferId)) return []
  const behind =
    after === undefined
      ? sql`true`
      : sql`(published_at, name) < (select published_at, name from out_entry where name = any(${after}) and ${IS_DOCUMENT} and sender_number = ${sender})`
  const heaps = filter.transferId === undefined ? heapsOfSender(sender, filter) : [heapOfTransfer(sender, filter)]
  const rows = sql.join(
    heaps.map((heap) => sql`(${heap} and ${behind} order by published_at desc, name desc limit ${offset + limit})`),
    sql` union all `,
  )
  const { rows: found } = await sql<AnswerRow>`
    select ${COLUMNS} from (${rows}) as answer order by published_at desc, name desc offset ${offset} limit ${limit}`.execute(
    queries,
  )
  return found
}

/** A document or FS of this sender, also one that was deleted from its folder. */
export async function answerFile(
  queries: Queries,
  sender: string,
  names: readonly string[],
): Promise<{
  readonly name: string
  readonly sha256: Sha256
  readonly bytes: number
  readonly publishedAt: Date
} | null> {
  const row = await queries
    .selectFrom('out_entry')
    .select(['name', 'sha256', 'bytes', 'published_at as publishedAt'])
    .where('name', 'in', names)
    .where('sender_number', '=', sender)
    .where('sha256', 'is not', null)
    .where('released_at', 'is', null)
    .executeTakeFirst()
  return row ? { ...row, sha256: row.sha256 as Sha256 } : null
}

/** When the content of a document left after its archive time (rule 23.3); by the names that it may have. */
export async function answerRemovedAt(
  queries: Queries,
  sender: string,
  names: readonly string[],
): Promise<Date | null> {
  const row = await queries
    .selectFrom('out_entry')
    .select('released_at')
    .where('name', 'in', names)
    .where('sender_number', '=', sender)
    .executeTakeFirst()
  return row?.released_at ?? null
}

/** By the names that its document may have. */
export async function answerOfSender(
  queries: Queries,
  sender: string,
  fileNames: readonly string[],
): Promise<AnswerRow | null> {
  const { rows } = await sql<AnswerRow>`
    select ${COLUMNS} from out_entry where name = any(${fileNames}) and ${IS_DOCUMENT} and sender_number = ${sender}`.execute(
    queries,
  )
  return rows[0] ?? null
}

/** Notes the first confirmation of a document, and whose; later ones change nothing. */
export async function noteRetrieved(
  tx: Transaction,
  sender: string,
  { fileNames, principal }: { readonly fileNames: readonly string[]; readonly principal: string },
): Promise<{ readonly isFirst: boolean; readonly name: string; readonly submissionId: string | null } | null> {
  const { rows } = await sql<{ isFirst: boolean; name: string; submissionId: string | null }>`
    with found as (
      select name, submission_id, retrieved_at from out_entry
      where name = any(${fileNames}) and ${IS_DOCUMENT} and sender_number = ${sender} for no key update
    ), noted as (
      update out_entry set retrieved_at = now(), retrieved_by = ${principal}
      from found where out_entry.name = found.name and found.retrieved_at is null
    )
    select retrieved_at is null as "isFirst", name, submission_id as "submissionId" from found`.execute(tx)
  return rows[0] ?? null
}

type Query = RawBuilder<unknown>

const IS_RETRIEVED = sql`(retrieved_at is not null or deleted_at is not null)`

/** In the words of the two indexes; of an answer, FO or CO. */
const IS_DOCUMENT = sql`name ~ '^[CF]O[.]'`

const COLUMNS = sql`name as "fileName", submission_id as "transferId", environment, published_at as "createdAt",
  bytes, sha256, ${IS_RETRIEVED} as retrieved`

const FILES = sql`select name, sender_number, submission_id, environment, published_at, bytes, sha256, retrieved_at, deleted_at from out_entry`

/** One range of one index each: what a page shows of them is merged, and nothing else is read. */
function heapsOfSender(sender: string, { environment, retrieved }: AnswerFilter): Query[] {
  const environments = environment === undefined ? ENVIRONMENTS : [environment]
  const states = retrieved === undefined ? [false, true] : [retrieved]
  return environments.flatMap((one) =>
    states.map(
      (state) =>
        sql`${FILES} where sender_number = ${sender} and environment = ${one} and ${IS_DOCUMENT} and ${inState(state)}`,
    ),
  )
}

/** In the words of the two indexes. */
function inState(retrieved: boolean): Query {
  return retrieved ? IS_RETRIEVED : sql`retrieved_at is null and deleted_at is null`
}

/** A set has few answers: they are found by it, before anything else is asked. */
function heapOfTransfer(sender: string, { transferId, environment, retrieved }: AnswerFilter): Query {
  const conditions = [
    sql`sender_number = ${sender} and ${IS_DOCUMENT}`,
    ...(environment === undefined ? [] : [sql`environment = ${environment}`]),
    ...(retrieved === undefined ? [] : [inState(retrieved)]),
  ]
  return sql`
    select * from (${FILES} where submission_id = ${transferId} offset 0) as of_transfer
    where ${sql.join(conditions, sql` and `)}`
}
