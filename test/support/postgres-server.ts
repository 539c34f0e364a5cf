import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { silentLog } from '../../src/base/log.ts'
import type { ConnectionSettings } from '../../src/database/database.ts'
import { startEmbedded } from '../../src/database/embedded/embedded-server.ts'
import { SUPERUSER } from '../../src/database/embedded/probe.ts'
import { makeServerFolder } from '../../src/database/embedded/server-folder.ts'
import { stopServer } from '../../src/database/embedded/stop-server.ts'
import { migrate, readMigrations } from '../../src/database/migrate.ts'
import { processIsAlive } from './process-is-alive.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's server, and the migrated database that each test's own is copied from. */
    postgres: { connection: ConnectionSettings; template: string }
  }
}

const PREFIX = 'sluice-test-postgres-'

/** One embedded PostgreSQL for a run of tests, with the settings of production; gone at the end, also after a failure. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers()
  const dir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const server = await startEmbedded({ dir, log: silentLog, connectionsMax: 300 })
  const teardown = async () => {
    await server[Symbol.asyncDispose]()
    await rm(dir, { recursive: true, force: true })
  }
  try {
    project.provide('postgres', { connection: server.connection, template: await makeTemplate(server.connection) })
  } catch (error) {
    await teardown()
    throw error
  }
  return teardown
}

async function makeTemplate(connection: ConnectionSettings): Promise<string> {
  const template = `template_${randomBytes(4).toString('hex')}`
  const client = new pg.Client({ ...connection, user: SUPERUSER, database: 'postgres' })
  await client.connect()
  await client.query(`create database ${template} owner ${connection.user}`).finally(() => client.end())
  await migrate({ ...connection, database: template }, silentLog, await readMigrations())
  return template
}

/** A run that was killed could not stop its server; the next one does. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? []
    if (pid === undefined || processIsAlive(Number(pid))) continue
    const dir = join(tmpdir(), name)
    await stopServer(await makeServerFolder(dir), silentLog)
    await rm(dir, { recursive: true, force: true })
  }
}
