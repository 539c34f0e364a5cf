import { sql } from 'kysely'
import type { Queries, Transaction } from '../database.ts'

/** Whoever used the database has left something in one of these; migrations write into none of them. */
const TELLTALES = ['enterprise', 'submission', 'received_file', 'operator', 'audit', 'out_entry']

/** Whoever works on the database said so within so many seconds. */
const LIVING_SECONDS = 10

/** What shows that the database is in use; undefined when nothing would be lost (rule 31.4). */
export async function firstUse(queries: Queries): Promise<string | undefined> {
  for (const table of TELLTALES) {
    if (!(await isThere(queries, table))) continue
    const found = await sql`select from ${sql.table(table)} limit 1`.execute(queries)
    if (found.rows.length > 0) return `its table ${table} holds something`
  }
  if (!(await isThere(queries, 'running_process'))) return undefined
  const living = await sql`
    select from running_process where seen_at > now() - make_interval(secs => ${LIVING_SECONDS}) limit 1`.execute(
    queries,
  )
  return living.rows.length > 0 ? 'a gateway works on it' : undefined
}

async function isThere(queries: Queries, table: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(queries)
  return rows[0]?.there === true
}

/** Takes the gateway's tables, counters and functions away, so that the schema of another release can be made. Only for one that is not in use. */
export async function clearSchema(tx: Transaction): Promise<void> {
  const { rows } = await sql<{ drop: string }>`
    select format('drop table if exists public.%I cascade', tablename) as drop from pg_tables where schemaname = 'public'
    union all
    select format('drop sequence if exists public.%I cascade', sequencename) from pg_sequences where schemaname = 'public'
    union all
    select format('drop function if exists %s cascade', pg_proc.oid::regprocedure) from pg_proc
    where pronamespace = 'public'::regnamespace and not exists (
      select from pg_depend where objid = pg_proc.oid and deptype = 'e')`.execute(tx)
  for (const { drop } of rows) await sql.raw(drop).execute(tx)
}
