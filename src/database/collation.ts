import { sql } from 'kysely'
import { Misconfigured } from '../base/errors.ts'
import type { Queries } from './database.ts'

/** Capitals of every script; the database itself is in the locale C, which knows none but those of ASCII. A PostgreSQL without ICU lacks it. */
export const ANY_SCRIPT = 'und-x-icu'

/** What an operator does about its absence. */
export const COLLATION_REMEDY =
  "Use a PostgreSQL that is built with ICU; if it is, run as its superuser in this database: select pg_import_system_collations('pg_catalog');"

export async function knowsCollation(queries: Queries): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select to_regcollation(${`"${ANY_SCRIPT}"`}) is not null as known`.execute(queries)
  return rows[0]?.known === true
}

/** Throws `Misconfigured`, at the start rather than at somebody's first search. */
export async function assertCollation(queries: Queries): Promise<void> {
  if (await knowsCollation(queries)) return
  throw new Misconfigured('database.url', `The database has no collation ${ANY_SCRIPT}.`, COLLATION_REMEDY)
}
