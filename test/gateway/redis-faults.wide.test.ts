/** The queues are a doorbell: what becomes of accepted sets while their Redis is away, killed, emptied or full (cases Q1, Q2, Q3, Q5). */
import { Redis } from 'ioredis'
import { beforeEach, expect, test } from 'vitest'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { notRun, type RedisServer, redisServer } from '../queues/redis-server.ts'
import { Answers } from './answers.ts'
import { expectDeliveredOnce, keysHandedOver, makeSets, sendAll } from './flow.ts'
import { connect, openSite } from './gateway.ts'
import { readiness, told } from './readiness.ts'

beforeEach(({ skip }) => skip(notRun !== null, notRun ?? ''))

/** So slow that most hand-overs still wait in the queue when the sets were answered. */
const SLOWLY = 'services=[{code: DMFA, rate: 5}, {code: DIMN}]'

test('case Q1: with Redis away at the start sets are taken and answered, and are handed over when it comes', async () => {
  await using redis = await redisServer()
  await using site = await openSite(`queues.url=${redis.url}`)
  await using gateway = await site.start()
  const sender = await site.enrol(gateway)
  await told(gateway, 'queues', 'degraded', 'The queue server does not answer. Start it, or correct queues.url.')

  const sets = await makeSets(site, sender, 'Q', 10)
  await sendAll(gateway, sender, sets)
  await using client = await connect(gateway, sender)
  const answers = new Answers(client)
  for (const { trigger } of sets) expect(await answers.to(trigger)).toEqual([[]])
  expect(await keysHandedOver(site)).toEqual([])
  expect(await readiness(gateway)).toMatchObject({ state: 'degraded', dependencies: { database: { state: 'up' } } })

  await redis.start()
  await expectDeliveredOnce(site, gateway, sender, sets)
  await told(gateway, 'queues', 'up')
})

test('cases Q2, Q3: what Redis forgets by kill -9 or FLUSHALL is handed over all the same, and once', async () => {
  await using redis = await redisServer()
  await redis.start()
  await using site = await openSite(`queues.url=${redis.url}`, SLOWLY)
  await using gateway = await site.start()
  const sender = await site.enrol(gateway)
  const sets = await makeSets(site, sender, 'R', 40)

  const faults = breakAgainAndAgain(gateway, redis)
  const lost = heard(gateway, 'delivery.jobsLost', 1)
  await sendAll(gateway, sender, sets)
  await faults
  await expectDeliveredOnce(site, gateway, sender, sets)
  // the test would show nothing if Redis had had nothing to forget
  await lost
})

test('rule 25.9, case Q5: with a Redis that is full sets are taken and answered, and are handed over when it has memory again', async () => {
  await using redis = await redisServer()
  await redis.start()
  await using site = await openSite(`queues.url=${redis.url}`)
  await using gateway = await site.start()
  const sender = await site.enrol(gateway)
  await memoryOf(redis, '1')
  await told(gateway, 'queues', 'degraded', 'takes no jobs. Raise maxmemory on it')

  const sets = await makeSets(site, sender, 'S', 10)
  await sendAll(gateway, sender, sets)
  await using client = await connect(gateway, sender)
  const answers = new Answers(client)
  for (const { trigger } of sets) expect(await answers.to(trigger)).toEqual([[]])
  expect(await keysHandedOver(site)).toEqual([])

  await memoryOf(redis, '0')
  await expectDeliveredOnce(site, gateway, sender, sets)
  await told(gateway, 'queues', 'up')
})

/** One fault after every few answers. */
async function breakAgainAndAgain(gateway: GatewayProcess, redis: RedisServer): Promise<void> {
  const faults = [empty, killAndStart, empty, killAndStart]
  // listened for from the beginning: answers come also while a fault is under way
  const moments = faults.map((_, index) => heard(gateway, 'submission.acknowledged', (index + 1) * 8))
  for (const [index, fault] of faults.entries()) {
    await moments[index]
    await fault(redis)
  }
}

const empty = (redis: RedisServer): Promise<void> => commanded(redis, 'flushall')

const memoryOf = (redis: RedisServer, bytesMax: string): Promise<void> =>
  commanded(redis, 'config', 'set', 'maxmemory', bytesMax)

async function commanded({ url }: RedisServer, name: string, ...words: readonly string[]): Promise<void> {
  const client = new Redis(url)
  await client.call(name, ...words)
  client.disconnect()
}

async function killAndStart(redis: RedisServer): Promise<void> {
  await redis.kill()
  await redis.start()
}

/** Resolves at the n-th such event from now on. */
function heard(gateway: GatewayProcess, event: string, nth: number): Promise<void> {
  let seen = 0
  return new Promise((resolve) => {
    gateway.onEvent((name) => {
      if (name === event && ++seen === nth) resolve()
    })
  })
}
