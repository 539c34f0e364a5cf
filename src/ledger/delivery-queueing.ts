/**
 * Queue jobs are made from rows, here: which ones, in which order, and which have to be made again because the queue lost them. A row with
 * `enqueued_at` is believed to have a job; nothing worse than a second, harmless job comes of a wrong belief.
 */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { inSeconds, jobIdOf, OPEN_STATES } from './deliveries.ts'
import { targetIsClosed, targetIsReachable } from './target-states.ts'

const isDue = sql`enqueued_at is null and next_attempt_at <= now() and (until is null or until < now()) and paused_at is null
  and ${targetIsReachable}`

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
 * Services with deliveries that are not over, and whether any of them is due and has no job; a paused service has none due, nor has a
 * target that is not to be tried yet.
 */
export async function openServices(
  queries: Queries,
): Promise<readonly { readonly service: string; readonly isDue: boolean }[]> {
  const rows = await queries
    .selectFrom('delivery')
    .leftJoin('paused_service', 'paused_service.service', 'delivery.service')
    .select('delivery.service')
    .select(sql<boolean>`bool_or(${isDue})`.as('due'))
    .where('state', 'in', OPEN_STATES)
    .groupBy('delivery.service')
    .orderBy('delivery.service')
    .execute()
  return rows.map(({ service, due }) => ({ service, isDue: due }))
}

/**
 * Marks up to `room` less what is queued already of a service's due rows as enqueued, and returns the jobs to make, fairest first: a
 * sender's first undelivered declaration goes before any sender's second (decision 23).
 */
export async function takeForQueue(queries: Queries, service: string, room: number): Promise<readonly Enqueued[]> {
  const { queued } = await queries
    .selectFrom('delivery')
    .select(({ fn }) => fn.countAll<number>().as('queued'))
    .where('service', '=', service)
    .where('state', 'in', OPEN_STATES)
    .where('enqueued_at', 'is not', null)
    .executeTakeFirstOrThrow()
  const free = room - Number(queued)
  if (free <= 0) return []
  const rows = await queries
    .with('ranked', (ranked) =>
      ranked
        .selectFrom('delivery')
        .select(['delivery_id as id', 'next_attempt_at as due', 'enqueued_at as queued', 'until as leased'])
        .select(sql<number>`row_number() over (partition by sender_number order by delivery_id)`.as('place'))
        .where('service', '=', service)
        .where('state', 'in', OPEN_STATES)
        .where(targetIsClosed),
    )
    .with('chosen', (chosen) =>
      chosen
        .selectFrom('ranked')
        .select(['id', 'place'])
        .where('queued', 'is', null)
        .where('due', '<=', sql<Date>`now()`)
        .where((where) => where.or([where('leased', 'is', null), where('leased', '<', sql<Date>`now()`)]))
        .orderBy('place')
        .orderBy('id')
        .limit(free),
    )
    .updateTable('delivery')
    .from('chosen')
    .set((set) => ({ enqueued_at: sql<Date>`now()`, dispatches: set('dispatches', '+', 1) }))
    .whereRef('delivery.delivery_id', '=', 'chosen.id')
    // Another process may have been faster: its job is as good as ours.
    .where('delivery.enqueued_at', 'is', null)
    .returning(['delivery_id', 'submission_id', 'dispatches', 'chosen.place as place'])
    .execute()
  return rows
    .map((row) => ({
      jobId: jobIdOf(row.submission_id, service, row.dispatches),
      priority: Number(row.place),
      deliveryId: row.delivery_id,
    }))
    .sort((one, other) => one.priority - other.priority || (one.deliveryId < other.deliveryId ? -1 : 1))
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
    .where('state', 'in', OPEN_STATES)
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
