import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { openQueues, type Queues } from '../../src/queues/queues.ts'
import { notRun, type RedisServer, redisServer } from './redis-server.ts'
import { FAST, hearing, queuesSuite } from './suite.ts'

beforeEach(({ skip }) => skip(notRun !== null, notRun ?? ''))

describe('on Redis', () => {
  let server: RedisServer | undefined
  beforeAll(async () => {
    if (notRun) return
    server = await redisServer()
    await server.start()
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  queuesSuite(async () => {
    if (!server) throw new Error('no server')
    await command(server.url, 'flushall')
    return open(server.url)
  })
})

test('a Redis that is down at the start is told, and used as soon as it is there (case Q1)', async () => {
  await using server = await redisServer()
  await using queues = await open(server.url)
  expect((await queues.health()).problem?.code).toBe('unreachable')
  await expect(queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })).rejects.toThrow(Unavailable)
  const heard = hearing(1)
  await using _worker = queues.work('DMFA', FAST, heard.run)
  await server.start()
  await enqueued(queues, 'd-1-DMFA-2')
  expect(await heard.all).toEqual(['d-1-DMFA-2'])
  expect((await queues.health()).problem).toBeNull()
})

test('a Redis that was killed is used again when it is back, by the same worker (case Q2)', async () => {
  await using server = await redisServer()
  await server.start()
  await using queues = await open(server.url)
  const heard = hearing(2)
  await using _worker = queues.work('DMFA', FAST, heard.run)
  await queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })
  await server.kill()
  await server.start()
  await enqueued(queues, 'd-2-DMFA-1')
  await enqueued(queues, 'd-3-DMFA-1')
  expect((await heard.all).at(-1)).toMatch(/^d-[23]-DMFA-1$/)
})

test('a wrong password is told as such (case Q14)', async () => {
  await using server = await redisServer('--requirepass', 'right')
  await server.start()
  for (const password of ['wrong', null]) {
    await using queues = await open(server.url, password)
    // also between two attempts to connect, which are further and further apart
    for (let look = 0; look < 4; look++) expect((await queues.health()).problem?.code).toBe('password')
    await expect(queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })).rejects.toThrow(Unavailable)
  }
  await using queues = await open(server.url, 'right')
  await enqueued(queues, 'd-1-DMFA-1')
  expect((await queues.health()).problem).toBeNull()
})

test('an eviction policy that may drop jobs is told (case Q14)', async () => {
  await using server = await redisServer('--maxmemory-policy', 'allkeys-lru')
  await server.start()
  await using queues = await open(server.url)
  await enqueued(queues, 'd-1-DMFA-1')
  expect((await queues.health()).problem?.code).toBe('eviction')
})

test('case Q14: what somebody else keeps in the same Redis is neither read nor removed', async () => {
  await using server = await redisServer()
  await server.start()
  const client = new Redis(server.url)
  await client.mset('deliveries-DMFA', 'theirs', 'bull:deliveries-DMFA:wait', 'theirs')
  await using queues = await open(server.url)
  await enqueued(queues, 'd-1-DMFA-1')
  const heard = hearing(1)
  await using _worker = queues.work('DMFA', FAST, heard.run)
  await heard.all
  expect(await client.mget('deliveries-DMFA', 'bull:deliveries-DMFA:wait')).toEqual(['theirs', 'theirs'])
  client.disconnect()
})

test('rule 25.9: a Redis without memory makes enqueue fail softly, says so, and goes on when it has some again (case Q5)', async () => {
  await using server = await redisServer()
  await server.start()
  await using queues = await open(server.url)
  await enqueued(queues, 'd-1-DMFA-1')
  await command(server.url, 'config', 'set', 'maxmemory', '1')
  await expect(queues.enqueue('DMFA', { id: 'd-2-DMFA-1', priority: 1 })).rejects.toThrow(Unavailable)
  expect((await queues.health()).problem?.code).toBe('memory')
  await command(server.url, 'config', 'set', 'maxmemory', '0')
  await enqueued(queues, 'd-2-DMFA-1')
  expect((await queues.health()).problem).toBeNull()
  const heard = hearing(2)
  await using _worker = queues.work('DMFA', FAST, heard.run)
  expect(await heard.all).toEqual(['d-1-DMFA-1', 'd-2-DMFA-1'])
})

function open(url: string, password: string | null = null): Promise<Queues> {
  const connection = { host: '/nowhere', port: 1, user: 'nobody', database: 'none' }
  return openQueues({ url, password, connection, workersMax: 5, log: silentLog })
}

/** As the services do: again until the queue server is back. */
async function enqueued(queues: Queues, id: string): Promise<void> {
  for (;;) {
    try {
      return await queues.enqueue('DMFA', { id, priority: 1 })
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

async function command(url: string, name: string, ...args: string[]): Promise<void> {
  const client = new Redis(url)
  await client.call(name, ...args)
  client.disconnect()
}
