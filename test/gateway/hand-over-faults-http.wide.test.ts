/**
 * The same over HTTP (cases Q2, K10, K14), at drawn moments, and the online services are killed as well: one that can be asked after what is
 * in doubt, one that gets it again. Each declaration has its effect once by its key, and none without a set.
 */
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { effectsIn } from '../../bench/peers/receiving-service.ts'
import { notRun, redisServer } from '../queues/redis-server.ts'
import { acceptAll, drawing, Gateways, inDatabase, killDatabase, shuffled, untilOver } from './faults.ts'
import { openSite } from './gateway.ts'
import { receivingProcess } from './receiving-process.ts'

beforeEach(({ skip }) => skip(notRun !== null, notRun ?? ''))

const SETS = 1000
const ASKED = 'DMFA'
const SENT_AGAIN = 'DIMN'

test('kill -9 of gateway, Redis, PostgreSQL and services during 1,000 hand-overs by HTTP: each effect once by its key, and the books at 0', async () => {
  const draw = drawing()
  await using redis = await redisServer()
  await redis.start()
  await using site = await openSite(`queues.url=${redis.url}`)
  const log = join(site.folder, 'effects.log')
  await using service = await receivingProcess(log)
  const keys = await inDatabase(site, acceptAll(site, [ASKED, SENT_AGAIN], SETS / 2))
  const gateways = new Gateways(site, servicesAt(service.url))
  const restartRedis = async () => {
    await redis.kill()
    await redis.start()
  }
  const kills: readonly (() => Promise<unknown>)[] = [
    restartRedis,
    () => gateways.kill(),
    () => killDatabase(site),
    () => service.restart(),
    () => Promise.all([restartRedis(), gateways.kill(), killDatabase(site), service.restart()]),
  ]
  for (const kill of shuffled(kills, draw)) {
    await gateways.handOverSome(30 + Math.floor(draw() * 120))
    await kill()
  }
  await gateways.start()
  await inDatabase(site, untilOver)
  const effects = effectsIn(log)
  expect([[...effects.keys()].sort(), new Set(effects.values())]).toEqual([keys, new Set([1])])
  expect(await gateways.running?.command('status')).toMatchObject({ books: { imbalance: 0 } })
  await gateways.running?.[Symbol.asyncDispose]()
})

function servicesAt(url: string): string {
  const common = {
    ...{ rate: 200, concurrency: 8, retry: { firstSeconds: 0.1, lastSeconds: 1 } },
    breaker: { failures: 3, firstSeconds: 0.2, lastSeconds: 1 },
  }
  const target = { type: 'http', url }
  const services = [
    { code: ASKED, target: { ...target, askUrl: `${url}/{key}` }, ...common },
    { code: SENT_AGAIN, target, ...common },
  ]
  return `services=${JSON.stringify(services)}`
}
