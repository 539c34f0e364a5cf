/** rule 32.4: what all processes together know of the database's clock; kept beside it, for those that are started after a step. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export type DatabaseClock = {
  readonly told: Date
  /** The latest time that a process was told, to a minute; null before the first. */
  readonly seenAt: Date | null
  /** For so long nothing may come to its end, if processes go on seeing the clock go evenly; 0 without a step. */
  readonly heldSeconds: number
}

/** What was not seen for longer went somewhere else perhaps: it shortens no hold. */
const SEEN_TOGETHER_SECONDS = 150

export async function lookAtDatabaseClock(queries: Queries): Promise<DatabaseClock> {
  const { rows } = await sql<DatabaseClock>`
    select clock_timestamp() as told, seen_at as "seenAt", coalesce(held_seconds, 0) as "heldSeconds"
    from (select) as here left join database_clock on true`.execute(queries)
  const [row] = rows
  if (!row) throw new TypeError('the database told no time')
  return row
}

/** `told` was before this statement: what stepped back meanwhile is not made later than it is, so that somebody sees it. */
export async function noteTimeSeen(queries: Queries, told: Date): Promise<void> {
  await sql`
    insert into database_clock as known (seen_at) values (${told})
    on conflict (is_one) do update set (seen_at, held_seconds) = (
      select greatest(known.seen_at, seen), case
        when went between 0 and ${SEEN_TOGETHER_SECONDS} then greatest(0, known.held_seconds - round(went)::integer)
        else known.held_seconds end
      from (select least(excluded.seen_at, clock_timestamp()) as seen) as now,
        lateral (select extract(epoch from seen - known.seen_at) as went) as passed)`.execute(queries)
}

/** From now on `told` counts from here, be it earlier or later than before. */
export async function noteStep(queries: Queries, heldSeconds: number): Promise<void> {
  await sql`
    insert into database_clock (seen_at, held_seconds) values (clock_timestamp(), ${Math.round(heldSeconds)})
    on conflict (is_one) do update set seen_at = excluded.seen_at, held_seconds = excluded.held_seconds`.execute(
    queries,
  )
}
