/** What is open or parked of each service in each environment: what is measured, and what somebody may have to be called for. */
import { sql } from 'kysely'
import type { Environment } from '../batch/environment.ts'
import type { Queries } from '../database/database.ts'

export type OpenHandOvers = {
  readonly service: string
  readonly environment: Environment
  readonly waiting: number
  readonly active: number
  readonly retrying: number
  readonly inDoubt: number
  readonly parked: number
  /** Of those in doubt, made more minutes ago than was asked for. */
  readonly longInDoubt: number
  /** Age of the oldest that is neither over nor parked; 0 without one. */
  readonly oldestSeconds: number
}

/** Services without any are absent. The states are written out so that the index of what is not over fits. */
export async function openHandOvers(queries: Queries, inDoubtMinutes = 0): Promise<OpenHandOvers[]> {
  const { rows } = await sql<OpenHandOvers>`
    select service, environment, count(*) filter (where state = 'waiting')::int as waiting,
           count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'retrying')::int as retrying,
           count(*) filter (where state = 'inDoubt')::int as "inDoubt", count(*) filter (where state = 'parked')::int as parked,
           count(*) filter (where state = 'inDoubt' and created_at < now() - make_interval(secs => ${inDoubtMinutes * 60}))::int as "longInDoubt",
           coalesce(extract(epoch from now() - min(created_at) filter (where state <> 'parked')), 0)::float8 as "oldestSeconds"
      from delivery
     where state in ('waiting', 'active', 'retrying', 'inDoubt', 'parked')
     group by service, environment`.execute(queries)
  return rows
}

/** Submissions that wait for a person. */
export async function countParkedSubmissions(queries: Queries): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from submission where parked_at is not null and closed_at is null`.execute(queries)
  return rows[0]?.count ?? 0
}
