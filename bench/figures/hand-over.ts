/** From accepted rows to an online service that has them: queue jobs, claims, one POST each, outcomes. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { systemNow } from '../../src/base/clock.ts'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { openQueues } from '../../src/queues/queues.ts'
import { createDeliveries } from '../../src/services/deliveries.ts'
import type { OnlineService } from '../../src/services/online-service.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import { type Bench, type Figure, NotRun } from '../figure.ts'
import { findProgram } from '../peers/find-program.ts'
import { besideGoal } from '../reading.ts'
import { acceptSets } from '../rig/accepted-sets.ts'
import { freePort, startServer } from '../rig/server.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'

const SETS = { usual: 1000, full: 5000 } as const
const CONCURRENCY = 32
const SERVICE = 'DMFA'
const RATE = 100_000
const LOOK_MILLISECONDS = 10
const SECONDS_MAX = 120

export const handOverByDatabase: Figure = {
  id: 'hand-over',
  title: 'Hand-overs to a local service, queues in the embedded database',
  measure: async (bench) => [
    besideGoal(named('in the database'), await rates(bench, ''), { what: 'at least', value: 250 }),
  ],
}

export const handOverByRedis: Figure = {
  id: 'hand-over-redis',
  title: 'Hand-overs to a local service, queues on Redis',
  async measure(bench) {
    await using folder = await openTempFolder()
    await using redis = await startRedis(folder.path, bench)
    return [besideGoal(named('on Redis'), await rates(bench, redis.url), { what: 'at least', value: 1500 })]
  },
}

function named(where: string) {
  return { name: `Hand-overs, queues ${where}`, unit: 'sets/s' } as const
}

async function rates(bench: Bench, url: string): Promise<readonly number[]> {
  await using folder = await openTempFolder()
  const [spoolDir, log] = [join(folder.path, 'spool'), silentLog]
  await using database = await openDatabase({ spoolDir, role: 'daemon', poolSize: 20, log })
  await using spool = await openSpool({ dir: spoolDir, log, now: systemNow })
  await using receiver = await startReceiver(bench)
  await using queues = await openQueues({ url, password: null, connection: database.connection, workersMax: 1, log })
  const service = onlineService(Number(receiver.announcement))
  await using _deliveries = await createDeliveries({
    ...{ database, queues, spool, log, metrics: createMetrics() },
    services: () => [service],
    limits: { leaseSeconds: 120, reconcileSeconds: 10, queuedPerService: 1000 },
    gatewayNumber: () => '999999',
  })
  const count = bench.full ? SETS.full : SETS.usual
  const { ours } = await inTurns({ ours: () => handOversPerSecond(database, spool, count) }, bench, { warmUps: 2 })
  return ours
}

function onlineService(port: number): OnlineService {
  const url = `http://127.0.0.1:${port}/`
  const files = { caFile: '', certificateFile: '', keyFile: '', tokenFile: '' }
  const limits = {
    connectSeconds: 10,
    silenceSeconds: 60,
    totalSeconds: 60,
    answerBytes: 4096,
    retryAfterSecondsMax: 60,
  }
  return {
    ...{ code: SERVICE, rate: RATE, concurrency: CONCURRENCY },
    target: { type: 'http', url, askUrl: '', ...files, ...limits },
    retry: { firstSeconds: 1, lastSeconds: 1, attempts: 3 },
    breaker: { failures: 5, firstSeconds: 1, lastSeconds: 1 },
  }
}

/** From the rows' commit until the last outcome is committed. */
async function handOversPerSecond(
  database: Database,
  spool: Parameters<typeof acceptSets>[1],
  count: number,
): Promise<number> {
  await acceptSets(database, spool, SERVICE, count)
  const began = performance.now()
  while (!(await isOver(database))) {
    if (performance.now() - began > SECONDS_MAX * 1000) throw new Error('not all sets were handed over')
    await pause(LOOK_MILLISECONDS)
  }
  return (count * 1000) / (performance.now() - began)
}

async function isOver({ queries }: Database): Promise<boolean> {
  const open = await queries
    .selectFrom('delivery')
    .select('delivery_id')
    .where('service', '=', SERVICE)
    .where('state', 'in', ['waiting', 'active', 'retrying', 'inDoubt'])
    .limit(1)
    .executeTakeFirst()
  return open === undefined
}

function startReceiver({ stop }: Bench) {
  const program = fileURLToPath(new URL('../rig/receiver.js', import.meta.url))
  return startServer({ program: process.execPath, words: [program], announces: (line) => /^\d+$/.test(line), stop })
}

async function startRedis(folder: string, { stop }: Bench) {
  const program = (await findProgram('redis-server')) ?? (await findProgram('valkey-server'))
  if (!program) throw new NotRun('there is no redis-server')
  const port = await freePort()
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes']
  const server = await startServer({ program, words, announces: (line) => line.includes('eady to accept'), stop })
  return { ...server, url: `redis://127.0.0.1:${port}` }
}
