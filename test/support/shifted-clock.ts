/** Clocks that a test sets: of one process, and of a whole database. */
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database } from '../../src/database/database.ts'

const PRELOAD = new URL('shifted-clock.mjs', import.meta.url).href

/** The clock of a process that is started by `command`; right until it is set. */
export type ProcessClock = {
  /** For `startUnder`. */
  readonly command: readonly string[]
  /** By so many seconds ahead of the machine's; taken over within a moment. */
  set(seconds: number): Promise<void>
}

export async function processClock(folder: string, name: string): Promise<ProcessClock> {
  const file = join(folder, `${name}.clock`)
  const set = async (seconds: number) => {
    await writeFile(`${file}.new`, String(seconds * 1000))
    await rename(`${file}.new`, file)
  }
  await set(0)
  return { command: ['env', `NODE_OPTIONS=--import=${PRELOAD}`, `TEST_CLOCK=${file}`], set }
}

/**
 * From now on `now()` and `clock_timestamp()` of new connections to this database, and of its defaults, are ours, and tell a time that can be
 * shifted. Returns what sets it, in seconds.
 */
export async function shiftableClock({ queries, connection }: Database): Promise<(seconds: number) => Promise<void>> {
  const path = sql.raw('shifted, pg_catalog, public')
  await sql`create schema shifted`.execute(queries)
  await sql`create table shifted.clock as select interval '0' as ahead`.execute(queries)
  for (const clock of ['now', 'clock_timestamp'])
    await sql`
      create function shifted.${sql.raw(clock)}() returns timestamptz language sql stable
      return pg_catalog.${sql.raw(clock)}() + (select ahead from shifted.clock)`.execute(queries)
  await sql`alter database ${sql.id(connection.database)} set search_path = ${path}`.execute(queries)
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and column_default = 'now()'`.execute(queries)
  for (const { table, column } of rows)
    await sql`alter table ${sql.id('public', table)} alter column ${sql.id(column)} set default shifted.now()`.execute(
      queries,
    )
  return async (seconds) =>
    void (await sql`update shifted.clock set ahead = make_interval(secs => ${seconds})`.execute(queries))
}
