/** Deliveries that ended without the online service having the declaration: their senders are owed an answer. */
import { sql } from 'kysely'
import type { NegativeKind } from '../../batch/negative-answer-words.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { inSeconds } from '../deliveries.ts'
import { recordEvent } from '../events.ts'
import { storable } from '../record-outcomes.ts'

export type NegativeAnswerDue = {
  readonly deliveryId: string
  readonly submissionId: string
  readonly service: string
  readonly kind: NegativeKind
  /** The service's, or the operator's, for the sender. */
  readonly words: string | null
  readonly attempts: number
}

export async function negativeAnswersDue(queries: Queries, limit: number): Promise<NegativeAnswerDue[]> {
  const rows = await queries
    .selectFrom('negative_answer_due as due')
    .innerJoin('delivery', 'delivery.delivery_id', 'due.delivery_id')
    .select(['due.delivery_id', 'due.kind', 'due.words', 'due.attempts', 'submission_id', 'service'])
    .where('due_at', '<=', sql<Date>`now()`)
    .orderBy('due_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...{ deliveryId: row.delivery_id, submissionId: row.submission_id, service: row.service },
    ...{ kind: row.kind as NegativeKind, words: row.words, attempts: row.attempts },
  }))
}

/** Takes the debt, in the transaction that pays it; false when somebody else did. */
export async function settleNegativeAnswer(tx: Transaction, deliveryId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('negative_answer_due')
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** It could not be made: again after so many seconds. */
export async function postponeNegativeAnswer(
  queries: Queries,
  deliveryId: string,
  error: string,
  seconds: number,
): Promise<void> {
  await queries
    .updateTable('negative_answer_due')
    .set((set) => ({ attempts: set('attempts', '+', 1), due_at: inSeconds(seconds), last_error: storable(error) }))
    .where('delivery_id', '=', deliveryId)
    .execute()
}

/** Nobody is at it, and it is not over. */
const GIVEN_UP_FROM = ['waiting', 'retrying', 'inDoubt', 'parked']

/** Its service has said something of it, and so has it. */
const isAnswered = sql<boolean>`exists (select from service_answer as said
  where said.submission_id = delivery.submission_id and said.service = delivery.service and via <> 'gateway')`

export type GivenUp = {
  readonly deliveryId: string
  readonly submissionId: string
  readonly service: string
  readonly sender: string
  /** What went wrong before. */
  readonly error: string | null
}

/**
 * rule 20.10: ends a delivery that will never be; its sender gets a negative answer with these words, if any. Null when there is no such
 * delivery, when it is over, or while a worker is at it; nor is one given up that its service has answered (rule 20.17). The caller audits.
 */
export async function giveUpDelivery(
  tx: Transaction,
  deliveryId: string,
  words: string | null,
): Promise<GivenUp | null> {
  const row = await tx
    .selectFrom('delivery')
    .select(['submission_id', 'service', 'sender_number', 'last_error', 'attempts'])
    .where('delivery_id', '=', deliveryId)
    .where('state', 'in', GIVEN_UP_FROM)
    .where(isAnswered, '=', false)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const { submission_id: submissionId, service, sender_number: sender, last_error: error, attempts } = row
  // before the state: what follows from the state takes the words that are there
  await tx.insertInto('negative_answer_due').values({ delivery_id: deliveryId, kind: 'givenUp', words }).execute()
  await tx
    .updateTable('delivery')
    .set({ state: 'refused', owner: null, until: null, enqueued_at: null, turn: null, finished_at: sql<Date>`now()` })
    .where('delivery_id', '=', deliveryId)
    .execute()
  const detail = { service, attempts, ...(error !== null && { error }) }
  await recordEvent(tx, { submissionId, sender, event: 'delivery.givenUp', detail })
  return { deliveryId, submissionId, service, sender, error }
}
