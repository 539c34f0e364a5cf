/** What an action of an operator concerns of the submissions that were chosen: those themselves, or their hand-overs. */
import { type RawBuilder, sql } from 'kysely'
import type { Queries } from '../../database/database.ts'

export const BULK_ACTIONS = ['requeue', 'park', 'giveUp', 'cancel', 'repeatAnswer'] as const
export type BulkAction = (typeof BULK_ACTIONS)[number]

export function isBulkAction(text: string): text is BulkAction {
  return BULK_ACTIONS.some((action) => action === text)
}

export type Target = {
  readonly submissionId: string
  /** Null: the submission itself. */
  readonly deliveryId: string | null
  readonly sender: string
  readonly name: string
  /** A state of hand-overs; of a submission `parked`, `open`, `sealed` or `answered`. */
  readonly state: string
}

/** In the order of their ids, so that two that act at once take their locks in one order. */
export async function targetsOf(
  queries: Queries,
  action: BulkAction,
  submissionIds: readonly string[],
): Promise<Target[]> {
  if (submissionIds.length === 0) return []
  const selects = CONCERNED[action].map((concerned) => concerned(submissionIds))
  const { rows } = await sql<Target>`
    select submission_id as "submissionId", delivery_id as "deliveryId", sender_number as sender,
      substr(raw_key, strpos(raw_key, '/') + 1) as name, state
    from (${sql.join(selects, sql` union all `)}) as concerned order by submission_id, delivery_id nulls first`.execute(
    queries,
  )
  return rows
}

type Concerned = (ids: readonly string[]) => RawBuilder<unknown>

const submissions =
  (state: string, which: RawBuilder<unknown>): Concerned =>
  (ids) =>
    sql`select s.submission_id, null::uuid as delivery_id, s.sender_number, s.raw_key, ${state}::text as state
    from submission as s where s.submission_id = any(${ids}::uuid[]) and ${which}`

const deliveries =
  (...states: string[]): Concerned =>
  (ids) =>
    sql`select s.submission_id, d.delivery_id, s.sender_number, s.raw_key, d.state
    from delivery as d join submission as s on s.submission_id = d.submission_id
    where d.submission_id = any(${ids}::uuid[]) and d.state = any(${states}::text[])`

const hasFact = (kind: string) =>
  sql`exists (select from fact where fact.submission_id = s.submission_id and fact.kind = ${sql.lit(kind)})`
const UNJUDGED = sql`s.closed_at is null and not ${hasFact('verdict')}`

const CONCERNED: Readonly<Record<BulkAction, readonly Concerned[]>> = {
  requeue: [
    submissions('parked', sql`s.parked_at is not null and s.closed_at is null`),
    deliveries('parked', 'retrying', 'inDoubt'),
  ],
  park: [deliveries('waiting', 'retrying')],
  giveUp: [
    submissions('parked', sql`s.parked_at is not null and s.sealed_at is not null and ${UNJUDGED}`),
    deliveries('waiting', 'retrying', 'inDoubt', 'parked'),
  ],
  cancel: [
    submissions('open', sql`s.sealed_at is null and ${UNJUDGED}`),
    submissions('sealed', sql`s.sealed_at is not null and ${UNJUDGED}`),
  ],
  repeatAnswer: [submissions('answered', hasFact('acknowledgement'))],
}
