/** Which processes of the gateway run, where they listen and how they feel: for `sluice status` from any machine. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export type ProcessCard = {
  readonly processId: string
  readonly node: string
  readonly pid: number
  readonly version: string
  readonly roles: readonly string[]
  readonly addresses: Readonly<Record<string, unknown>>
}

export type RunningProcess = ProcessCard & {
  readonly health: Readonly<Record<string, unknown>>
  readonly startedAt: Date
  readonly seenAt: Date
}

/** Says that the process lives, and how it feels; makes its row at the first call. */
export async function reportProcess(queries: Queries, card: ProcessCard, health: object): Promise<void> {
  const { processId, node, pid, version, roles, addresses } = card
  await queries
    .insertInto('running_process')
    .values({
      ...{ process_id: processId, node, pid, version, roles: [...roles] },
      ...{ addresses: JSON.stringify(addresses), health: JSON.stringify(health) },
    })
    .onConflict((conflict) =>
      conflict.column('process_id').doUpdateSet({ health: JSON.stringify(health), seen_at: sql<Date>`now()` }),
    )
    .execute()
}

/** The process ends properly. */
export async function forgetProcess(queries: Queries, processId: string): Promise<void> {
  await queries.deleteFrom('running_process').where('process_id', '=', processId).execute()
}

/** Processes that said something within so many seconds, the oldest first. */
export async function runningProcesses(queries: Queries, withinSeconds: number): Promise<RunningProcess[]> {
  return await queries
    .selectFrom('running_process')
    .select(['process_id as processId', 'node', 'pid', 'version', 'roles', 'addresses', 'health'])
    .select(['started_at as startedAt', 'seen_at as seenAt'])
    .where('seen_at', '>', sql<Date>`now() - make_interval(secs => ${withinSeconds})`)
    .orderBy('started_at')
    .execute()
}

/** Rows of processes that died long ago. */
export async function forgetDeadProcesses(queries: Queries, silentSeconds: number): Promise<void> {
  await queries
    .deleteFrom('running_process')
    .where('seen_at', '<', sql<Date>`now() - make_interval(secs => ${silentSeconds})`)
    .execute()
}
