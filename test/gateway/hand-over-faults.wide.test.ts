/**
 * A thousand hand-overs while everything that takes part is killed, alone and all at once (cases Q2, K10, K14): each set lies at its service once, by its
 * key, and nothing is lost.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { systemNow } from '../../src/base/clock.ts'
import { silentLog } from '../../src/base/log.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import { notRun, type RedisServer, redisServer } from '../queues/redis-server.ts'
import { acceptMany } from '../services/accept-many.ts'
import { FI, FS } from '../services/scene.ts'
import { openSite, type Site } from './gateway.ts'

beforeEach(({ skip }) => skip(notRun !== null, notRun ?? ''))

const SETS = 1000
const SENDERS = ['111111', '222222', '333333', '444444', '555555']
const SERVICE = 'services=[{code: DMFA, rate: 200, concurrency: 8, retry: {firstSeconds: 0.1, lastSeconds: 1}}]'

test('kill -9 of gateway, Redis and PostgreSQL during 1,000 hand-overs: each effect once by its key, and the books at 0', async () => {
  await using redis = await redisServer()
  await redis.start()
  await using site = await openSite(`queues.url=${redis.url}`, SERVICE)
  const keys = await inDatabase(site, acceptAll(site))
  const gateways = new Gateways(site)
  for (const kill of [redisOnly, gatewayOnly, databaseOnly, everything]) {
    await gateways.handOverSome(150)
    await kill(site, redis, gateways)
  }
  await gateways.start()
  await inDatabase(site, untilOver)
  expect((await keysAtService(site)).sort()).toEqual([...keys].sort())
  expect(await gateways.running?.command('status')).toMatchObject({ books: { imbalance: 0 } })
  await gateways.running?.[Symbol.asyncDispose]()
})

const redisOnly = async (_site: Site, redis: RedisServer): Promise<void> => {
  await redis.kill()
  await redis.start()
}

const gatewayOnly = async (_site: Site, _redis: RedisServer, gateways: Gateways): Promise<void> => gateways.kill()

/** The gateway may go on with the server that comes, or end by itself; then it is started as a supervisor would. */
const databaseOnly = async ({ folder }: Site): Promise<void> => killDatabase(folder)

const everything = async (site: Site, redis: RedisServer, gateways: Gateways): Promise<void> => {
  await Promise.all([redis.kill(), gateways.kill(), killDatabase(site.folder)])
  await redis.start()
}

/** One gateway at a time, started again when it is gone. */
class Gateways {
  readonly #site: Site
  running: GatewayProcess | null = null

  constructor(site: Site) {
    this.#site = site
  }

  async start(): Promise<GatewayProcess> {
    const gateway = this.running ?? (await this.#site.start())
    this.running = gateway
    return gateway
  }

  async kill(): Promise<void> {
    const gateway = this.running
    this.running = null
    await gateway?.kill()
  }

  /** Resolves after so many more hand-overs, whatever number of gateways that takes. */
  async handOverSome(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      const gateway = await this.start()
      const enough = new Promise<void>((resolve) => {
        gateway.onEvent((event) => {
          if (event === 'delivery.delivered' && --left === 0) resolve()
        })
      })
      const isGone = await Promise.race([enough.then(() => false), gateway.ended.then(() => true)])
      if (isGone) this.running = null
    }
  }
}

async function killDatabase(folder: string): Promise<void> {
  const [pid] = (await readFile(join(folder, 'spool', 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
}

async function inDatabase<Value>(site: Site, work: (database: Database) => Promise<Value>): Promise<Value> {
  const settings = { spoolDir: join(site.folder, 'spool'), role: 'command', poolSize: 2, log: silentLog } as const
  await using database = await openDatabase(settings)
  return await work(database)
}

function acceptAll({ folder }: Site) {
  return async (database: Database): Promise<readonly string[]> => {
    await using spool = await openSpool({ dir: join(folder, 'spool'), log: silentLog, now: systemNow })
    for (const bytes of [FI, FS]) await spool.store(bytes)
    for (const sender of SENDERS) await acceptMany(database, 'DMFA', sender, SETS / SENDERS.length)
    const rows = await database.queries.selectFrom('delivery').select('idempotency_key').execute()
    return rows.map(({ idempotency_key }) => idempotency_key)
  }
}

async function untilOver({ queries }: Database): Promise<void> {
  for (;;) {
    const open = await queries
      .selectFrom('delivery')
      .select('state')
      .where('state', '<>', 'delivered')
      .limit(1)
      .execute()
    if (open.length === 0) return
  }
}

/** Of each folder that lies whole at the service. */
async function keysAtService({ folder }: Site): Promise<string[]> {
  const service = join(folder, 'spool', 'services', 'DMFA', 'R')
  const tickets = (await readdir(service)).filter((name) => !name.startsWith('.'))
  const descriptions = tickets.map((ticket) => readFile(join(service, ticket, 'submission.json'), 'utf8'))
  return (await Promise.all(descriptions)).map((text) => JSON.parse(text).idempotencyKey)
}
