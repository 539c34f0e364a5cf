import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import type { Database } from '../../src/database/database.ts'
import { openQueues } from '../../src/queues/queues.ts'
import type { Target } from '../../src/services/target.ts'
import { notRun, type RedisServer, redisServer } from '../queues/redis-server.ts'
import { gone } from '../queues/suite.ts'
import { testDatabase } from '../support/test-database.ts'
import { deliverySuite } from './delivery-suite.ts'
import { takeWithTurns } from './one-delivery.ts'
import { scene } from './scene.ts'

const SETS = 150

let database: Database
beforeAll(async () => {
  database = await testDatabase(10)
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(({ skip }) => skip(notRun !== null, notRun ?? ''))

describe('on Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    if (notRun) return
    server = await redisServer()
    await server.start()
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  deliverySuite({
    open: ({ connection }) =>
      openQueues({ url: server.url, password: null, connection, workersMax: 4, log: silentLog }),
    wipe: () => flush(server.url),
  })
})

/** What may happen to a Redis at random moments, and each time every row is handed over once. */
const FAULTS = {
  'FLUSHALL (case Q3)': (_server: unknown, url: string) => flush(url),
  'kill -9 with everything lost (cases Q2, Q12)': async (server: { kill(): Promise<void>; start(): Promise<void> }) => {
    await server.kill()
    await server.start()
  },
}

test.each(Object.entries(FAULTS))('%s again and again loses nothing and hands over once', async (_what, fault) => {
  await using server = await redisServer()
  await server.start()
  const connection = { host: '/nowhere', port: 1, user: 'nobody', database: 'none' }
  await using queues = await openQueues({
    url: server.url,
    password: null,
    connection,
    workersMax: 2,
    log: silentLog,
  })
  await using set = await scene(database, queues)
  const handed = new Map<string, number>()
  const target: Target = {
    async handOver({ idempotencyKey }) {
      handed.set(idempotencyKey, (handed.get(idempotencyKey) ?? 0) + 1)
      return { outcome: 'delivered', reference: null }
    },
  }
  await using deliveries = await set.deliveries({ reach: () => target })
  for (let n = 0; n < SETS; n += 1) {
    await set.accept(String(100_000 + (n % 7)))
    if (n % 25 === 12) await fault(server, server.url)
  }
  await set.settled('DMFA', async () => {
    // What was enqueued long ago counts as lost, without the test having to wait for long ago.
    await database.queries
      .updateTable('delivery')
      .set({ enqueued_at: new Date(0) })
      .where('enqueued_at', 'is not', null)
      .execute()
    await deliveries.reconcile().catch(() => {})
  })
  expect(handed.size).toBe(SETS)
  expect([...handed.values()].every((times) => times === 1)).toBe(true)
})

test('jobs that come back from an old copy of the queue do nothing (case Q4)', async () => {
  await using server = await redisServer()
  await server.start()
  const connection = { host: '/nowhere', port: 1, user: 'nobody', database: 'none' }
  await using queues = await openQueues({
    url: server.url,
    password: null,
    connection,
    workersMax: 2,
    log: silentLog,
  })
  await using set = await scene(database, queues)
  const { submissionId, deliveryId } = await set.accept()
  await using _deliveries = await set.deliveries()
  await set.settled()
  for (const n of [1, 2]) await queues.enqueue('DMFA', { id: `d-${submissionId}-DMFA-${n}`, priority: 1 })
  for (;;) {
    const { waiting, active } = await queues.counts('DMFA')
    if (waiting + active === 0) break
  }
  expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', attempts: 1 })
})

test('case Q4: jobs that a Redis gives back from an old copy of its memory are handed over once', async () => {
  await using server = await redisServer()
  await server.start()
  const settings = { url: server.url, password: null, connection: database.connection, workersMax: 2, log: silentLog }
  await using queues = await openQueues(settings)
  await using set = await scene(database, queues)
  for (let n = 0; n < 20; n += 1) await set.accept()
  const jobs = await takeWithTurns(database, 'DMFA', 100)
  await queues.enqueue('DMFA', ...jobs.map(({ jobId, priority }) => ({ id: jobId, priority })))
  await commanded(server.url, 'save')
  let calls = 0
  const target: Target = {
    async handOver() {
      calls += 1
      return { outcome: 'delivered', reference: null }
    },
  }
  await using _deliveries = await set.deliveries({ reach: () => target })
  await set.settled()
  await server.kill()
  await server.start()
  await using again = await openQueues(settings)
  await gone(again, 'DMFA')
  expect(calls).toBe(20)
  const attempts = await database.queries.selectFrom('delivery').select('attempts').distinct().execute()
  expect(attempts).toEqual([{ attempts: 1 }])
})

function flush(url: string): Promise<void> {
  return commanded(url, 'flushall')
}

async function commanded(url: string, name: string): Promise<void> {
  const client = new Redis(url)
  await client.call(name)
  client.disconnect()
}
