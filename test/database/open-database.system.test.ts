import { chmod, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { isServerOf, runningPid } from '../../src/database/embedded/postmaster.ts'
import type { Role } from '../../src/database/embedded/presence.ts'
import { SUPERUSER } from '../../src/database/embedded/probe.ts'
import { type OpenDatabase, openDatabase } from '../../src/database/open-database.ts'
import { type Child, compileChild, startChild } from './embedded/compiled.ts'
import { copyOf, type TempFolder, tempFolder } from './embedded/temp-folder.ts'

let script = ''
let stopped: TempFolder
const children: Child[] = []

beforeAll(async () => {
  const folder = await tempFolder()
  await chmod(folder.path, 0o755)
  script = compileChild(join(folder.path, 'compiled'))
  stopped = await tempFolder()
  const first = await open(stopped.path, 'command')
  await first[Symbol.asyncDispose]()
  return async () => {
    await stopped[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  }
})

afterEach(async () => {
  for (const { process, exit } of children.splice(0)) {
    process.kill('SIGKILL')
    await exit
  }
})

test('a daemon alone starts the server, migrates it, and stops it at its end', async () => {
  await using spool = await tempFolder()
  const daemon = await open(spool.path, 'daemon')
  expect([daemon.embedded, daemon.adopted, await count(daemon)]).toEqual([true, false, 0])
  await daemon[Symbol.asyncDispose]()
  expect([await serverPid(spool.path), await readdir(join(spool.path, 'postgres', 'socket'))]).toEqual([undefined, []])
})

test('a second daemon on one spool is refused, and the first goes on', async () => {
  await using spool = await copyOf(stopped)
  await using daemon = await open(spool.path, 'daemon')
  await expect(open(spool.path, 'daemon')).rejects.toMatchObject({
    name: 'Misconfigured',
    setting: 'spool.dir',
    message: `A gateway already runs on ${spool.path}.`,
  })
  expect(await count(daemon)).toBe(0)
})

test('a daemon does not start without the collation of our searches, and a command can tell what is missing', async () => {
  await using spool = await copyOf(stopped)
  await using command = await open(spool.path, 'command')
  const client = new pg.Client({ ...command.connection, user: SUPERUSER })
  await client.connect()
  await client.query('drop collation pg_catalog."und-x-icu"').finally(() => client.end())
  await expect(open(spool.path, 'daemon')).rejects.toMatchObject({
    ...{ name: 'Misconfigured', setting: 'database.url' },
    message: 'The database has no collation und-x-icu.',
  })
  await using other = await open(spool.path, 'command')
  expect(await count(other)).toBe(0)
})

test('a command beside the daemon leaves the server running', async () => {
  await using spool = await copyOf(stopped)
  await using daemon = await open(spool.path, 'daemon')
  const command = await open(spool.path, 'command')
  expect(command.adopted).toBe(true)
  await command[Symbol.asyncDispose]()
  expect(await count(daemon)).toBe(0)
})

test('a daemon that stops leaves the server to a command, the last one stops it', async () => {
  await using spool = await copyOf(stopped)
  const [daemon, one, other] = [
    await open(spool.path, 'daemon'),
    await open(spool.path, 'command'),
    await open(spool.path, 'command'),
  ]
  await daemon[Symbol.asyncDispose]()
  await one[Symbol.asyncDispose]()
  expect(await count(other)).toBe(0)
  await other[Symbol.asyncDispose]()
  expect(await serverPid(spool.path)).toBeUndefined()
})

test('of several who leave at the same instant the last one stops the server', async () => {
  await using spool = await copyOf(stopped)
  const all = await Promise.all(
    (['daemon', 'command', 'command', 'command'] as const).map((role) => open(spool.path, role)),
  )
  await Promise.all(all.map((database) => database[Symbol.asyncDispose]()))
  expect(await serverPid(spool.path)).toBeUndefined()
})

test('a daemon that starts while the last command stops the server gets a server', async () => {
  await using spool = await copyOf(stopped)
  const command = await open(spool.path, 'command')
  const [, daemon] = await Promise.all([command[Symbol.asyncDispose](), open(spool.path, 'daemon')])
  expect(await count(daemon)).toBe(0)
  await daemon[Symbol.asyncDispose]()
  expect(await serverPid(spool.path)).toBeUndefined()
})

test('K14: after kill -9 of the daemon the next one adopts the server, and stops it at its end', async () => {
  await using spool = await copyOf(stopped)
  const first = child(spool.path)
  expect(await first.said()).toEqual({ event: 'open', adopted: false, submissions: [] })
  const pid = await serverPid(spool.path)
  first.process.kill('SIGKILL')
  await first.exit
  const daemon = await open(spool.path, 'daemon')
  expect([daemon.adopted, await serverPid(spool.path)]).toEqual([true, pid])
  await daemon[Symbol.asyncDispose]()
  expect(await serverPid(spool.path)).toBeUndefined()
})

test('a daemon in a process of its own refuses beside ours, and starts when ours has gone', async () => {
  await using spool = await copyOf(stopped)
  const daemon = await open(spool.path, 'daemon')
  expect(await child(spool.path).said()).toMatchObject({ event: 'failed', kind: 'Misconfigured' })
  await daemon[Symbol.asyncDispose]()
  const next = child(spool.path)
  expect(await next.said()).toMatchObject({ event: 'open', adopted: false })
  next.process.stdin.end()
  expect(await next.said()).toEqual({ event: 'closed' })
  expect(await next.exit).toEqual(0)
})

test('the server of a daemon does not hear the Ctrl-C of its terminal', async () => {
  await using spool = await copyOf(stopped)
  await using _daemon = await open(spool.path, 'daemon')
  const pid = await serverPid(spool.path)
  expect(await processGroup(pid!)).not.toBe(await processGroup(process.pid))
})

test('K14: PostgreSQL killed under a running daemon: Unavailable, then back with all that was committed', async () => {
  await using spool = await copyOf(stopped)
  await using daemon = await open(spool.path, 'daemon')
  await sql`create table kept as select 1 as n`.execute(daemon.queries)
  const pid = await serverPid(spool.path)
  let heardAgain = () => {}
  const isBack = new Promise<void>((resolve) => {
    heardAgain = resolve
  })
  await using _listener = await daemon.listen('sluice_work', heardAgain)
  const inFlight = daemon.transaction(async (tx) => {
    await sql`insert into kept values (2)`.execute(tx)
    process.kill(pid!, 'SIGKILL')
    while (await isServerOf(pid!, join(spool.path, 'postgres', 'cluster'))) await new Promise(setImmediate)
    await sql`select pg_sleep(60)`.execute(tx) // its session ends when it sees that the postmaster is gone
  })
  await expect(inFlight).rejects.toThrow(Unavailable)
  await isBack
  expect(await sql`select n from kept`.execute(daemon.queries)).toMatchObject({ rows: [{ n: 1 }] })
  await expect(open(spool.path, 'daemon')).rejects.toThrow('already runs')
})

test('a daemon whose place was taken while the server was down does nothing any more', async () => {
  await using spool = await copyOf(stopped)
  const stunned = child(spool.path)
  expect(await stunned.said()).toMatchObject({ event: 'open' })
  stunned.process.kill('SIGSTOP')
  process.kill((await serverPid(spool.path))!, 'SIGKILL')
  await using _next = await open(spool.path, 'daemon')
  stunned.process.kill('SIGCONT')
  const ask = async () => {
    stunned.process.stdin.write('?')
    return await stunned.said()
  }
  const refused = { event: 'fails', kind: 'Misconfigured' }
  while (!isDeepStrictEqual(await ask(), refused)); // until it has found out
  expect([await ask(), await ask()]).toEqual([refused, refused])
})

function child(spoolDir: string): Child {
  const started = startChild(script, spoolDir, 'daemon')
  children.push(started)
  return started
}

function open(spoolDir: string, role: Role): Promise<OpenDatabase> {
  return openDatabase({ spoolDir, role, poolSize: 2, log: silentLog })
}

async function count({ queries }: OpenDatabase): Promise<number> {
  const { n } = await queries.selectFrom('submission').select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow()
  return n
}

function serverPid(spoolDir: string): Promise<number | undefined> {
  return runningPid(join(spoolDir, 'postgres', 'cluster'))
}

async function processGroup(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) . \d+ (\d+) .*$/s, '$1'))
}
