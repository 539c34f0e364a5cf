import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { inject } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { SUPERUSER } from '../../src/database/embedded/probe.ts'
import type {} from './postgres-server.ts'

/** A fresh, migrated database on the run's server; dropped when disposed. */
export async function testDatabase(poolSize = 5): Promise<Database> {
  const { connection, template } = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(`create database ${name} template ${template} owner ${connection.user}`)
  const database = connect({
    connection: { ...connection, database: name },
    poolSize,
    applicationName: 'sluice test',
    log: silentLog,
  })
  return {
    ...database,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      await administer(`drop database ${name} with (force)`)
    },
  }
}

/** For a process that is to work on it. */
export function urlOf({ connection: { user, host, database } }: Pick<Database, 'connection'>): string {
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`
}

/** Resolves when so many statements wait for what another transaction holds. */
export async function untilWaiting({ queries }: Pick<Database, 'queries'>, count = 1): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ waiting: number }>`select count(*)::integer as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(queries)
    if ((rows[0]?.waiting ?? 0) >= count) return
  }
}

/** One statement on the run's server, outside every test's database. */
async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ ...inject('postgres').connection, user: SUPERUSER, database: 'postgres' })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
