import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { connect } from '../../../src/database/connect.ts'
import type { Database } from '../../../src/database/database.ts'
import { packageFolder } from '../../../src/database/embedded/binaries.ts'
import {
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from '../../../src/database/embedded/embedded-server.ts'
import { isServerOf, readPidFile } from '../../../src/database/embedded/postmaster.ts'
import { copyOf, type TempFolder, tempFolder } from './temp-folder.ts'

let stopped: TempFolder

beforeAll(async () => {
  stopped = await tempFolder()
  const server = await start(stopped.path)
  await server[Symbol.asyncDispose]()
  return () => stopped[Symbol.asyncDispose]()
})

test('a first start makes a private server without TCP, whose commits are durable; its stop leaves no socket and no pid', async () => {
  await using folder = await tempFolder()
  const server = await start(folder.path)
  const { host } = server.connection
  {
    await using database = open(server)
    expect(
      await settings(database, [
        'fsync',
        'synchronous_commit',
        'full_page_writes',
        'data_checksums',
        'listen_addresses',
        'max_connections',
      ]),
    ).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      listen_addresses: '',
      max_connections: '200',
    })
    const { rows } = await sql`select current_user, usesuper from pg_user where usename = current_user`.execute(
      database.queries,
    )
    expect(rows).toEqual([{ current_user: 'sluice', usesuper: false }])
  }
  const modes = await Promise.all([folder.path, host].map(async (path) => (await stat(path)).mode & 0o777))
  expect([server.adopted, modes]).toEqual([false, [0o700, 0o700]])
  await server[Symbol.asyncDispose]()
  expect([await readdir(host), await readPidFile(join(folder.path, 'cluster'))]).toEqual([[], undefined])
})

test('K14: a second start adopts the server that runs', async () => {
  await using folder = await copyOf(stopped)
  await using first = await start(folder.path)
  const second = await start(folder.path)
  expect([second.adopted, second.connection]).toEqual([true, first.connection])
})

test('starters at the same instant end with one server', async () => {
  await using folder = await tempFolder()
  const servers = await Promise.all([1, 2, 3].map(() => start(folder.path)))
  await using database = open(servers[0])
  expect(servers.map(({ adopted }) => adopted).sort()).toEqual([false, true, true])
  expect(await sql`select 1 as one`.execute(database.queries)).toMatchObject({ rows: [{ one: 1 }] })
  expect((await readdir(folder.path)).sort()).toEqual(['cluster', 'libraries', 'server.log', 'socket'])
  await servers[0]?.[Symbol.asyncDispose]()
})

test('case D6: a server whose files are gone is not begun anew', async () => {
  await using folder = await copyOf(stopped)
  const server = await start(folder.path)
  await server[Symbol.asyncDispose]()
  await rename(join(folder.path, 'cluster'), join(folder.path, 'elsewhere'))
  await expect(server.revive()).rejects.toThrow('is the spool mounted?')
  await rename(join(folder.path, 'elsewhere'), join(folder.path, 'cluster'))
  await server.revive()
  await server[Symbol.asyncDispose]()
})

test('K14: what was committed is there after kill -9 of PostgreSQL', async () => {
  await using folder = await copyOf(stopped)
  await using server = await start(folder.path)
  {
    await using database = open(server)
    await sql`create table kept (n integer)`.execute(database.queries)
    await sql`insert into kept values (1)`.execute(database.queries)
  }
  await killServer(folder.path)
  await server.revive()
  await using database = open(server)
  expect(await sql`select n from kept`.execute(database.queries)).toMatchObject({ rows: [{ n: 1 }] })
})

test('lock files whose pid is another program by now do not stop a start', async () => {
  await using folder = await copyOf(stopped)
  await using server = await start(folder.path)
  const { host } = server.connection
  await killServer(folder.path)
  // PostgreSQL itself overlooks the pid of its parent, which is ours.
  for (const path of [join(folder.path, 'cluster', 'postmaster.pid'), join(host, '.s.PGSQL.5432.lock')]) {
    const [, ...rest] = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, [process.ppid, ...rest].join('\n'))
  }
  await using again = await start(folder.path)
  expect(again.adopted).toBe(false)
})

test('a lock file that a crash left empty does not stop a start', async () => {
  await using folder = await copyOf(stopped)
  const path = join(folder.path, 'cluster', 'postmaster.pid')
  await writeFile(path, '')
  await utimes(path, 1_795_456_565, 1_795_456_565)
  await using server = await start(folder.path)
  expect(server.adopted).toBe(false)
})

test('a path too long for a socket gets a short private folder, which goes with the server', async () => {
  await using folder = await tempFolder()
  const dir = join(folder.path, 'a-long-name-'.repeat(10), 'with space, comma and "quote"')
  const server = await start(dir)
  const { host } = server.connection
  await killServer(dir)
  await server.revive()
  await using adopted = await start(dir)
  expect([adopted.connection.host, (await stat(host)).mode & 0o777]).toEqual([host, 0o700])
  await using database = open(server)
  expect(await sql`select 1 as one`.execute(database.queries)).toMatchObject({ rows: [{ one: 1 }] })
  await database[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await expect(stat(host)).rejects.toThrow('ENOENT')
})

test.each(['without', 'with'])(
  'a package %s the library links that its install script makes works, read-only',
  async (links) => {
    await using folder = await tempFolder()
    const copy = join(folder.path, 'package')
    await cp(packageFolder(), copy, { recursive: true, verbatimSymlinks: true })
    const list = JSON.parse(await readFile(join(copy, 'native', 'pg-symlinks.json'), 'utf8'))
    for (const { source, target } of list) {
      await rm(join(copy, target), { force: true })
      if (links === 'with') await symlink(join(copy, source), join(copy, target))
    }
    const libraries = join(copy, 'native', 'lib')
    await chmod(libraries, 0o555)
    try {
      await using _server = await start(join(folder.path, 'postgres'), { packageFolder: copy })
      const made = await readdir(join(folder.path, 'postgres', 'libraries'))
      expect(made.includes('libpq.so.5')).toBe(links === 'without')
    } finally {
      await chmod(libraries, 0o755) // or its owner could not remove it
    }
  },
)

test('a platform without the package is told about database.url', () => {
  expect(() => packageFolder('plan9-vax')).toThrow(
    expect.objectContaining({
      name: 'Misconfigured',
      setting: 'database.url',
      remedy: expect.stringContaining('database.url'),
    }),
  )
})

test('programs that do not run here (musl) are told about database.url, before anything is made', async () => {
  await using folder = await tempFolder()
  const bin = join(folder.path, 'package', 'native', 'bin')
  await mkdir(bin, { recursive: true })
  await writeFile(join(bin, 'postgres'), '#!/lib/ld-missing.so\n', { mode: 0o755 })
  const attempt = start(join(folder.path, 'postgres'), { packageFolder: join(folder.path, 'package') })
  await expect(attempt).rejects.toMatchObject({ name: 'Misconfigured', setting: 'database.url' })
})

test('a server that cannot start says why and names its log', async () => {
  await using folder = await copyOf(stopped)
  await rm(join(folder.path, 'cluster', 'global', 'pg_control'))
  await expect(start(folder.path)).rejects.toMatchObject({
    name: 'Misconfigured',
    message: expect.stringContaining('pg_control'),
    remedy: expect.stringContaining('server.log'),
  })
})

test('files of somebody else in the place of the cluster are left alone', async () => {
  await using folder = await tempFolder()
  await mkdir(join(folder.path, 'cluster'))
  await writeFile(join(folder.path, 'cluster', 'letter'), 'keep')
  await expect(start(folder.path)).rejects.toThrow('not a PostgreSQL data directory')
  expect(await readdir(folder.path)).not.toContainEqual(expect.stringContaining('draft'))
})

test('drafts of killed starters are removed once they are old', async () => {
  await using folder = await copyOf(stopped)
  const [old, young] = ['cluster.draft-old', 'cluster.draft-young'].map((name) => join(folder.path, name))
  for (const path of [old, young]) await mkdir(path!)
  await utimes(old!, new Date(0), new Date(0))
  await using _server = await start(folder.path)
  expect((await readdir(folder.path)).filter((name) => name.includes('draft'))).toEqual(['cluster.draft-young'])
})

function start(dir: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  return startEmbedded({ dir, log: silentLog, ...options })
}

function open(server: EmbeddedServer | undefined): Database {
  return connect({ connection: server!.connection, poolSize: 1, applicationName: 'test', log: silentLog })
}

async function settings({ queries }: Database, names: string[]): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name = any (${names})`.execute(queries)
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
}

/** A worker of the server may have ended since it was looked for. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** kill -9 of the server and all its children, as when the machine takes the memory back. */
async function killServer(dir: string): Promise<void> {
  const cluster = join(dir, 'cluster')
  const { pid } = (await readPidFile(cluster))!
  const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).stdout
  process.kill(pid, 'SIGKILL')
  for (const child of children.split('\n').map(Number).filter(Boolean)) killIfThere(child)
  while (await isServerOf(pid, cluster)) await new Promise(setImmediate)
}
