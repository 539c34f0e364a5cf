/** The lines of the online services: who waits for which turn. A turn is given when a hand-over is due, and gone when a worker has had it. */
import { type RawBuilder, sql } from 'kysely'
import { ENVIRONMENTS, type Environment } from '../batch/environment.ts'
import { turnsOf } from '../batch/fair-turns.ts'
import type { Database, Queries, Transaction } from '../database/database.ts'
import { fewRows } from '../database/few-rows.ts'
import { targetOfIsReachable } from './target-states.ts'

/**
 * Written out so that the partial indexes fit. Where rows are found by their ids, no condition may fit one: without statistics the planner would
 * as soon read the whole of that index for each id.
 */
export const inLine = sql<boolean>`turn is not null and state in ('waiting', 'retrying', 'inDoubt')`
export const isOpen = sql<boolean>`state in ('waiting', 'active', 'retrying', 'inDoubt')`
export const withoutTurn = sql<boolean>`turn is null and state in ('waiting', 'retrying', 'inDoubt')`

/**
 * The lines of a service, one for each environment, and named `line`: each has a target of its own. Asked one by one, those whose target is
 * open are passed over as a whole, however long they are.
 */
export const lines = sql`unnest(${sql.lit(`{${ENVIRONMENTS.join(',')}}`)}::text[]) as line (environment)`

const TOGETHER_MAX = 1000

export type ServiceAtWork = {
  readonly service: string
  /** Something is due that has no turn. */
  readonly lacksTurns: boolean
  /** Something has a turn and no job, and its target may be tried. */
  readonly lacksJobs: boolean
  readonly isPaused: boolean
}

/**
 * Those of the services that have hand-overs which nobody is at. Asked for each by its indexes, whatever waits: the cost is that of the
 * services, not that of the line.
 */
export async function servicesAtWork(queries: Queries, services: readonly string[]): Promise<readonly ServiceAtWork[]> {
  const { rows } = await sql<ServiceAtWork>`
    select service, lacks_turns as "lacksTurns", lacks_jobs as "lacksJobs", paused as "isPaused" from (
      select service, ${isAny(withoutTurn, byDueTime)} as later,
        ${isAny(sql`${withoutTurn} and next_attempt_at <= now()`, byDueTime)} as lacks_turns,
        ${isAny(inLine, byLine)} as waits, ${lacksJobs()} as lacks_jobs,
        exists (select from paused_service p where p.service = asked.service) as paused
      from ${fewRows<object>(
        services.map((service) => ({ service })),
        'service text',
      )} as asked
    ) as looked_at
    where later or waits
    order by service`.execute(queries)
  return rows
}

/** Each is the order of the one index that needs no sorting then. */
const byDueTime = sql`next_attempt_at`
const byLine = sql`environment, turn, delivery_id`
const byTurn = sql`turn, delivery_id`

/**
 * No `exists`, which the planner may answer by reading the rows of all services first; and no `limit` without an order, which it may answer by
 * reading the table, where the statistics of a moment ago say that most rows fit.
 */
function isAny(condition: RawBuilder<unknown>, order: RawBuilder<unknown>) {
  return sql`coalesce((select true from delivery d where d.service = asked.service and ${condition} order by ${order} limit 1), false)`
}

function lacksJobs() {
  return sql`coalesce((
    select true from ${lines}
    where ${targetOfIsReachable(sql`asked.service`, sql`line.environment`)}
      and ${isAny(sql`environment = line.environment and ${inLine} and enqueued_at is null`, byTurn)}
    limit 1
  ), false)`
}

/**
 * Gives a turn to everything of the service that is due and has none; how many there were. Only one process at a time: with two, one
 * sender's sets could get the same turn.
 */
export async function giveTurns({ transaction }: Pick<Database, 'transaction'>, service: string): Promise<number> {
  let given = 0
  for (let some = TOGETHER_MAX; some === TOGETHER_MAX; given += some)
    some = await transaction((tx) => giveSomeTurns(tx, service))
  return given
}

type WithoutTurn = {
  readonly id: string
  readonly sender: string
  readonly environment: Environment
  readonly last: number
}

async function giveSomeTurns(tx: Transaction, service: string): Promise<number> {
  const served = await servedIn(tx, service)
  const { rows } = await sql<WithoutTurn>`
    select delivery_id as id, sender_number as sender, environment, coalesce((
      select turn from delivery as earlier
      where earlier.service = ${service} and earlier.sender_number = newcomer.sender_number
        and earlier.environment = newcomer.environment and ${inLine}
      order by turn desc limit 1
    ), 0) as last
    from delivery as newcomer
    where service = ${service} and ${withoutTurn} and next_attempt_at <= now()
    order by next_attempt_at, delivery_id limit ${sql.lit(TOGETHER_MAX)}`.execute(tx)
  const turns = turnsOf(served, rows).map(({ comer: { id }, turn }) => ({ id, given: turn }))
  await sql`
    update delivery set turn = given from ${fewRows<object>(turns, 'id uuid, given bigint')} as turns
    where delivery_id = id and turn is null`.execute(tx)
  return turns.length
}

/** Where a new line begins; while nobody waits, all lines begin anew. Locks the service's line until the transaction ends. */
async function servedIn(tx: Transaction, service: string): Promise<number> {
  await tx
    .insertInto('service_line')
    .values({ service })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { rows } = await sql<{ served: number; isEmpty: boolean }>`
    select served, not ${isAny(inLine, byLine)} as "isEmpty"
    from service_line as asked where service = ${service} for update`.execute(tx)
  const [line] = rows
  if (!line || line.served === 0 || !line.isEmpty) return line?.served ?? 0
  await tx.updateTable('service_line').set({ served: 0 }).where('service', '=', service).execute()
  return 0
}

/**
 * For a statement with rows `claimed (service, turn)`: the line has come as far. Who finds it locked leaves it to the next, for nobody is to
 * wait here, and what is a moment too low only favours whoever comes in that moment.
 */
export const lineMovesOn = sql`
  update service_line set served = latest
  from (
    select service, max(turn) as latest from claimed group by service
  ) as reached
  where service_line.service in (
      select free.service from service_line as free where free.service = reached.service for update skip locked
    )
    and service_line.service = reached.service and served < latest`
