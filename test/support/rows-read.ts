import { sql } from 'kysely'
import type { Database, Queries } from '../../src/database/database.ts'

/** What `work` answers, and how many rows of tables and entries of indexes the server read for it: the same on every machine. */
export async function rowsRead<Value>(
  { transaction }: Database,
  work: (queries: Queries) => Promise<Value>,
): Promise<{ readonly value: Value; readonly rows: number }> {
  return transaction(async (tx) => {
    const before = await readSoFar(tx)
    const value = await work(tx)
    return { value, rows: (await readSoFar(tx)) - before }
  })
}

/** By this connection, since it last told the server's statistics. */
async function readSoFar(queries: Queries): Promise<number> {
  const { rows } = await sql<{ read: number }>`
    select sum(pg_stat_get_xact_tuples_returned(oid))::int as read from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')`.execute(queries)
  return rows[0]?.read ?? 0
}
