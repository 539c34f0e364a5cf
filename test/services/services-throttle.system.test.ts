import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { servicesThrottle } from '../../src/daemon/services-throttle.ts'
import type { Database } from '../../src/database/database.ts'
import { openQueues, type Queues } from '../../src/queues/queues.ts'
import { liftWait, waitsNow } from '../../src/registry/sessions/waits.ts'
import { ACT, value } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { scene, serviceAt } from './scene.ts'
import { servicesApi, TOKENS } from './services-api-rig.ts'

const LIMITS = { perService: 3, perAddress: 6, lockSeconds: 600, lockSecondsMax: 3600, addressMinutes: 10 }
const [HOME, ELSEWHERE] = ['127.0.0.2', '127.0.0.3']

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

/** Two processes on one database; `knock` asks one of them for work and resolves with the status. */
async function doors() {
  await database.queries.deleteFrom('login_throttle').execute()
  const set = await scene(database, queues)
  const worked = (code: string) => serviceAt('', code, { target: { type: 'worker', queue: false } })
  const deliveries = await set.deliveries({ services: () => [worked('DMFA'), worked('DMPI')] })
  const throttle = () => servicesThrottle(database, () => LIMITS)
  const open = () => servicesApi(deliveries, undefined, undefined, throttle())
  const both = [await open(), await open()] as const
  onTestFinished(async () => {
    for (const api of both) await api[Symbol.asyncDispose]()
    await deliveries[Symbol.asyncDispose]()
    await set[Symbol.asyncDispose]()
  })
  const ask = (localAddress: string, service: string, token: string, process: 0 | 1 = 0) =>
    both[process].ask('/claims', {}, { service, token, localAddress })
  const knock = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).status
  return { ask, knock }
}

test('rule 19.13: a service that failed waits at that address in every process, also with the right token, and nowhere else', async () => {
  const { ask, knock } = await doors()
  for (const process of [0, 1, 0] as const) expect(await knock(HOME, 'DMFA', 'wrong', process)).toBe(401)
  const waiting = await ask(HOME, 'DMFA', TOKENS.DMFA, 1)
  expect([waiting.status, waiting.headers['retry-after'], waiting.json]).toEqual([
    ...[429, '600'],
    {
      ...{ type: 'urn:problem-type:belgif:tooManyFailedRequests', title: 'Too many failed requests', status: 429 },
      ...{ detail: expect.stringContaining('Retry-After'), retryAfterSec: 600 },
    },
  ])
  expect([await knock(ELSEWHERE, 'DMFA', TOKENS.DMFA), await knock(HOME, 'DMPI', TOKENS.DMPI)]).toEqual([204, 204])
})

test('rule 19.13: an address waits for whatever it tries, also for services that there are not', async () => {
  const { knock } = await doors()
  for (const service of ['NONE', 'DMFA', 'nobody', 'DMPI', 'NOR', '%20']) {
    expect(await knock(HOME, service, 'wrong')).toBe(401)
  }
  expect([await knock(HOME, 'DMFA', TOKENS.DMFA), await knock(ELSEWHERE, 'DMFA', TOKENS.DMFA)]).toEqual([429, 204])
})

test('rule 19.13: a right proof clears what the service failed at this address, and an operator ends a wait', async () => {
  const { knock } = await doors()
  const twice = async () => [await knock(HOME, 'DMFA', 'wrong'), await knock(HOME, 'DMFA', 'wrong')]
  expect([await twice(), await knock(HOME, 'DMFA', TOKENS.DMFA), await twice()]).toEqual([[401, 401], 204, [401, 401]])
  expect(await knock(HOME, 'DMFA', 'wrong')).toBe(401)
  const [wait] = await waitsNow(database.queries)
  expect(wait).toMatchObject({ origin: HOME, failures: 3, fault: 'badToken', isOfAll: false })
  value(await database.transaction((tx) => liftWait(tx, wait?.waitId ?? '', ACT)))
  expect(await knock(HOME, 'DMFA', TOKENS.DMFA)).toBe(204)
})
