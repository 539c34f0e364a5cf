/** Where hand-overs stand in the lines of their services, and when they are likely over (rule 25.4). */
import { type RawBuilder, sql } from 'kysely'
import { ENVIRONMENTS, type Environment } from '../batch/environment.ts'
import { type Expected, expectedAt } from '../batch/expected-hand-over.ts'
import type { Queries } from '../database/database.ts'
import type { DeliveryState } from './deliveries.ts'
import { inLine, lines } from './delivery-line.ts'

export type Position = {
  readonly service: string
  readonly state: DeliveryState
  /** 1 is next, at most 10,001, which means: behind more; null when it is in a worker's hands, waits for its next attempt, or is over. */
  readonly place: number | null
  /** Null when it is not known: nothing of the service moves, it is paused, or its target is open. */
  readonly expected: Expected | null
}

/** Of something that stands in a line. */
export type Place = { readonly place: number; readonly expected: Expected | null }

const MINUTES = 5
/** A line of a million would else be read whole for each who looks. */
export const PLACES_MAX = 10_000

/** Of a row `mine`. */
const placeOfMine = sql<number>`(
  select count(*) + 1 from (
    select from delivery as before
    where before.service = mine.service and (before.turn, before.delivery_id) < (mine.turn, mine.delivery_id) and ${inLine}
    limit ${PLACES_MAX}
  ) as ahead
)`

/** Of a submission; null when nothing of it was ever to be handed over. */
export async function positionOf(queries: Queries, submissionId: string): Promise<Position | null> {
  const { rows } = await sql<Omit<Position, 'expected'> & { environment: Environment }>`
    select service, environment, state, case when ${inLine} then ${placeOfMine} end as place
    from delivery as mine where submission_id = ${submissionId}`.execute(queries)
  const [row] = rows
  if (!row) return null
  const { environment, ...position } = row
  return { ...position, expected: await expectedIn(queries, position, [environment]) }
}

/** Of a sender in the line of a service: its first hand-over and its last; null when none of them stands in it. */
export async function placesOfSender(
  queries: Queries,
  service: string,
  sender: string,
): Promise<{ readonly first: Place; readonly last: Place } | null> {
  // Turns of a sender in an environment are each another, so that its first and last are found by the index.
  const one = (order: RawBuilder<unknown>) => sql`(
    select * from delivery
    where service = ${service} and sender_number = ${sender} and environment = line.environment and ${inLine}
    order by turn ${order} limit 1
  )`
  const { rows } = await sql<{ environment: Environment; place: number }>`
    select mine.environment, ${placeOfMine} as place
    from ${lines} cross join lateral (${one(sql`asc`)} union all ${one(sql`desc`)}) as mine
    order by place`.execute(queries)
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return null
  return { first: await placed(queries, service, first), last: await placed(queries, service, last) }
}

async function placed(
  queries: Queries,
  service: string,
  { environment, place }: { readonly environment: Environment; readonly place: number },
): Promise<Place> {
  return { place, expected: await expectedIn(queries, { service, place }, [environment]) }
}

/** How long everything that waits for a service now will take (case O10); null when it is not known. */
export async function drainOf(
  queries: Queries,
  service: string,
): Promise<{ readonly waiting: number; readonly expected: Expected | null }> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from delivery where service = ${service} and ${inLine}`.execute(queries)
  const waiting = rows[0]?.waiting ?? 0
  return { waiting, expected: await expectedIn(queries, { service, place: waiting }, ENVIRONMENTS) }
}

async function expectedIn(
  queries: Queries,
  { service, place }: Pick<Position, 'service' | 'place'>,
  environments: readonly Environment[],
): Promise<Expected | null> {
  if (place === null) return null
  const { rows } = await sql<{ held: boolean; counts: number[] }>`
    select exists (select from paused_service where service = ${service}) or exists (
      select from target_state where service = ${service} and environment = any(${environments}) and state <> 'closed'
    ) as held, array(
      select (
        select count(*)::integer from delivery
        where service = ${service} and finished_at > now() - make_interval(mins => ago + 1)
          and finished_at <= now() - make_interval(mins => ago)
      ) from generate_series(0, ${MINUTES - 1}::integer) as ago
    ) as counts`.execute(queries)
  const [lately] = rows
  return !lately || lately.held ? null : expectedAt(place, lately.counts)
}
