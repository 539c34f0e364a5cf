import type { Queries } from '../database/database.ts'

/** The database's clock, which all processes share; within a transaction its beginning. */
export async function databaseNow(queries: Queries): Promise<Date> {
  const { now } = await queries.selectNoFrom(({ fn }) => fn<Date>('now').as('now')).executeTakeFirstOrThrow()
  return now
}
