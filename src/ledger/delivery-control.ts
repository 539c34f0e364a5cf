/** The operator's hands on deliveries: pausing a service, looking, doing again what was parked. Whoever calls audits it. */
import { sql } from 'kysely'
import type { Environment } from '../batch/environment.ts'
import { OWN_SERVICE } from '../batch/own-service.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { DeliveryState } from './deliveries.ts'
import { withoutTurn } from './delivery-line.ts'
import { notify } from './events.ts'

/** `delivered` and `refused` of late alone. */
export type DeliveryCounts = { readonly [state in DeliveryState]: number }

export type PausedService = {
  readonly service: string
  readonly pausedAt: Date
  readonly reason: string
  readonly actor: string
}

/** In one transaction. */
const HASTENED_MAX = 10_000

const NONE: DeliveryCounts = { waiting: 0, active: 0, retrying: 0, inDoubt: 0, delivered: 0, refused: 0, parked: 0 }

/** No delivery of the service begins until it is resumed, on any machine; those under way end. False when it was paused, which changes nothing. */
export async function pauseService(queries: Queries, service: string, reason: string, actor: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await queries
    .insertInto('paused_service')
    .values({ service, reason, actor })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** False when it was not paused. */
export async function resumeService(tx: Transaction, service: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('paused_service')
    .where('service', '=', service)
    .executeTakeFirstOrThrow()
  await notify(tx, 'sluice_delivery', service)
  return numDeletedRows > 0n
}

export async function pausedServices(queries: Queries): Promise<readonly PausedService[]> {
  const rows = await queries.selectFrom('paused_service').selectAll().orderBy('service').execute()
  return rows.map(({ service, paused_at, reason, actor }) => ({ service, pausedAt: paused_at, reason, actor }))
}

/**
 * Parked deliveries begin anew, with the same key; those that wait for their next attempt have it now. Returns how many there were; the
 * rest of the ids are over, under way or unknown.
 */
export async function requeueDeliveries(tx: Transaction, deliveryIds: readonly string[]): Promise<number> {
  if (deliveryIds.length === 0) return 0
  const rows = await tx
    .updateTable('delivery')
    .set({
      state: 'waiting',
      doubtful: sql<boolean>`doubtful or state = 'inDoubt'`,
      attempts: 0,
      next_attempt_at: new Date(0),
      enqueued_at: null,
      turn: null,
      finished_at: null,
      owner: null,
      until: null,
    })
    .where('delivery_id', 'in', deliveryIds)
    .where('state', 'in', ['parked', 'retrying', 'inDoubt'])
    .returning('service')
    .execute()
  for (const service of new Set(rows.map((row) => row.service))) await notify(tx, 'sluice_delivery', service)
  return rows.length
}

/** What waits for its next attempt has it now, up to so many, what is due first before the others. */
export async function hastenDeliveries(tx: Transaction, service: string, environment: Environment): Promise<void> {
  await sql`
    update delivery set next_attempt_at = now() from (
      select delivery_id from delivery
      where service = ${service} and environment = ${environment} and ${withoutTurn} and next_attempt_at > now()
      order by next_attempt_at limit ${sql.lit(HASTENED_MAX)} for update skip locked
    ) as delayed
    where delivery.delivery_id = delayed.delivery_id`.execute(tx)
  await notify(tx, 'sluice_delivery', service)
}

export const COUNTED_HOURS = 24

/**
 * rule 25.7: how many deliveries of each service are in which state, and how many ended within `COUNTED_HOURS`; services without any, and
 * the gateway's own, are absent. What ended before is not read, however much that is: asked by state and by the hour, so that the indexes
 * fit also without statistics.
 */
export async function countDeliveries(queries: Queries): Promise<ReadonlyMap<string, DeliveryCounts>> {
  const { rows } = await sql<{ service: string; state: DeliveryState; count: number }>`
    select service, state, sum(counted)::int as count from (
      select service, state, count(*) as counted from delivery
      where state in ('waiting', 'active', 'retrying', 'inDoubt', 'parked') group by 1, 2
      union all
      select ended.* from generate_series(0, ${COUNTED_HOURS - 1}::integer) as ago cross join lateral (
        select service, state, count(*) from delivery
        where finished_at > now() - make_interval(hours => ago + 1) and finished_at <= now() - make_interval(hours => ago)
          and state <> all ('{waiting,active,retrying,inDoubt,parked}') group by 1, 2
      ) as ended
    ) as counted
    where service <> ${OWN_SERVICE.code} group by 1, 2`.execute(queries)
  const counts = new Map<string, DeliveryCounts>()
  for (const { service, state, count } of rows) counts.set(service, { ...NONE, ...counts.get(service), [state]: count })
  return counts
}

/** A hand-over that waits stops until somebody lets it go on; false when it is not waiting. Whoever calls tells why in the audit. */
export async function parkDelivery(tx: Transaction, deliveryId: string, reason: string): Promise<boolean> {
  const parked = await tx
    .updateTable('delivery')
    .set({
      state: 'parked',
      last_error: reason,
      enqueued_at: null,
      turn: null,
      owner: null,
      until: null,
      finished_at: sql<Date>`now()`,
    })
    .where('delivery_id', '=', deliveryId)
    .where('state', 'in', ['waiting', 'retrying'])
    .returning('delivery_id')
    .executeTakeFirst()
  return parked !== undefined
}
