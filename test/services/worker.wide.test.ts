import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import type { Database } from '../../src/database/database.ts'
import { openQueues } from '../../src/queues/queues.ts'
import { notRun, redisServer } from '../queues/redis-server.ts'
import { testDatabase } from '../support/test-database.ts'
import { exampleFolder, runExample } from './examples-rig.ts'
import { scene, serviceAt } from './scene.ts'
import { servicesApi, TOKENS } from './services-api-rig.ts'

const SETS = 40

let database: Database
beforeAll(async () => {
  database = await testDatabase(10)
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(({ skip }) => skip(notRun !== null, notRun ?? ''))

test('rule 19.11: a worker on Redis that is killed again and again has each effect once (cases K10, Q2)', async () => {
  await using server = await redisServer()
  await server.start()
  const connection = { host: '/nowhere', port: 1, user: 'nobody', database: 'none' }
  await using queues = await openQueues({ url: server.url, password: null, connection, workersMax: 2, log: silentLog })
  await using set = await scene(database, queues)
  const retry = { firstSeconds: 0.01, lastSeconds: 0.01, attempts: 1000 }
  await using deliveries = await set.deliveries({
    services: () => [serviceAt('', 'DMFA', { target: { type: 'worker', queue: true }, retry })],
  })
  await using api = await servicesApi(deliveries)
  await using folder = await exampleFolder({ token: TOKENS.DMFA, 'ca.pem': api.ca })
  const start = () =>
    runExample('worker.mjs', {
      ...{ GATEWAY_URL: api.url, GATEWAY_CA: join(folder.path, 'ca.pem'), TOKEN_FILE: join(folder.path, 'token') },
      ...{ SERVICE: 'DMFA', STORE: folder.store, QUEUE: server.url },
    })
  for (let n = 0; n < SETS; n += 1) await set.accept(String(100_000 + (n % 7)))
  for (let round = 1; round <= 2; round += 1) {
    const worker = await start()
    await until(async () => (await delivered()) >= round * 10)
    await worker.kill()
    // What it held is due again, and its jobs count as lost, without the test having to wait for either.
    await database.queries
      .updateTable('delivery')
      .set({ until: new Date(0) })
      .where('state', '=', 'active')
      .execute()
  }
  await using _last = await start()
  await set.settled('DMFA', async () => {
    await database.queries
      .updateTable('delivery')
      .set({ enqueued_at: new Date(0) })
      .where('enqueued_at', 'is not', null)
      .execute()
    await deliveries.reconcile().catch(() => {})
  })
  const kept = await folder.kept()
  expect([kept.length, await delivered()]).toEqual([SETS, SETS])
  expect(new Set(await folder.effects()).size).toBe((await folder.effects()).length)
})

async function delivered(): Promise<number> {
  const rows = await database.queries.selectFrom('delivery').select('state').where('state', '=', 'delivered').execute()
  return rows.length
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate)
}
