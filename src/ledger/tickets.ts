import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** The next number of the ticket sequence, never given out twice, with the database's time. */
export async function nextTicket(queries: Queries): Promise<{ readonly number: number; readonly now: Date }> {
  const { rows } = await sql<{ number: number; now: Date }>`
    select nextval('ticket_number') as number, clock_timestamp() as now`.execute(queries)
  const [row] = rows
  if (!row) throw new TypeError('a sequence gave no number')
  return row
}

/** The time by the one clock that all nodes share (decision 13). */
export async function databaseTime(queries: Queries): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(queries)
  const [row] = rows
  if (!row) throw new TypeError('the database told no time')
  return row.now
}
