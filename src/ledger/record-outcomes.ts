/** The end of attempts, what the rows say then, and what the timelines of their submissions are told: many at once, for each costs the database a commit. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { fewRows } from '../database/few-rows.ts'
import type { DeliveryClaim, DeliveryOutcome } from './deliveries.ts'
import { targetFailures } from './target-states.ts'

export type Attempted = {
  readonly claim: DeliveryClaim
  readonly outcome: DeliveryOutcome
  readonly againInSeconds: number
}

const ERROR_CHARACTERS = 1000
/** A service that is away for a week does not fill the timeline. */
const TOLD_ATTEMPTS_MAX = 20

/**
 * Writes down what came of attempts, with events for the submissions' timelines: for each of the first attempts, and when it is final or for
 * a person. For each how often in a row its target has failed by now; null, and nothing written, when another worker has taken over since.
 * What is to be tried again gets a new turn then (rule 25.1).
 */
export async function recordOutcomes(
  queries: Queries,
  attempted: readonly Attempted[],
): Promise<readonly (number | null)[]> {
  const columns =
    'id uuid, held bigint, came text, error text, reference text, seconds float8, over boolean, noted boolean, doubt boolean, detail jsonb'
  const { rows } = await sql<{ place: number; failures: number }>`
    with told as materialized (select * from ${fewRows<object>(attempted.map(rowOf), columns)} as told),
    ended as (
      update delivery
      set state = came, owner = null, until = null, enqueued_at = null, turn = null, last_error = error,
        reference = told.reference, next_attempt_at = now() + make_interval(secs => seconds),
        finished_at = case when over then now() end, doubtful = doubtful or doubt
      from told
      where delivery_id = id and fence = held and until is not null
      returning place, submission_id, sender_number, came, noted, detail, ${targetFailures} as failures
    ), timeline as (
      insert into event (submission_id, sender_number, event, detail)
      select submission_id, sender_number, 'delivery.' || came, detail from ended where noted
    )
    select place, failures from ended`.execute(queries)
  const written = new Map(rows.map(({ place, failures }) => [place, failures]))
  return attempted.map((_, place) => written.get(place) ?? null)
}

function rowOf({ claim: { deliveryId, fence, service, attempts }, outcome, againInSeconds }: Attempted) {
  const over = outcome.outcome !== 'retrying' && outcome.outcome !== 'inDoubt'
  const error = 'error' in outcome ? storable(outcome.error) : null
  return {
    ...{ id: deliveryId, held: fence, came: outcome.outcome, error, over, seconds: over ? 0 : againInSeconds },
    reference: outcome.outcome === 'delivered' && outcome.reference !== null ? storable(outcome.reference) : null,
    noted: over || attempts <= TOLD_ATTEMPTS_MAX,
    doubt: outcome.outcome === 'inDoubt' || (outcome.outcome === 'parked' && outcome.isInDoubt === true),
    detail: { service, attempts, ...(error === null ? {} : { error }) },
  }
}

/** A service's own words, as PostgreSQL takes them: no NUL, and no character cut in two. */
export function storable(words: string): string {
  return Buffer.from(words.replaceAll('\0', '').slice(0, ERROR_CHARACTERS)).toString()
}
