/** The end of an attempt: what the row says then, and what the submission's timeline is told. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { type DeliveryClaim, type DeliveryOutcome, inSeconds } from './deliveries.ts'

const ERROR_CHARACTERS = 1000

/**
 * Writes down what came of an attempt, with an event for the submission's timeline when it is final or for a person. False, and nothing
 * written, when another worker has taken over since.
 */
export async function recordOutcome(
  queries: Queries,
  { deliveryId, fence, service, attempts }: DeliveryClaim,
  outcome: DeliveryOutcome,
  againInSeconds: number,
): Promise<boolean> {
  const isOver = outcome.outcome !== 'retrying' && outcome.outcome !== 'inDoubt'
  const error = 'error' in outcome ? storable(outcome.error) : null
  const detail = JSON.stringify({ service, attempts, ...(error === null ? {} : { error }) })
  const written = await queries
    .with('ended', (db) =>
      db
        .updateTable('delivery')
        .set({
          state: outcome.outcome,
          owner: null,
          until: null,
          enqueued_at: null,
          last_error: error,
          reference: outcome.outcome === 'delivered' ? outcome.reference : null,
          next_attempt_at: inSeconds(isOver ? 0 : againInSeconds),
          finished_at: isOver ? sql<Date>`now()` : null,
          ...(isInDoubt(outcome) && { doubtful: true }),
        })
        .where('delivery_id', '=', deliveryId)
        .where('fence', '=', fence)
        .where('state', '=', 'active')
        .returning(['submission_id', 'sender_number']),
    )
    .with('told', (db) =>
      db
        .insertInto('event')
        .columns(['submission_id', 'sender_number', 'event', 'detail'])
        .expression(({ selectFrom, val, cast }) =>
          selectFrom('ended')
            .select(['submission_id', 'sender_number'])
            .select([cast<string>(val(`delivery.${outcome.outcome}`), 'text').as('event')])
            .select([cast<string>(val(detail), 'jsonb').as('detail')])
            .where(cast<boolean>(val(isOver), 'boolean')),
        ),
    )
    .selectFrom('ended')
    .select('submission_id')
    .executeTakeFirst()
  return written !== undefined
}

function isInDoubt(outcome: DeliveryOutcome): boolean {
  return outcome.outcome === 'inDoubt' || (outcome.outcome === 'parked' && outcome.isInDoubt === true)
}

/** A service's own words, as PostgreSQL takes them: no NUL, and no character cut in two. */
export function storable(error: string): string {
  return Buffer.from(error.replaceAll('\0', '').slice(0, ERROR_CHARACTERS)).toString()
}
