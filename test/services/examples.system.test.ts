import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import type { Database } from '../../src/database/database.ts'
import { idempotencyKeyOf } from '../../src/ledger/deliveries.ts'
import { openQueues, type Queues } from '../../src/queues/queues.ts'
import { testDatabase } from '../support/test-database.ts'
import { connectionString, exampleFolder, runExample } from './examples-rig.ts'
import { httpSettings } from './http/rig.ts'
import { FI, scene, serviceAt } from './scene.ts'
import { servicesApi, TOKENS } from './services-api-rig.ts'

let database: Database
let queues: Queues
beforeAll(async () => {
  database = await testDatabase(10)
  queues = await openQueues({ url: '', password: null, connection: database.connection, workersMax: 4, log: silentLog })
})
afterAll(async () => {
  await queues[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

test.each([
  ['takes its jobs from the queue in PostgreSQL', true],
  ['asks for the next one without a queue', false],
])('rule 19.11: the worker of the documentation %s, and hands back what became of them', async (_how, queue) => {
  await using set = await scene(database, queues)
  await using deliveries = await set.deliveries({
    services: () => [serviceAt('', 'DMFA', { target: { type: 'worker', queue } })],
  })
  await using api = await servicesApi(deliveries)
  await using folder = await exampleFolder({ token: TOKENS.DMFA, 'ca.pem': api.ca })
  const accepted = [await set.accept(), await set.accept('234567'), await set.accept('345678')]
  await using _worker = await runExample('worker.mjs', {
    ...{ GATEWAY_URL: api.url, GATEWAY_CA: join(folder.path, 'ca.pem'), TOKEN_FILE: join(folder.path, 'token') },
    ...{ SERVICE: 'DMFA', STORE: folder.store, QUEUE: queue ? connectionString(database) : 'none' },
  })
  await set.settled()
  const keys = accepted.map(({ submissionId }) => idempotencyKeyOf(submissionId, 'DMFA'))
  expect([(await folder.effects()).sort(), (await folder.kept()).sort()]).toEqual([[...keys].sort(), [...keys].sort()])
  const kept = join(folder.store, String(keys[0]))
  expect(await readFile(join(kept, 'FI.DMFA.123456.20260105.00001.R.1.1'))).toEqual(FI)
  expect(JSON.parse(await readFile(join(kept, 'submission.json'), 'utf8'))).toMatchObject({
    ticket: accepted[0]?.ticket,
  })
  for (const { deliveryId } of accepted)
    expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', attempts: 1 })
})

test('rule 19.6: the service of the documentation takes declarations once, and says what it has', async () => {
  await using set = await scene(database, queues)
  await using folder = await exampleFolder({})
  await using service = await runExample('online-service.mjs', { STORE: folder.store })
  const { url } = JSON.parse(service.said) as { url: string }
  const askUrl = `${url}/{key}`
  const services = (asks: boolean) => () => [
    serviceAt('', 'DMFA', { target: httpSettings({ url, ...(asks && { askUrl }) }) }),
  ]
  const [first, second] = [await set.accept(), await set.accept()]
  const again = (state: 'retrying' | 'inDoubt') =>
    database.queries
      .updateTable('delivery')
      .set({ state, next_attempt_at: new Date(0), enqueued_at: null })
      .execute()
  for (const asks of [false, true]) {
    await using deliveries = await set.deliveries({ services: services(asks) })
    await set.settled('DMFA', () => deliveries.kick())
    await again(asks ? 'inDoubt' : 'retrying')
    await set.settled('DMFA', () => deliveries.kick())
    await again('inDoubt')
  }
  await using deliveries = await set.deliveries({ services: services(true) })
  await set.settled('DMFA', () => deliveries.kick())
  const keys = [first, second].map(({ submissionId }) => idempotencyKeyOf(submissionId, 'DMFA')).sort()
  expect((await folder.effects()).sort()).toEqual(keys)
  expect(await readFile(join(folder.store, String(keys[0]), 'FI.DMFA.123456.20260105.00001.R.1.1'))).toEqual(FI)
  const rows = await database.queries
    .selectFrom('delivery')
    .select(['state', 'reference', 'idempotency_key as key'])
    .execute()
  expect(rows.map(({ state, reference, key }) => [state, reference === key])).toEqual([
    ['delivered', true],
    ['delivered', true],
  ])
})
