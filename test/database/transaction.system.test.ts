import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Corrupt, Unavailable } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { connect } from '../../src/database/connect.ts'
import type { ConnectionSettings, Database, Queries } from '../../src/database/database.ts'
import { deferred } from '../queues/suite.ts'
import { testDatabase } from '../support/test-database.ts'

test('what a transaction wrote is there after it, all of it', async () => {
  await using database = await testDatabase()
  const answer = await database.transaction(async (tx) => {
    await pause(tx, 'DMFA')
    await pause(tx, 'DIMN')
    return 'done'
  })
  expect([answer, await paused(database)]).toEqual(['done', ['DIMN', 'DMFA']])
})

test('a transaction that throws leaves nothing, and throws the same', async () => {
  await using database = await testDatabase()
  const bug = new RangeError('no')
  const work = database.transaction(async (tx) => {
    await pause(tx, 'DMFA')
    throw bug
  })
  await expect(work).rejects.toBe(bug)
  expect(await paused(database)).toEqual([])
})

test('a violated constraint reaches the caller as it is', async () => {
  await using database = await testDatabase()
  await pause(database.queries, 'DMFA')
  const twice = database.transaction((tx) => pause(tx, 'DMFA'))
  await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'paused_service_pkey' })
})

test('a swallowed error of a statement does not pass for a commit', async () => {
  await using database = await testDatabase()
  const work = database.transaction(async (tx) => {
    await pause(tx, 'DMFA')
    await sql`select 1 / 0`.execute(tx).catch(() => {})
  })
  await expect(work).rejects.toThrow('its error was swallowed')
  expect(await paused(database)).toEqual([])
})

test('of two transactions in a deadlock both commit, one of them at its second attempt', async () => {
  await using database = await testDatabase()
  await pause(database.queries, 'ONE')
  await pause(database.queries, 'TWO')
  let attempts = 0
  const bothHaveOne = meeting(2)
  const overtaken = deferred()
  const swap = (first: string, second: string) =>
    database.transaction(async (tx) => {
      attempts += 1
      if (attempts > 2) await overtaken.promise // a second attempt that is faster than the other's waking up would be another deadlock
      await explain(tx, first)
      await bothHaveOne()
      await explain(tx, second)
    })
  await Promise.all([swap('ONE', 'TWO').then(overtaken.resolve), swap('TWO', 'ONE').then(overtaken.resolve)])
  expect(attempts).toBe(3)
})

test('a COMMIT whose answer is lost is Unavailable and not done again, though it happened', async () => {
  await using database = await testDatabase()
  await using proxy = await lossyProxy(database.connection, 'commit')
  await using through = connect({ connection: proxy.connection, poolSize: 1, applicationName: 'test', log: silentLog })
  let attempts = 0
  const work = through.transaction(async (tx) => {
    attempts += 1
    await pause(tx, 'DMFA')
  })
  await expect(work).rejects.toEqual(
    new Unavailable('The database did not say whether it committed.', { cause: expect.any(Error) }),
  )
  expect([attempts, await paused(database)]).toEqual([1, ['DMFA']])
  expect(await paused(through)).toEqual(['DMFA'])
})

test('a session that the server ends in the middle is Unavailable, and the next statement has a new one', async () => {
  await using database = await testDatabase(1)
  const work = database.transaction(async (tx) => {
    await pause(tx, 'DMFA')
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
  })
  await expect(work).rejects.toThrow(Unavailable)
  expect(await paused(database)).toEqual([])
})

test('a server that is not there is Unavailable', async () => {
  const connection = {
    host: join(tmpdir(), 'no-such-folder'),
    port: 5432,
    user: 'sluice',
    database: 'sluice',
    ssl: false,
  }
  await using database = connect({ connection, poolSize: 1, applicationName: 'test', log: silentLog })
  await expect(paused(database)).rejects.toThrow(Unavailable)
  await expect(database.transaction((tx) => pause(tx, 'DMFA'))).rejects.toThrow(Unavailable)
})

test('bigint is read as a number, and one beyond 2^53 is Corrupt', async () => {
  await using database = await testDatabase()
  const read = async (text: string) =>
    (await sql<{ n: number }>`select ${text}::bigint as n`.execute(database.queries)).rows
  expect(await read('9007199254740991')).toEqual([{ n: Number.MAX_SAFE_INTEGER }])
  await expect(read('9007199254740992')).rejects.toThrow(Corrupt)
})

test('a time of the database is read to the millisecond, whatever zone the server prefers', async () => {
  await using database = await testDatabase()
  const { rows } = await sql<{ at: Date; zone: string }>`
    select timestamptz '2026-03-29 01:30:00.123+00' as at, current_setting('timezone') as zone`.execute(
    database.queries,
  )
  expect(rows).toEqual([{ at: new Date('2026-03-29T01:30:00.123Z'), zone: 'UTC' }])
})

function pause(queries: Queries, service: string): Promise<unknown> {
  return queries.insertInto('paused_service').values({ service, reason: 'because', actor: 'test' }).execute()
}

function explain(queries: Queries, service: string): Promise<unknown> {
  return queries.updateTable('paused_service').set({ reason: 'other' }).where('service', '=', service).execute()
}

async function paused({ queries }: Database): Promise<string[]> {
  const rows = await queries.selectFrom('paused_service').select('service').orderBy('service').execute()
  return rows.map(({ service }) => service)
}

/** Resolves for the first `count` callers when all are there, and at once for those who come later. */
function meeting(count: number): () => Promise<void> {
  let missing = count
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    missing -= 1
    if (missing <= 0) open()
    return opened
  }
}

/** Passes everything on, but of the first statement with this text only the question: the answer is lost with the connection. */
async function lossyProxy(
  target: ConnectionSettings,
  text: string,
): Promise<AsyncDisposable & { connection: ConnectionSettings }> {
  const host = await mkdtemp(join(tmpdir(), 'sluice-proxy-'))
  let isLossy = true
  const server = net.createServer((client) => {
    const upstream = net.connect(join(target.host, `.s.PGSQL.${target.port}`))
    let isDoomed = false
    client.on('data', (bytes) => {
      if (isLossy && bytes.includes(text)) [isDoomed, isLossy] = [true, false]
      upstream.write(bytes)
    })
    upstream.on('data', (bytes) => (isDoomed ? client.destroy() : client.write(bytes)))
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(join(host, `.s.PGSQL.${target.port}`), resolve))
  return {
    connection: { ...target, host },
    async [Symbol.asyncDispose]() {
      server.close()
      await rm(host, { recursive: true, force: true })
    },
  }
}
