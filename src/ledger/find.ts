/** Everything that is known of the submissions that a person asks for, as rows; `sluice find` words it. */
import { sql } from 'kysely'
import { isSha256 } from '../base/hashes.ts'
import { isUuid } from '../base/ids.ts'
import { viaOf } from '../batch/channel.ts'
import type { Facts } from '../batch/facts.ts'
import { rawKeysOf } from '../batch/set-key.ts'
import type { Queries } from '../database/database.ts'
import type { Submission } from './submissions.ts'

export type FoundFile = {
  readonly fileId: string
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  readonly state: string
  readonly overLimit: boolean
  readonly channel: string
  /** The way into the channel when it was not the channel's own protocol. */
  readonly via: 'folder' | null
  readonly principal: string
  readonly receivedAt: Date
}

export type FoundDelivery = {
  readonly service: string
  readonly state: string
  readonly attempts: number
  readonly lastError: string | null
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

export type FoundSubmission = Omit<Submission, 'lastFileAt'> & {
  readonly openedAt: Date
  readonly parkedReason: string | null
  /** When its contents left after their archive time (rule 23.3). */
  readonly contentsRemovedAt: Date | null
  readonly facts: Facts
  /** In the order of receipt. */
  readonly files: readonly FoundFile[]
  readonly deliveries: readonly FoundDelivery[]
  readonly events: readonly { readonly at: Date; readonly event: string; readonly detail: Record<string, unknown> }[]
  readonly answers: readonly FoundAnswer[]
  /** It waits for what authorities say of its signer's certificate (rule 28.3). */
  readonly awaitsRevocation?: { readonly certificate: string; readonly since: Date | null }
}

export type FoundAnswer = {
  readonly name: string
  /** Null for GO, which is empty. */
  readonly sha256: string | null
  readonly bytes: number
  readonly publishedAt: Date
  /** When it left its folder: its sender took it away, or its time was over. */
  readonly deletedAt: Date | null
  readonly expiredAt: Date | null
  /** When it was first read to its end. */
  readonly fetchedAt: Date | null
}

const FOUND_MAX = 1000

/**
 * Submissions, oldest first, by set key, exact name of a member or of an answer, ticket, SHA-256 of a file, or id. Of more than
 * a thousand the latest are told.
 */
export async function findSubmissions(queries: Queries, text: string): Promise<FoundSubmission[]> {
  const latest = await rowsOf(queries)
    .where('submission_id', 'in', matches(queries, text))
    .orderBy('opened_at', 'desc')
    .orderBy('submission_id', 'desc')
    .limit(FOUND_MAX)
    .execute()
  return detailed(queries, latest.toReversed())
}

/** One submission of one of these senders; undefined when there is none, or when it is somebody else's. */
export async function submissionOfSenders(
  queries: Queries,
  senders: readonly string[],
  submissionId: string,
): Promise<FoundSubmission | undefined> {
  if (senders.length === 0) return undefined
  const rows = await rowsOf(queries)
    .where('submission_id', '=', submissionId)
    .where('sender_number', 'in', senders)
    .execute()
  const [found] = await detailed(queries, rows)
  return found
}

/** Whosever it is: for operators. */
export async function submissionById(queries: Queries, submissionId: string): Promise<FoundSubmission | undefined> {
  const rows = await rowsOf(queries).where('submission_id', '=', submissionId).execute()
  const [found] = await detailed(queries, rows)
  return found
}

function rowsOf(queries: Queries) {
  return queries
    .selectFrom('submission')
    .select(['submission_id', 'sender_number', 'environment', 'raw_key', 'routable', 'opened_at', 'go_at', 'sealed_at'])
    .select(['parked_at', 'parked_reason', 'closed_at', 'contents_removed_at'])
}

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

async function detailed(queries: Queries, rows: readonly Row[]): Promise<FoundSubmission[]> {
  const ids = rows.map((row) => row.submission_id)
  if (ids.length === 0) return []
  const details = await readDetails(queries, ids)
  return rows.map((row) => ({
    submissionId: row.submission_id,
    sender: row.sender_number,
    environment: row.environment as Submission['environment'],
    rawKey: row.raw_key,
    routable: row.routable,
    openedAt: row.opened_at,
    goAt: row.go_at,
    sealedAt: row.sealed_at,
    parkedAt: row.parked_at,
    parkedReason: row.parked_reason,
    closedAt: row.closed_at,
    contentsRemovedAt: row.contents_removed_at,
    ...details(row.submission_id),
  }))
}

/** What the text may be decides where to look; each look is by an index. */
function matches(queries: Queries, text: string) {
  const byName = queries.selectFrom('received_file').select('submission_id').where('name', '=', text)
  const byKey = queries
    .selectFrom('submission')
    .select('submission_id')
    .where('raw_key', 'in', [...rawKeysOf(text), text])
  const byAnswer = queries.selectFrom('out_entry').select('submission_id').where('name', '=', text)
  const byTicket = queries
    .selectFrom('fact')
    .select('submission_id')
    .where('kind', '=', 'envelope')
    .where(sql<string>`body ->> 'ticket'`, '=', text)
  const named = byName.union(byKey).union(byAnswer).union(byTicket)
  if (isUuid(text)) return queries.selectFrom('submission').select('submission_id').where('submission_id', '=', text)
  if (!isSha256(text)) return named
  return named
    .union(queries.selectFrom('received_file').select('submission_id').where('sha256', '=', text))
    .union(queries.selectFrom('out_entry').select('submission_id').where('sha256', '=', text))
}

type Details = Pick<FoundSubmission, 'facts' | 'files' | 'deliveries' | 'events' | 'answers' | 'awaitsRevocation'>

async function readDetails(queries: Queries, ids: readonly string[]): Promise<(id: string) => Details> {
  const facts = queries.selectFrom('fact').select(['submission_id', 'kind', 'body']).where('submission_id', 'in', ids)
  const files = queries
    .selectFrom('received_file')
    .select(['submission_id', 'file_id as fileId', 'name', 'sha256', 'bytes', 'state', 'over_limit as overLimit'])
    .select(['channel', 'session', 'principal', 'received_at as receivedAt'])
    .where('submission_id', 'in', ids)
    .orderBy('received_at')
    .orderBy('file_id')
  const deliveries = queries
    .selectFrom('delivery')
    .select(['submission_id', 'service', 'state', 'attempts', 'last_error as lastError'])
    .select(['created_at as createdAt', 'finished_at as finishedAt'])
    .where('submission_id', 'in', ids)
    .orderBy('created_at')
  const events = queries
    .selectFrom('event')
    .select(['submission_id', 'at', 'event', 'detail'])
    .where('submission_id', 'in', ids)
    .orderBy('event_no')
  const answers = queries
    .selectFrom('out_entry')
    .select(['submission_id', 'name', 'sha256', 'bytes', 'published_at as publishedAt', 'deleted_at as deletedAt'])
    .select(['fetched_at as fetchedAt', 'expired_at as expiredAt'])
    .where('submission_id', 'in', ids)
    .orderBy('name')
  const waiting = queries
    .selectFrom('claim')
    .select(['submission_id', 'waits_for as certificate', 'waits_since as since'])
    .where('submission_id', 'in', ids)
    .where('waits_for', 'is not', null)
  const found = {
    facts: bySubmission(await facts.execute()),
    files: bySubmission((await files.execute()).map(({ session, ...file }) => ({ ...file, via: viaOf(session) }))),
    deliveries: bySubmission(await deliveries.execute()),
    events: bySubmission(await events.execute()),
    answers: bySubmission(await answers.execute()),
    waiting: bySubmission(await waiting.execute()),
  }
  return (id) => ({
    facts: Object.fromEntries((found.facts.get(id) ?? []).map(({ kind, body }) => [kind, body])) as Facts,
    files: found.files.get(id) ?? [],
    deliveries: found.deliveries.get(id) ?? [],
    events: found.events.get(id) ?? [],
    answers: found.answers.get(id) ?? [],
    ...waitOf(found.waiting.get(id)),
  })
}

function waitOf(
  waiting: readonly { readonly certificate: string | null; readonly since: Date | null }[] = [],
): Pick<FoundSubmission, 'awaitsRevocation'> {
  const [wait] = waiting
  return wait?.certificate ? { awaitsRevocation: { certificate: wait.certificate, since: wait.since } } : {}
}

function bySubmission<Row extends { submission_id: string | null }>(
  rows: readonly Row[],
): Map<string | null, Omit<Row, 'submission_id'>[]> {
  const groups = new Map<string | null, Omit<Row, 'submission_id'>[]>()
  for (const { submission_id, ...row } of rows) {
    const group = groups.get(submission_id)
    if (group) group.push(row)
    else groups.set(submission_id, [row])
  }
  return groups
}
