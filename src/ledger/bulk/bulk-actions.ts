/** What an operator was shown before acting on many, and how far the action has come. */
import { sql } from 'kysely'
import { uuidV7 } from '../../base/ids.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { BulkAction, Target } from './targets.ts'

/** A submission, or one of its hand-overs. */
export type BulkTarget = readonly [submissionId: string, deliveryId: string | null]

export type StoredBulk = {
  readonly bulkId: string
  readonly action: BulkAction
  readonly actor: string
  readonly selection: Readonly<Record<string, unknown>>
  readonly targets: readonly BulkTarget[]
  readonly ageSeconds: number
  readonly reason: string | null
  /** So many of the targets were come to. */
  readonly position: number
  readonly done: number
  readonly endedAt: Date | null
}

const KEPT_DAYS = 1

/** Those that nobody ran are forgotten after a day; what was done is in the audit. */
export async function storeBulk(
  tx: Transaction,
  {
    action,
    actor,
    selection,
    targets,
  }: Pick<StoredBulk, 'action' | 'actor' | 'selection'> & { readonly targets: readonly Target[] },
): Promise<string> {
  const bulkId = uuidV7()
  const told = targets.map(({ submissionId, deliveryId }): BulkTarget => [submissionId, deliveryId])
  await sql`delete from bulk_action where made_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(tx)
  await sql`
    insert into bulk_action (bulk_id, action, actor, selection, targets)
    values (${bulkId}, ${action}, ${actor}, ${JSON.stringify(selection)}, ${JSON.stringify(told)})`.execute(tx)
  return bulkId
}

/** Locked until the transaction ends, so that of two who run it each comes to other targets. */
export async function lockBulk(tx: Transaction, bulkId: string): Promise<StoredBulk | null> {
  const { rows } = await sql<StoredBulk>`${SELECTED} where bulk_id = ${bulkId} for update`.execute(tx)
  return rows[0] ?? null
}

export async function readBulk(queries: Queries, bulkId: string): Promise<StoredBulk | null> {
  const { rows } = await sql<StoredBulk>`${SELECTED} where bulk_id = ${bulkId}`.execute(queries)
  return rows[0] ?? null
}

const SELECTED = sql`select bulk_id as "bulkId", action, actor, selection, targets, reason, position, done,
  extract(epoch from now() - made_at)::float8 as "ageSeconds", ended_at as "endedAt" from bulk_action`

/** The next targets were come to; the first time the reason is kept. */
export async function advanceBulk(
  tx: Transaction,
  bulkId: string,
  {
    position,
    done,
    reason,
    isEnd,
  }: { readonly position: number; readonly done: number; readonly reason: string; readonly isEnd: boolean },
): Promise<void> {
  await sql`
    update bulk_action set position = ${position}, done = ${done}, reason = coalesce(reason, ${reason}),
      ended_at = case when ${isEnd}::boolean then clock_timestamp() end
    where bulk_id = ${bulkId}`.execute(tx)
}
