/** Taking hand-overs into our hands, together with what is known of their sets: many at once, for each costs the database a commit. */
import { type RawBuilder, sql } from 'kysely'
import type { Facts } from '../batch/facts.ts'
import type { Queries } from '../database/database.ts'
import { fewRows } from '../database/few-rows.ts'
import { type DeliveryClaim, type DeliveryState, OPEN_STATES } from './deliveries.ts'
import { lineMovesOn } from './delivery-line.ts'
import { targetFailures, targetIsClosed } from './target-states.ts'

export type ClaimedDelivery = { readonly claim: DeliveryClaim; readonly facts: Facts }

/** Why a job found nothing to do: all of it is normal. */
export type NotClaimed = 'unknown' | 'done' | 'paused' | 'notDue' | 'taken' | 'targetOpen'

/** `owner` is printable: it goes into a statement with those of others. */
export type ClaimOrder = {
  readonly submissionId: string
  readonly service: string
  readonly owner: string
  readonly leaseSeconds: number
  /** Whatever its target: this one was chosen to try it (rule 19.8). */
  readonly isProbe?: boolean
}

type ClaimedRow = DeliveryClaim & {
  readonly place: number
  readonly turn: number | null
  readonly facts: Facts | null
}

/** Fits no partial index, see `delivery-line.ts`. */
const isNotOver = sql<boolean>`state <> all ('{delivered,refused,parked}')`

const ORDER = '"submissionId" uuid, service text, owner text, "leaseSeconds" float8, "isProbe" boolean'

/**
 * Takes deliveries for so many seconds, unless they are done, taken, not due, their service is paused or their target open; in the order of
 * the orders.
 */
export async function claimDeliveries(
  queries: Queries,
  orders: readonly ClaimOrder[],
): Promise<readonly (ClaimedDelivery | NotClaimed)[]> {
  const claimed = await claimAll(queries, orders, sql`skip locked`)
  return Promise.all(
    orders.map(
      async (order, place) => claimed.get(place) ?? (await whyNotClaimed(queries, order)) ?? again(queries, order),
    ),
  )
}

/** Of a row that was locked for a moment, to get its turn perhaps: alone, so that waiting for it holds up nobody. */
async function again(queries: Queries, order: ClaimOrder): Promise<ClaimedDelivery | NotClaimed> {
  const claimed = await claimAll(queries, [order], sql``)
  return claimed.get(0) ?? (await whyNotClaimed(queries, order)) ?? 'notDue'
}

async function claimAll(
  queries: Queries,
  orders: readonly ClaimOrder[],
  whenLocked: RawBuilder<unknown>,
): Promise<ReadonlyMap<number, ClaimedDelivery>> {
  // Two orders of the same row are two processes' or a lost job's: the row is locked by one of them and skipped by the other.
  const { rows } = await sql<ClaimedRow>`
    with free as (
      select delivery_id as id, place, job.owner as claimer, "leaseSeconds", coalesce("isProbe", false) as "isProbe",
        case when until is null then turn end as waited
      from ${fewRows<ClaimOrder>(orders, ORDER)} as job
      join delivery on delivery.submission_id = job."submissionId" and delivery.service = job.service
      where ${isNotOver} and next_attempt_at <= now() and (until is null or until < now())
        and not exists (select from paused_service where paused_service.service = job.service)
        and ("isProbe" or ${targetIsClosed})
      for update of delivery ${whenLocked}
    ), claimed as (
      update delivery
      set state = 'active', owner = claimer, until = now() + make_interval(secs => "leaseSeconds"), fence = fence + 1,
        attempts = attempts + 1, doubtful = doubtful or state in ('active', 'inDoubt'), probe = "isProbe"
      from free where delivery_id = id
      returning place, delivery_id as "deliveryId", submission_id as "submissionId", service, sender_number as sender, environment,
        idempotency_key as "idempotencyKey", attempts, fence, doubtful as "isDoubtful", "isProbe",
        ${targetFailures} as "targetFailures", waited as turn
    ), moved as (${lineMovesOn})
    select claimed.*, (
      select jsonb_object_agg(kind, body) from fact where fact.submission_id = "submissionId"
    ) as facts
    from claimed`.execute(queries)
  return new Map(rows.map((row) => [row.place, claimedDelivery(row)]))
}

function claimedDelivery({ place: _, turn: __, facts, ...claim }: ClaimedRow): ClaimedDelivery {
  return { claim, facts: facts ?? {} }
}

/** Null when nothing is in the way by now. */
async function whyNotClaimed(
  queries: Queries,
  { submissionId, service, isProbe }: ClaimOrder,
): Promise<NotClaimed | null> {
  const row = await queries
    .selectFrom('delivery')
    .select(['state'])
    .select(sql<boolean>`until is not null and until >= now()`.as('taken'))
    .select(sql<boolean>`next_attempt_at > now()`.as('early'))
    .select(sql<boolean>`exists (select from paused_service p where p.service = delivery.service)`.as('paused'))
    .select(targetIsClosed.as('closed'))
    .where('submission_id', '=', submissionId)
    .where('service', '=', service)
    .executeTakeFirst()
  if (!row) return 'unknown'
  if (!OPEN_STATES.includes(row.state as DeliveryState)) return 'done'
  if (row.taken) return 'taken'
  if (row.early) return 'notDue'
  if (row.paused) return 'paused'
  return row.closed || isProbe === true ? null : 'targetOpen'
}
