/**
 * What all processes know of how an online service can be reached in an environment: closed, as a circuit is, while it answers; open for
 * a time when it failed too often in a row; half open while one hand-over tries. A target without a row never failed.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Environment } from '../batch/environment.ts'
import type { Queries, Transaction } from '../database/database.ts'
import { notify } from './events.ts'

export type TargetCircuit = 'closed' | 'open' | 'halfOpen'

export type TargetState = {
  readonly service: string
  readonly environment: Environment
  readonly state: TargetCircuit
  readonly since: Date
  /** In a row. */
  readonly failures: number
  /** Null when closed. */
  readonly openUntil: Date | null
  readonly lastError: string | null
}

/** What stands in a row, as far as it decides. */
export type Circuit = { readonly state: TargetCircuit; readonly failures: number }
/** `pauseSeconds`: how long it stays open; not looked at when closed. */
export type NextCircuit = Circuit & { readonly pauseSeconds: number }

const WELL: Circuit = { state: 'closed', failures: 0 }
const ofDelivery = sql`t.service = delivery.service and t.environment = delivery.environment`

/** Conditions on a service in an environment, as the statement names them. */
export function targetOfIsClosed(service: RawBuilder<unknown>, environment: RawBuilder<unknown>) {
  return sql<boolean>`not exists (
  select from target_state t where t.service = ${service} and t.environment = ${environment} and t.state <> 'closed')`
}
export function targetOfIsReachable(service: RawBuilder<unknown>, environment: RawBuilder<unknown>) {
  return sql<boolean>`not exists (
  select from target_state t where t.service = ${service} and t.environment = ${environment} and t.open_until > now())`
}

/** On rows of `delivery`. */
export const targetIsClosed = targetOfIsClosed(sql`delivery.service`, sql`delivery.environment`)
export const targetFailures = sql<number>`coalesce((select t.failures from target_state t where ${ofDelivery}), 0)`

export async function targetStates(queries: Queries): Promise<readonly TargetState[]> {
  const rows = await queries.selectFrom('target_state').selectAll().orderBy('service').orderBy('environment').execute()
  return rows.map((row) => ({
    service: row.service,
    environment: row.environment as Environment, // by constraints of the table
    state: row.state as TargetCircuit,
    since: row.since,
    failures: row.failures,
    openUntil: row.open_until,
    lastError: row.last_error,
  }))
}

/**
 * The delivery's target becomes half open for so many seconds, if its time has come: true for one caller alone. When that one dies the
 * time ends, and another may try.
 */
export async function beginProbe(
  queries: Queries,
  { submissionId, service }: { readonly submissionId: string; readonly service: string },
  seconds: number,
): Promise<boolean> {
  const { rows } = await sql`
    update target_state t set state = 'halfOpen', open_until = now() + make_interval(secs => ${seconds}),
      since = case t.state when 'halfOpen' then t.since else now() end
    from delivery
    where ${ofDelivery} and delivery.submission_id = ${submissionId} and delivery.service = ${service}
      and t.state <> 'closed' and t.open_until <= now()
    returning t.service`.execute(queries)
  return rows.length > 0
}

/** Writes down what an attempt told of its target; `decide` sees the row under lock. Returns what was before and what is now. */
export async function hearOfTarget(
  tx: Transaction,
  { service, environment }: { readonly service: string; readonly environment: Environment },
  error: string | null,
  decide: (before: Circuit) => NextCircuit,
): Promise<{ readonly before: Circuit; readonly after: NextCircuit }> {
  await sql`insert into target_state (service, environment, state) values (${service}, ${environment}, 'closed')
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<Circuit>`select state, failures from target_state
    where service = ${service} and environment = ${environment} for update`.execute(tx)
  const before = rows[0] ?? WELL
  const after = decide(before)
  const isSame = after.state === before.state
  // A probe that goes on, and a pause that runs, keep their time.
  const until = sql`case when ${isSame} then open_until when ${after.state} = 'closed' then null
    else now() + make_interval(secs => ${after.pauseSeconds}) end`
  await sql`update target_state set state = ${after.state}, failures = ${after.failures}, open_until = ${until},
      since = case when ${isSame} then since else now() end, last_error = coalesce(${error}, last_error)
    where service = ${service} and environment = ${environment}`.execute(tx)
  // What waited for the target goes at once.
  if (!isSame && after.state === 'closed') await notify(tx, 'sluice_delivery', service)
  return { before, after }
}

/** By an operator who knows that it can be reached again; false when it was closed. Whoever calls audits it. */
export async function closeTarget(tx: Transaction, service: string, environment: Environment): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('target_state')
    .set({ state: 'closed', failures: 0, open_until: null, since: sql<Date>`now()` })
    .where('service', '=', service)
    .where('environment', '=', environment)
    .where('state', '<>', 'closed')
    .executeTakeFirstOrThrow()
  await notify(tx, 'sluice_delivery', service)
  return numUpdatedRows > 0n
}
