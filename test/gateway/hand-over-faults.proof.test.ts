/**
 * A thousand hand-overs while everything that takes part is killed, alone and all at once (cases Q2, K10, K14): each set lies at its service once, by its
 * key, and nothing is lost.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { notRun, type RedisServer, redisServer } from '../queues/redis-server.ts'
import { acceptAll, Gateways, inDatabase, killDatabase, untilOver } from './faults.ts'
import { openSite, type Site } from './gateway.ts'

beforeEach(({ skip }) => skip(notRun !== null, notRun ?? ''))

const SETS = 1000
const SERVICE = 'services=[{code: DMFA, rate: 200, concurrency: 8, retry: {firstSeconds: 0.1, lastSeconds: 1}}]'

test('kill -9 of gateway, Redis and PostgreSQL during 1,000 hand-overs: each effect once by its key, and the books at 0', async () => {
  await using redis = await redisServer()
  await redis.start()
  await using site = await openSite(`queues.url=${redis.url}`, SERVICE)
  const keys = await inDatabase(site, acceptAll(site, ['DMFA'], SETS))
  const gateways = new Gateways(site)
  for (const kill of [redisOnly, gatewayOnly, databaseOnly, everything]) {
    await gateways.handOverSome(150)
    await kill(site, redis, gateways)
  }
  await gateways.start()
  await inDatabase(site, untilOver)
  expect((await keysAtService(site)).sort()).toEqual(keys)
  expect(await gateways.running?.command('status')).toMatchObject({ books: { imbalance: 0 } })
  await gateways.running?.[Symbol.asyncDispose]()
})

const redisOnly = async (_site: Site, redis: RedisServer): Promise<void> => {
  await redis.kill()
  await redis.start()
}

const gatewayOnly = async (_site: Site, _redis: RedisServer, gateways: Gateways): Promise<void> => gateways.kill()

const databaseOnly = async (site: Site): Promise<void> => killDatabase(site)

const everything = async (site: Site, redis: RedisServer, gateways: Gateways): Promise<void> => {
  await Promise.all([redis.kill(), gateways.kill(), killDatabase(site)])
  await redis.start()
}

/** Of each folder that lies whole at the service. */
async function keysAtService({ folder }: Site): Promise<string[]> {
  const service = join(folder, 'spool', 'services', 'DMFA', 'R')
  const tickets = (await readdir(service)).filter((name) => !name.startsWith('.'))
  const descriptions = tickets.map((ticket) => readFile(join(service, ticket, 'submission.json'), 'utf8'))
  return (await Promise.all(descriptions)).map((text) => JSON.parse(text).idempotencyKey)
}
