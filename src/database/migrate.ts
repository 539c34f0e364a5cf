import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { Misconfigured, Unavailable } from '../base/errors.ts'
import { type Sha256, sha256 } from '../base/hashes.ts'
import type { Log } from '../base/log.ts'
import type { ConnectionSettings } from './database.ts'
import { translated } from './failures.ts'
import { LOCKS } from './locks.ts'

/** One step of the schema: `0001-registry`, what it runs, and the hash that is remembered of it. */
export type Migration = { readonly name: string; readonly sql: string; readonly hash: Sha256 }

const REGISTER = `create table schema_migration (
  name text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
)`
const FILE_NAME = /^(\d{4}-[a-z0-9-]+)\.sql$/

/**
 * Brings the schema to this program's state: each missing migration in a transaction of its own, so that a crash leaves the last
 * whole state (case K12); a lock lets one starter work at a time. Throws `Misconfigured` when the database is of a newer program
 * (case O2) or an applied migration was another text.
 */
export async function migrate(
  connection: ConnectionSettings,
  log: Log,
  migrations: readonly Migration[],
): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000, application_name: 'sluice migrate' })
  client.on('error', () => {}) // reported by the statement that it breaks
  try {
    await client.connect()
    for (let isDone = false; !isDone; ) isDone = !(await applyNext(client, log, migrations))
  } catch (error) {
    throw explained(error)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The migrations of this program, in order. */
export async function readMigrations(folder: string = migrationsFolder()): Promise<Migration[]> {
  const names = (await readdir(folder)).flatMap((file) => FILE_NAME.exec(file)?.[1] ?? []).sort()
  return await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, `${name}.sql`), 'utf8')
      return { name, sql, hash: sha256(sql) }
    }),
  )
}

/** True when one was applied and another may be missing. */
async function applyNext(client: pg.Client, log: Log, migrations: readonly Migration[]): Promise<boolean> {
  await client.query('begin')
  await client.query('select pg_advisory_xact_lock($1, $2)', LOCKS.migration)
  const next = nextMigration(migrations, await appliedMigrations(client))
  if (next) {
    await assertNobodyWorks(client, next)
    await client.query(next.sql)
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [next.name, next.hash])
  }
  await client.query('commit')
  if (next) log.info('database.migrated', { migration: next.name })
  return next !== undefined
}

/** A process of the gateway says every two seconds that it lives. */
const LIVING_SECONDS = 10

/**
 * rule 31.9: the schema is not changed under a gateway that works; it was made for what it found (case O1). Programs of two releases whose
 * migrations are the same may run side by side.
 */
async function assertNobodyWorks(client: pg.Client, { name }: Migration): Promise<void> {
  const found = await client.query<{ there: boolean }>("select to_regclass('running_process') is not null as there")
  if (!found.rows[0]?.there) return
  const living = await client.query<{ node: string; pid: number; version: string }>(
    'select node, pid, version from running_process where seen_at > now() - make_interval(secs => $1) order by started_at',
    [LIVING_SECONDS],
  )
  const [first] = living.rows
  if (!first) return
  throw new Unavailable(
    `The database has to be brought to ${name}, and a gateway works on it (${first.node}, process ${first.pid}, ${first.version}): stop all of them first; ${LIVING_SECONDS} seconds later this one goes on.`,
  )
}

/** A database that is up to date is only read: the gateway's user need not own it. */
async function appliedMigrations(client: pg.Client): Promise<{ name: string; sha256: string }[]> {
  const found = await client.query<{ exists: boolean }>("select to_regclass('schema_migration') is not null as exists")
  if (!found.rows[0]?.exists) await client.query(REGISTER)
  const applied = await client.query<{ name: string; sha256: string }>('select * from schema_migration order by name')
  return applied.rows
}

/** Decides what comes next; throws `Misconfigured` when what was applied is not the beginning of what this program knows. */
export function nextMigration(
  known: readonly Migration[],
  applied: readonly { readonly name: string; readonly sha256: string }[],
): Migration | undefined {
  for (const [index, { name, sha256: hash }] of applied.entries()) {
    const ours = known[index]
    if (ours?.name === name && ours.hash === hash) continue
    throw known.some((migration) => migration.name === name) ? changed(name) : newer(name, known.at(-1)?.name)
  }
  return known[applied.length]
}

function newer(name: string, last: string | undefined): Misconfigured {
  const found = `The database has the migration ${name}, this program knows them up to ${last}: it refuses on a newer schema.`
  return new Misconfigured(
    'database.url',
    found,
    'Run the newer program, or restore the backup made before the upgrade.',
  )
}

function changed(name: string): Misconfigured {
  const found = `The migration ${name} was applied with another text, or out of order.`
  return new Misconfigured(
    'database.url',
    found,
    'Run the program that made this database, or restore the backup made before.',
  )
}

function explained(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError && error.code === '42501')) return translated(error)
  const found = `The database's user may not make tables: ${error.message}`
  const remedy = 'Let the user own the database, or grant it CREATE on the schema public.'
  return new Misconfigured('database.url', found, remedy, { cause: error })
}

/** The compiler does not copy SQL files, so both `src` and `dist` read them from the package's sources. */
function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  return join(folder, 'src', 'database', 'migrations')
}
