/** All that is kept of one submission, for the people who run the gateway: more than its sender is told. */
import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'
import type { DeliveryState } from '../deliveries.ts'
import { type Position, positionOf } from '../delivery-position.ts'
import { type FoundSubmission, submissionById } from '../find.ts'

export type WholeSubmission = {
  readonly found: FoundSubmission
  readonly enterpriseNumber: string | null
  /** How each file came, by its id. */
  readonly origins: ReadonlyMap<string, FileOrigin>
  readonly deliveries: readonly WholeDelivery[]
  /** The answers' files, with what became of them. */
  readonly fetched: readonly FetchedAnswer[]
  /** The work on it that is under way or failed last; null when nothing is left to do. */
  readonly work: WorkLeft | null
  /** In the line of its online service; null when it was never to be handed over. */
  readonly position: Position | null
  /** The registry as it was at seal, under its id. */
  readonly rights: Readonly<Record<string, unknown>> | null
}

export type FileOrigin = {
  readonly session: string
  readonly address: string
  /** When its content was released after the archive time (rule 23.3). */
  readonly releasedAt: Date | null
}

export type WholeDelivery = {
  readonly deliveryId: string
  readonly service: string
  readonly environment: string
  readonly state: DeliveryState
  readonly attempts: number
  readonly idempotencyKey: string
  readonly reference: string | null
  readonly lastError: string | null
  readonly createdAt: Date
  readonly finishedAt: Date | null
  readonly nextAttemptAt: Date
}

export type FetchedAnswer = {
  readonly name: string
  readonly retrievedAt: Date | null
  readonly retrievedBy: string | null
  readonly deletedAt: Date | null
  /** As of a file. */
  readonly releasedAt: Date | null
}

export type WorkLeft = { readonly dueAt: Date; readonly failures: number; readonly lastError: string | null }

export async function wholeSubmission(queries: Queries, submissionId: string): Promise<WholeSubmission | undefined> {
  const found = await submissionById(queries, submissionId)
  if (!found) return undefined
  return {
    found,
    enterpriseNumber: await enterpriseOf(queries, found.sender),
    origins: await originsOf(queries, submissionId),
    deliveries: await deliveriesOf(queries, submissionId),
    fetched: await fetchedOf(queries, submissionId),
    work: await workOf(queries, submissionId),
    position: await positionOf(queries, submissionId),
    rights: found.facts.envelope ? await rightsOf(queries, found.facts.envelope.rights) : null,
  }
}

async function enterpriseOf(queries: Queries, sender: string): Promise<string | null> {
  const row = await queries
    .selectFrom('sender')
    .select('enterprise_number')
    .where('sender_number', '=', sender)
    .executeTakeFirst()
  return row?.enterprise_number ?? null
}

async function originsOf(queries: Queries, submissionId: string): Promise<Map<string, FileOrigin>> {
  const rows = await queries
    .selectFrom('received_file')
    .select(['file_id', 'session', 'address', 'released_at as releasedAt'])
    .where('submission_id', '=', submissionId)
    .execute()
  return new Map(rows.map(({ file_id, ...origin }) => [file_id, origin]))
}

async function deliveriesOf(queries: Queries, submissionId: string): Promise<WholeDelivery[]> {
  const { rows } = await sql<WholeDelivery>`
    select delivery_id as "deliveryId", service, environment, state, attempts, idempotency_key as "idempotencyKey", reference,
      last_error as "lastError", created_at as "createdAt", finished_at as "finishedAt", next_attempt_at as "nextAttemptAt"
    from delivery where submission_id = ${submissionId} order by created_at, service`.execute(queries)
  return rows
}

async function fetchedOf(queries: Queries, submissionId: string): Promise<FetchedAnswer[]> {
  const { rows } = await sql<FetchedAnswer>`
    select name, retrieved_at as "retrievedAt", retrieved_by as "retrievedBy", deleted_at as "deletedAt",
      released_at as "releasedAt"
    from out_entry where submission_id = ${submissionId} order by name`.execute(queries)
  return rows
}

async function workOf(queries: Queries, submissionId: string): Promise<WorkLeft | null> {
  const { rows } = await sql<WorkLeft>`
    select due_at as "dueAt", failures, last_error as "lastError" from claim
    where submission_id = ${submissionId}`.execute(queries)
  return rows[0] ?? null
}

async function rightsOf(queries: Queries, id: string): Promise<Record<string, unknown> | null> {
  const row = await queries.selectFrom('rights_snapshot').select('body').where('sha256', '=', id).executeTakeFirst()
  return row ? (JSON.parse(row.body) as Record<string, unknown>) : null
}
