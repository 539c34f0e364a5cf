/**
 * What is still to be handed over to the online services, one row each. Rows are the truth: queue jobs are made from them and may vanish.
 * Leases and fences go by the database's clock; a worker that lost its lease changes nothing any more (case Q10).
 */
import { sql } from 'kysely'
import { uuidV5, uuidV7 } from '../base/ids.ts'
import type { Environment } from '../batch/environment.ts'
import type { Queries, Transaction } from '../database/database.ts'

export type DeliveryState = 'waiting' | 'active' | 'retrying' | 'inDoubt' | 'delivered' | 'refused' | 'parked'

/** What came of one attempt. */
export type DeliveryOutcome =
  /** The service has it; `reference` is what it calls it. */
  | { readonly outcome: 'delivered'; readonly reference: string | null }
  /** The service said no for good. */
  | { readonly outcome: 'refused'; readonly error: string }
  /** Certainly not handed over: again later, with the same key; not before so many seconds, if the service said so. */
  | {
      readonly outcome: 'retrying'
      readonly error: string
      readonly afterSeconds?: number
      /** It will not get better by itself. */
      readonly isMisconfigured?: true
    }
  /** Perhaps handed over, perhaps not: again later, with the same key (case K10). */
  | { readonly outcome: 'inDoubt'; readonly error: string }
  /** A person must look. */
  | { readonly outcome: 'parked'; readonly error: string; readonly isInDoubt?: true }

/** A delivery in our hands until the lease ends. */
export type DeliveryClaim = {
  readonly deliveryId: string
  readonly submissionId: string
  readonly service: string
  readonly sender: string
  readonly environment: Environment
  readonly idempotencyKey: string
  /** This one included. */
  readonly attempts: number
  readonly fence: number
  /** An earlier attempt may have reached the service. */
  readonly isDoubtful: boolean
  /** It alone is let through to see whether the service can be reached again. */
  readonly isProbe: boolean
  /** How often in a row the service could not be reached before. */
  readonly targetFailures: number
}

/** Not over yet. */
export const OPEN_STATES: readonly DeliveryState[] = ['waiting', 'active', 'retrying', 'inDoubt']

/** The same submission and service have the same key for ever, whatever happens to rows and queues. */
export function idempotencyKeyOf(submissionId: string, service: string): string {
  return uuidV5(submissionId, service)
}

/** `d-<submission>-<service>-<n>`: neither digits only nor with a colon, which BullMQ refuses. */
export function jobIdOf(submissionId: string, service: string, dispatch: number): string {
  return `d-${submissionId}-${service}-${dispatch}`
}

const JOB_ID = /^d-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([A-Z0-9]{1,32})-\d+$/

/** Null for a job that is not of this version's making (case Q9). */
export function parseJobId(jobId: string): { readonly submissionId: string; readonly service: string } | null {
  const [, submissionId, service] = JOB_ID.exec(jobId) ?? []
  return submissionId === undefined || service === undefined ? null : { submissionId, service }
}

/**
 * The dispatch stage's row, in its transaction; doing it twice is doing it once. Wakes the delivery workers when the transaction commits.
 * `now` is the database's time.
 */
export async function insertDelivery(
  tx: Transaction,
  {
    submissionId,
    service,
    sender,
  }: { readonly submissionId: string; readonly service: string; readonly sender: string },
): Promise<{ readonly deliveryId: string; readonly idempotencyKey: string; readonly now: Date }> {
  const idempotencyKey = idempotencyKeyOf(submissionId, service)
  // An update that changes nothing, so that the row of an earlier call is returned as well.
  const { rows } = await sql<{ delivery_id: string; now: Date }>`
    with made as (
      insert into delivery (delivery_id, submission_id, service, sender_number, environment, idempotency_key, state)
      select ${uuidV7()}::uuid, submission_id, ${service}, ${sender}, environment, ${idempotencyKey}::uuid, 'waiting'
      from submission where submission_id = ${submissionId}
      on conflict (submission_id, service) do update set service = excluded.service
      returning delivery_id
    )
    select delivery_id, clock_timestamp() as now, pg_notify('sluice_delivery', ${service}) from made`.execute(tx)
  const [row] = rows
  if (!row) throw new TypeError('a delivery was neither made nor found')
  return { deliveryId: row.delivery_id, idempotencyKey, now: row.now }
}

/** rule 23.11: what goes to the gateway's own service is there by the commit that makes it; no queue ever sees it. */
export async function endOwnDelivery(tx: Transaction, deliveryId: string): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ state: 'delivered', reference: 'self-test', finished_at: sql<Date>`clock_timestamp()` })
    .where('delivery_id', '=', deliveryId)
    .execute()
}

/** Keeps what is ours for longer; false when it is ours no more. */
export async function renewDelivery(
  queries: Queries,
  { deliveryId, fence }: Pick<DeliveryClaim, 'deliveryId' | 'fence'>,
  leaseSeconds: number,
): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('delivery')
    .set({ until: inSeconds(leaseSeconds) })
    .where('delivery_id', '=', deliveryId)
    .where('fence', '=', fence)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** An instant of the database's clock, so many seconds from now. */
export function inSeconds(seconds: number) {
  return sql<Date>`now() + make_interval(secs => ${seconds})`
}
