import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { type OpenDatabase, type OpenOptions, openDatabase } from '../../src/database/open-database.ts'
import {
  type DebianServer,
  freePort,
  missingForDebianServer as missing,
  startDebianServer,
} from '../support/operated-postgres.ts'

const mustRun = process.env.SLUICE_WIDE === '1'

let server: DebianServer

beforeAll(async () => {
  if (missing === '' || mustRun) server = await startDebianServer()
})
afterAll(() => server?.stop())
beforeEach(({ skip }) => skip(missing !== '' && !mustRun, `not run: needs ${missing}`))

test('a server by URL is migrated and used; a second daemon may use it too, for machines may be many', async () => {
  await server.recreate('sluice')
  await using one = await open()
  await using other = await open()
  expect([one.embedded, one.connection.host, other.embedded]).toEqual([false, '127.0.0.1', false])
  await one.transaction((tx) =>
    tx.insertInto('paused_service').values({ service: 'DMFA', reason: 'because', actor: 'test' }).execute(),
  )
  expect(await other.queries.selectFrom('paused_service').select('service').execute()).toEqual([{ service: 'DMFA' }])
})

test('over TLS with its own certificate authority, or not at all', async () => {
  await server.recreate('sluice')
  await using database = await open({ parameters: `?sslmode=verify-ca&sslrootcert=${server.certificate}` })
  const { rows } = await pgRows(database, 'select ssl from pg_stat_ssl where pid = pg_backend_pid()')
  expect(rows).toEqual([{ ssl: true }])
  for (const parameters of ['?sslmode=verify-full', `?sslmode=verify-full&sslrootcert=${server.certificate}`]) {
    await expect(open({ parameters })).rejects.toMatchObject({ name: 'Misconfigured', setting: 'database.url' })
  }
})

test('a wrong password, an absent one and an empty file name database.passwordFile', async () => {
  await server.recreate('sluice')
  for (const passwordFile of [server.file('wrong'), server.file('empty'), join(tmpdir(), 'no-such-file'), undefined]) {
    await expect(open({ passwordFile })).rejects.toMatchObject({
      name: 'Misconfigured',
      setting: 'database.passwordFile',
    })
  }
})

test('a database that does not exist is named with the statement that makes it', async () => {
  await expect(open({ name: 'absent' })).rejects.toMatchObject({
    name: 'Misconfigured',
    remedy: 'Create it: create database absent owner sluice;',
  })
})

test.each(['fsync', 'full_page_writes', 'synchronous_commit'])('a server with %s = off is refused', async (setting) => {
  await server.recreate('sluice')
  await server.set(setting, 'off')
  try {
    await expect(open()).rejects.toThrow(`The server has ${setting} = off: it may forget files that we acknowledged.`)
  } finally {
    await server.set(setting, 'on')
  }
})

test('a user who may not make tables is told so', async () => {
  await server.recreate('strange', 'postgres')
  await expect(open({ name: 'strange' })).rejects.toMatchObject({
    name: 'Misconfigured',
    remedy: 'Let the user own the database, or grant it CREATE on the schema public.',
  })
})

test('a port where nobody listens is Unavailable, not misconfigured: it may come back', async () => {
  await expect(open({ port: await freePort() })).rejects.toMatchObject({ name: 'Unavailable' })
})

type Variation = { name?: string; port?: number; parameters?: string; passwordFile?: string | undefined }

function open(variation: Variation = {}): Promise<OpenDatabase> {
  const { name = 'sluice', port = server.port, parameters = '' } = variation
  const passwordFile = 'passwordFile' in variation ? variation.passwordFile : server.file('password')
  const options: OpenOptions = {
    url: `postgres://sluice@127.0.0.1:${port}/${name}${parameters}`,
    spoolDir: tmpdir(),
    role: 'daemon',
    poolSize: 2,
    log: silentLog,
  }
  return openDatabase(passwordFile === undefined ? options : { ...options, passwordFile })
}

async function pgRows({ connection }: OpenDatabase, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client(connection)
  await client.connect()
  return await client.query(statement).finally(() => client.end())
}
