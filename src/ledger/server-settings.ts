import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** A setting of the database server, as it shows it. */
export async function readServerSetting(queries: Queries, name: string): Promise<string> {
  const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(queries)
  return rows[0]?.value ?? ''
}
