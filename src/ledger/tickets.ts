import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Queries } from '../database/database.ts'
import type { SetPlace } from './arrived-file.ts'
import { type Elsewhere, selectUploadsOf, type UploadElsewhere } from './open-uploads.ts'

/** The next number of the ticket sequence, never given out twice, with the database's time. */
export async function nextTicket(queries: Queries): Promise<{ readonly number: number; readonly now: Date }> {
  const { rows } = await sql<{ number: number; now: Date }>`
    select nextval('ticket_number') as number, clock_timestamp() as now`.execute(queries)
  const [row] = rows
  if (!row) throw new TypeError('a sequence gave no number')
  return row
}

/**
 * What a seal needs of this instant, in one round trip: a ticket's number, the database's time, and the uploads of the set that other
 * nodes receive.
 */
export async function sealingMoment(
  queries: Queries,
  set: SetPlace,
  elsewhere: Elsewhere,
): Promise<{ readonly number: number; readonly now: Date; readonly uploadsElsewhere: readonly UploadElsewhere[] }> {
  const { uploads, ...moment } = await queries
    .selectNoFrom([
      sql<number>`nextval('ticket_number')`.as('number'),
      sql<Date>`clock_timestamp()`.as('now'),
      jsonArrayFrom(selectUploadsOf(queries, set, elsewhere)).as('uploads'),
    ])
    .executeTakeFirstOrThrow()
  return { ...moment, uploadsElsewhere: uploads.map((row) => ({ ...row, lastByteAt: new Date(row.lastByteAt) })) }
}

/** The time by the one clock that all nodes share (decision 13). */
export async function databaseTime(queries: Queries): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(queries)
  const [row] = rows
  if (!row) throw new TypeError('the database told no time')
  return row.now
}
