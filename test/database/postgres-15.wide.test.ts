import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { type OpenDatabase, type OpenOptions, openDatabase } from '../../src/database/open-database.ts'

const BIN = '/usr/lib/postgresql/15/bin'
const PASSWORD = 'correct horse'
const missing = [
  ...(existsSync(BIN) ? [] : ["Debian's PostgreSQL 15"]),
  ...(process.getuid?.() === 0 ? [] : ['root, to become the user postgres']),
].join(' and ')
const mustRun = process.env.SLUICE_WIDE === '1'

let server: Awaited<ReturnType<typeof startDebianServer>>

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

/** PostgreSQL 15 as Debian has it, run as its user `postgres`, with passwords and TLS, on a free port of loopback. */
async function startDebianServer() {
  const dir = await mkdtemp(join(tmpdir(), 'sluice-debian-'))
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })))
  const file = (name: string) => join(dir, name)
  const options = { uid: uid!, gid: gid!, cwd: '/' }
  await chown(dir, uid!, gid!)
  for (const [name, text] of [
    ['password', `${PASSWORD}\n`],
    ['wrong', 'wrong'],
    ['empty', '\n'],
  ] as const) {
    await writeFile(file(name), text)
  }
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=elsewhere.example']
  execFileSync('openssl', [...request, '-keyout', file('tls.key'), '-out', file('tls.crt')], {
    ...options,
    stdio: 'ignore',
  })
  execFileSync(join(BIN, 'initdb'), ['-D', file('cluster'), '-A', 'trust', '-U', 'postgres'], {
    ...options,
    stdio: 'ignore',
  })
  await writeFile(file('cluster/pg_hba.conf'), 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n')
  const port = await freePort()
  const settings = ['-k', dir, '-p', String(port), '-h', '127.0.0.1', '-c', 'ssl=on']
  const tls = ['-c', `ssl_cert_file=${file('tls.crt')}`, '-c', `ssl_key_file=${file('tls.key')}`]
  const child = spawn(join(BIN, 'postgres'), ['-D', file('cluster'), ...settings, ...tls], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  for await (const bytes of child.stderr) if (String(bytes).includes('ready to accept connections')) break
  const administer = async (statement: string) => {
    const client = new pg.Client({ host: dir, port, user: 'postgres', database: 'postgres' })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await administer(`create role sluice login password '${PASSWORD}'`)
  return {
    port,
    file,
    certificate: file('tls.crt'),
    async recreate(name: string, owner = 'sluice') {
      await administer(`drop database if exists ${name} with (force)`)
      await administer(`create database ${name} owner ${owner}`)
    },
    async set(setting: string, value: string) {
      await administer(`alter system set ${setting} = ${value}`)
      await administer('select pg_reload_conf()')
    },
    async stop() {
      child.kill('SIGINT')
      await once(child, 'exit')
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
