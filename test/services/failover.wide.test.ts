import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { Redis } from 'ioredis'
import { beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { openQueues } from '../../src/queues/queues.ts'
import { notRun, redisServer } from '../queues/redis-server.ts'
import { gone } from '../queues/suite.ts'
import { testDatabase } from '../support/test-database.ts'
import { takeWithTurns } from './one-delivery.ts'
import { scene } from './scene.ts'

const SETS = 10

beforeEach(({ skip }) => skip(notRun !== null, notRun ?? ''))

test('case Q12: a replica that takes over without the last jobs, and with old ones, has each set handed over once', async () => {
  await using database = await testDatabase(10)
  await using first = await redisServer()
  await first.start()
  await using replica = await redisServer('--replicaof', '127.0.0.1', new URL(first.url).port)
  await replica.start()
  await using front = await oneAddressFor(first.url)
  const settings = { url: front.url, password: null, connection: database.connection, workersMax: 2, log: silentLog }
  await using queues = await openQueues(settings)
  await using set = await scene(database, queues)
  const calls: string[] = []
  const reach = () => ({
    async handOver({ idempotencyKey }: { readonly idempotencyKey: string }) {
      calls.push(idempotencyKey)
      return { outcome: 'delivered', reference: null } as const
    },
  })
  const enqueueSome = async () => {
    for (let n = 0; n < SETS; n += 1) await set.accept()
    const jobs = await takeWithTurns(database, 'DMFA', 100)
    await queues.enqueue('DMFA', ...jobs.map(({ jobId, priority }) => ({ id: jobId, priority })))
  }

  // What the replica has is handed over; what is enqueued afterwards it never hears of.
  await enqueueSome()
  await commanded(first.url, 'wait', '1', '0')
  await commanded(replica.url, 'replicaof', 'no', 'one')
  const before = await set.deliveries({ reach })
  await set.settled()
  await before[Symbol.asyncDispose]()
  await enqueueSome()
  front.leadTo(replica.url)
  await first.kill()

  await using again = await openQueues(settings)
  await using after = await set.deliveries({ queues: again, reach })
  await gone(again, 'DMFA')
  await database.queries
    .updateTable('delivery')
    .set({ enqueued_at: new Date(0) })
    .where('state', '=', 'waiting')
    .execute()
  expect(await after.reconcile()).toBe(SETS)
  await set.settled()
  expect([calls.length, new Set(calls).size]).toEqual([2 * SETS, 2 * SETS])
  const rows = await database.queries
    .selectFrom('delivery')
    .select(['attempts', 'dispatches'])
    .distinct()
    .orderBy('dispatches')
    .execute()
  expect(rows).toEqual([1, 2].map((dispatches) => ({ attempts: 1, dispatches })))
})

/** An address that stays while the server behind it changes, as in front of a Redis with a stand-in. */
async function oneAddressFor(url: string) {
  let to = Number(new URL(url).port)
  const server = createServer((client) => {
    const behind = connect(to, '127.0.0.1')
    for (const socket of [client, behind]) socket.on('error', () => {}) // its end is that of the other
    client.pipe(behind).pipe(client)
    client.once('close', () => behind.destroy())
    behind.once('close', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(other: string) {
      to = Number(new URL(other).port)
    },
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

async function commanded(url: string, name: string, ...words: readonly string[]): Promise<void> {
  const client = new Redis(url)
  await client.call(name, ...words)
  client.disconnect()
}
