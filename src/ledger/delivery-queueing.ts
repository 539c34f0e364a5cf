/**
 * Queue jobs are made from rows, here: which ones, in which order, and which have to be made again because the queue lost them. A row with
 * `enqueued_at` is believed to have a job; nothing worse than a second, harmless job comes of a wrong belief.
 */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { inSeconds, jobIdOf, OPEN_STATES } from './deliveries.ts'
import { inLine, isOpen, lines } from './delivery-line.ts'
import { targetOfIsClosed } from './target-states.ts'

/** Of the room in the queue. */
const KEPT = 0.1

/** A row for which a queue job is to be made; the row already says that it was. */
export type Enqueued = { readonly jobId: string; readonly priority: number; readonly deliveryId: string }

/** A job that came for a paused service or too early is spent: the row is to be enqueued again when its time comes. */
export async function forgetJob(queries: Queries, submissionId: string, service: string): Promise<void> {
  await queries
    .updateTable('delivery')
    .set({ enqueued_at: null })
    .where('submission_id', '=', submissionId)
    .where('service', '=', service)
    .where('state', 'in', ['waiting', 'retrying', 'inDoubt'])
    .execute()
}

/**
 * Marks rows of a service's lines as enqueued, and returns the jobs to make, lowest turn first: at most `room` less what is queued already;
 * none whose target is open. A tenth of the room is kept for those who come later and yet before what is queued, so that they need not wait for anybody.
 */
export async function takeForQueue(queries: Queries, service: string, room: number): Promise<readonly Enqueued[]> {
  const { jobs, lastTurn } = await queuedOf(queries, service, room)
  const free = room - jobs
  if (free <= 0) return []
  const { rows } = await sql<{ delivery_id: string; submission_id: string; dispatches: number; turn: number }>`
    with next as (
      select delivery_id, turn, row_number() over (order by turn, delivery_id) as place from (
        select delivery_id, turn from ${lines} cross join lateral (
          select delivery_id, turn from delivery
          where service = ${service} and environment = line.environment and ${inLine} and enqueued_at is null
          order by turn, delivery_id limit ${free}
        ) as first_of_line
        where ${targetOfIsClosed(sql`${service}`, sql`line.environment`)}
        order by turn, delivery_id limit ${free}
      ) as first
    )
    update delivery set enqueued_at = now(), dispatches = dispatches + 1
    from next
    where delivery.delivery_id = next.delivery_id and (place <= ${Math.ceil(room * (1 - KEPT)) - jobs} or next.turn < ${lastTurn})
      -- Another process may have been faster: its job is as good as ours.
      and delivery.enqueued_at is null and delivery.turn = next.turn
    returning delivery.delivery_id, submission_id, dispatches, delivery.turn`.execute(queries)
  return rows
    .map((row) => ({
      jobId: jobIdOf(row.submission_id, service, row.dispatches),
      priority: row.turn,
      deliveryId: row.delivery_id,
    }))
    .sort((one, other) => one.priority - other.priority || (one.deliveryId < other.deliveryId ? -1 : 1))
}

/**
 * What is in the queue or in the hands of a worker, and the last turn among what is in the queue; no further than there is room. In the order of
 * the index that has nothing else: without statistics the planner would as soon read all that the service has open.
 */
async function queuedOf(queries: Queries, service: string, room: number): Promise<{ jobs: number; lastTurn: number }> {
  const { rows } = await sql<{ jobs: number; lastTurn: number }>`
    select count(*) as jobs, coalesce(max(turn) filter (where state <> 'active'), 0) as "lastTurn"
    from (
      select turn, state from delivery
      where service = ${service} and enqueued_at is not null and ${isOpen}
      order by enqueued_at limit ${room}
    ) as queued`.execute(queries)
  return rows[0] ?? { jobs: 0, lastTurn: 0 }
}

/** Services whose rows are believed to have jobs. */
export async function queuedServices(queries: Queries): Promise<readonly string[]> {
  const rows = await queries
    .selectFrom('delivery')
    .select('service')
    .distinct()
    .where('enqueued_at', 'is not', null)
    .where(isOpen)
    .orderBy('service')
    .execute()
  return rows.map(({ service }) => service)
}

/** A service's rows whose jobs were made more than so many seconds ago and that nobody is at: with the ids of those jobs. */
export async function longEnqueued(
  queries: Queries,
  service: string,
  seconds: number,
): Promise<readonly Pick<Enqueued, 'jobId' | 'deliveryId'>[]> {
  const rows = await queries
    .selectFrom('delivery')
    .select(['delivery_id', 'submission_id', 'dispatches'])
    .where('service', '=', service)
    .where(isOpen)
    .where('enqueued_at', '<', inSeconds(-seconds))
    .where((where) => where.or([where('until', 'is', null), where('until', '<', sql<Date>`now()`)]))
    .orderBy('enqueued_at')
    .execute()
  return rows.map((row) => ({
    jobId: jobIdOf(row.submission_id, service, row.dispatches),
    deliveryId: row.delivery_id,
  }))
}

/**
 * Deliveries whose worker let its lease run out: whether it handed over is unknown (P16 to P19), so they are in doubt and due again, and
 * their old job is not waited for. A worker that wakes up late finds another state and writes nothing.
 */
export async function releaseAbandoned(queries: Queries): Promise<number> {
  const { numUpdatedRows } = await queries
    .updateTable('delivery')
    .set({
      state: 'inDoubt',
      owner: null,
      until: null,
      enqueued_at: null,
      turn: null,
      last_error: 'the worker ended without an outcome',
    })
    .where('state', '=', 'active')
    .where('until', '<', sql<Date>`now()`)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Their jobs are gone: they are to be enqueued again, under the next number. */
export async function unmarkEnqueued(queries: Queries, deliveryIds: readonly string[]): Promise<void> {
  if (deliveryIds.length === 0) return
  await queries
    .updateTable('delivery')
    .set({ enqueued_at: null })
    .where('delivery_id', 'in', deliveryIds)
    .where('state', 'in', OPEN_STATES)
    .execute()
}
