import { sql } from 'kysely'
import type { Queries } from '../database.ts'

/** A table as it is written down: columns in their order, with the types that their texts are read back as. */
export type DumpedTable = { readonly name: string; readonly columns: readonly DumpedColumn[] }
export type DumpedColumn = { readonly name: string; readonly type: string }

/** Where a counter stood. */
export type DumpedSequence = { readonly name: string; readonly last: string }

/**
 * What is of the moment or must not come to life again (rule 31.2): processes and what they have in hand, sessions, what signing in began,
 * keys of access tokens, links that were sent, and what is looked for anew. `schema_migration` is made by the migrations themselves.
 */
const OF_THE_MOMENT: readonly string[] = [
  ...['schema_migration', 'running_process', 'open_upload', 'folder_lease', 'session_kick'],
  ...['person_session', 'operator_session', 'sign_in_attempt', 'operator_attempt', 'one_time_code', 'token_key'],
  ...['blob_mark', 'retention_task', 'target_state', 'alarm', 'self_test'],
]

/** The tables of the gateway that a backup keeps, by name; columns that are computed from others are left out. */
export async function dumpedTables(queries: Queries): Promise<DumpedTable[]> {
  const { rows } = await sql<DumpedTable>`
    select relname as name,
      json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped and attgenerated = ''
      and relname <> all(${[...OF_THE_MOMENT]}::text[])
    group by relname order by relname`.execute(queries)
  return rows
}

/** As text, because a counter may be beyond every number of ours. */
export async function dumpedSequences(queries: Queries): Promise<DumpedSequence[]> {
  const { rows } = await sql<DumpedSequence>`
    select sequencename as name, coalesce(last_value, 0)::text as last from pg_sequences
    where schemaname = 'public' order by sequencename`.execute(queries)
  return rows
}

/** What was applied to the database, in order; nothing checks here whether this program knows it. */
export async function appliedMigrations(
  queries: Queries,
): Promise<{ readonly name: string; readonly sha256: string }[]> {
  const { rows } = await sql<{ name: string; sha256: string }>`
    select name, sha256 from schema_migration order by name`.execute(queries)
  return rows
}
