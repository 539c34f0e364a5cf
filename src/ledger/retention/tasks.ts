/** rule 23.9: who is at which kind of look, and how far it came: a lease by the database's clock, so that several processes share the work of one. */
import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'

export type Task = 'notices' | 'archive' | 'mark' | 'sweep' | 'selfTest'

export type TaskOrder = {
  readonly owner: string
  readonly leaseSeconds: number
  /** Not before so many seconds after the last time, whoever it was. */
  readonly everySeconds: number
}

export type TaskRun = { readonly ranAt: Date | null; readonly result: Readonly<Record<string, unknown>> }

/** The position at which to go on, empty at first; null when another one is at it, or it was done just now. */
export async function beginTask(queries: Queries, task: Task, order: TaskOrder): Promise<string | null> {
  const { owner, leaseSeconds, everySeconds } = order
  const { rows } = await sql<{ position: string }>`
    insert into retention_task as held (task, owner, until)
    values (${task}, ${owner}, now() + make_interval(secs => ${leaseSeconds}))
    on conflict (task) do update set owner = excluded.owner, until = excluded.until
    where (held.owner is null or held.owner = excluded.owner or held.until < now())
      and (held.ran_at is null or held.ran_at <= now() - make_interval(secs => ${everySeconds}))
    returning position`.execute(queries)
  return rows[0]?.position ?? null
}

/** Nothing is written by who lost the lease meanwhile. */
export async function endTask(
  queries: Queries,
  task: Task,
  { owner, position, result }: { readonly owner: string; readonly position: string; readonly result: object },
): Promise<void> {
  await queries
    .updateTable('retention_task')
    .set({ owner: null, until: null, position, ran_at: sql<Date>`now()`, result: JSON.stringify(result) })
    .where('task', '=', task)
    .where('owner', '=', owner)
    .execute()
}

export async function lastRuns(queries: Queries): Promise<ReadonlyMap<string, TaskRun>> {
  const rows = await queries.selectFrom('retention_task').select(['task', 'ran_at as ranAt', 'result']).execute()
  return new Map(rows.map(({ task, ...run }) => [task, run]))
}
