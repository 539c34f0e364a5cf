import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'

/** Sets that the pipeline gave up and left to a person; `reason` is that of the oldest. */
export type ParkedSets = { readonly sets: number; readonly oldestSince: Date; readonly reason: string }

/** Null when there are none. */
export async function parkedSets(queries: Queries): Promise<ParkedSets | null> {
  const { rows } = await sql<ParkedSets>`
    select count(*) over () as sets, parked_at as "oldestSince", coalesce(parked_reason, '') as reason from submission
    where parked_at is not null and closed_at is null order by parked_at limit 1`.execute(queries)
  return rows[0] ?? null
}
