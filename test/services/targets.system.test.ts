import { writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Corrupt, Unavailable } from '../../src/base/errors.ts'
import { type Log, silentLog } from '../../src/base/log.ts'
import { tryTargetAgain } from '../../src/console/operations/service-acts.ts'
import type { Database } from '../../src/database/database.ts'
import { requeueDeliveries } from '../../src/ledger/delivery-control.ts'
import { giveTurns, servicesAtWork } from '../../src/ledger/delivery-line.ts'
import { takeForQueue } from '../../src/ledger/delivery-queueing.ts'
import { takeProbes } from '../../src/ledger/take-probes.ts'
import { beginProbe, closeTarget, targetStates } from '../../src/ledger/target-states.ts'
import { openQueues, type Queues } from '../../src/queues/queues.ts'
import type { OnlineService } from '../../src/services/online-service.ts'
import type { Parcel, Target } from '../../src/services/target.ts'
import { deferred } from '../queues/suite.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'
import { acceptMany } from './accept-many.ts'
import { httpSettings } from './http/rig.ts'
import { answering, serviceStub } from './http/service-stub.ts'
import { claimDelivery, recordOutcome } from './one-delivery.ts'
import { scene, serviceAt } from './scene.ts'

const BREAKER = { failures: 2, firstSeconds: 3600, lastSeconds: 3600 }
const MANY = { firstSeconds: 0.01, lastSeconds: 0.01, attempts: 1000 }

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

/** A service that is there or not, and counts what it was given. */
function service() {
  const state = { isAway: true, calls: [] as Parcel[], asked: deferred<void>() }
  const target: Target = {
    async handOver(parcel) {
      state.calls.push(parcel)
      state.asked.resolve()
      if (state.isAway) throw new Unavailable('the service is away')
      return { outcome: 'delivered', reference: null }
    },
  }
  return { state, reach: () => target }
}

function breaking(more: Partial<OnlineService> = {}): OnlineService {
  return serviceAt('/nowhere', 'DMFA', { retry: MANY, breaker: BREAKER, ...more })
}

test('rule 19.8: a service that is away is left alone: nothing burns attempts, and when it is back all of it drains', async () => {
  await using set = await scene(database, queues)
  const { state, reach } = service()
  for (let n = 0; n < 10; n += 1) await set.accept()
  const services = () => [breaking({ concurrency: 1 })]
  await using deliveries = await set.deliveries({ reach, services })
  await until(() => circuit().then(({ state }) => state === 'open'))
  const [{ failures, lastError } = unknown()] = await targetStates(database.queries)
  expect({ failures, lastError }).toEqual({ failures: 2, lastError: 'the service is away' })
  for (let looks = 0; looks < 5; looks += 1) await deliveries.kick()
  await noneQueued()
  expect([state.calls.length, await attemptsMade()]).toEqual([2, 2])

  // Its time comes, in vain: one hand-over tries, and the pause begins anew.
  await timeComes()
  await deliveries.kick()
  await until(() => circuit().then(({ failures }) => failures === 3))
  for (let looks = 0; looks < 5; looks += 1) await deliveries.kick()
  await noneQueued()
  expect([state.calls.length, (await circuit()).state]).toEqual([3, 'open'])

  state.isAway = false
  await timeComes()
  await deliveries.kick()
  await set.settled('DMFA', () => deliveries.kick())
  expect(await circuit()).toMatchObject({ state: 'closed', failures: 0 })
  expect(new Set(state.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(10)
  expect(await attemptsMade()).toBe(13)
})

test('rule 19.8: what was under way when its target opened closes it when it is answered', async () => {
  await using set = await scene(database, queues)
  for (let n = 0; n < 3; n += 1) await set.accept()
  const answered = deferred<void>()
  let [isFirst, isAway] = [true, true]
  const reach = (): Target => ({
    async handOver() {
      if (!isFirst && isAway) throw new Unavailable('the service is away')
      isFirst = false
      await answered.promise
      return { outcome: 'delivered', reference: null }
    },
  })
  await using _deliveries = await set.deliveries({ reach, services: () => [breaking({ concurrency: 3 })] })
  await until(() => circuit().then(({ state }) => state === 'open'))
  isAway = false
  answered.resolve()
  await set.settled('DMFA')
  expect(await circuit()).toMatchObject({ state: 'closed', failures: 0 })
})

test('rule 19.8: of many that see the end of the pause one alone tries, and another when that one has died', async () => {
  await using set = await scene(database, queues)
  const accepted = [await set.accept(), await set.accept(), await set.accept()]
  await openCircuit()
  const orders = accepted.map(({ submissionId }) => ({ submissionId, service: 'DMFA' }))
  const tries = () => Promise.all(orders.map((order) => beginProbe(database.queries, order, 60)))
  expect(await tries()).toEqual([false, false, false])
  await timeComes()
  expect((await tries()).filter((won) => won)).toEqual([true])
  expect(await tries()).toEqual([false, false, false])
  expect((await circuit()).state).toBe('halfOpen')
  await timeComes()
  expect((await tries()).filter((won) => won)).toEqual([true])
})

test('rule 19.8: another environment of the same service, and another service, go on', async () => {
  await using set = await scene(database, queues)
  const { state, reach } = service()
  state.isAway = false
  await openCircuit('T')
  await openCircuit('R', 'DMPI')
  const { deliveryId } = await set.accept()
  await using _deliveries = await set.deliveries({ reach, services: () => [breaking()] })
  await set.settled()
  expect((await set.row(deliveryId)).state).toBe('delivered')
})

test('rule 19.8: a look passes over the line of a target that is open, however long, and of it one hand-over alone is to try', async () => {
  await using _set = await scene(database, queues)
  await acceptMany(database, 'DMFA', '111111', 1000)
  await acceptMany(database, 'DMFA', '222222', 2, 'T')
  await giveTurns(database, 'DMFA')
  await openCircuit()
  // What the turns left behind in the index would be read as well, as long as nobody has tidied up.
  await sql`vacuum delivery`.execute(database.queries)
  const took = await rowsRead(database, (tx) => takeForQueue(tx, 'DMFA', 20))
  expect(took.value).toMatchObject([{ priority: 4 }, { priority: 8 }])
  expect(took.rows).toBeLessThan(100)
  const isNothing = { service: 'DMFA', lacksTurns: false, lacksJobs: false, isPaused: false }
  expect(await servicesAtWork(database.queries, ['DMFA'])).toEqual([isNothing])
  await timeComes()
  expect(await servicesAtWork(database.queries, ['DMFA'])).toEqual([{ ...isNothing, lacksJobs: true }])
  expect(await takeForQueue(database.queries, 'DMFA', 100)).toEqual([])
  expect(await takeProbes(database.queries, 'DMFA')).toMatchObject([{ priority: 1 }])
  expect(await takeProbes(database.queries, 'DMFA')).toEqual([])
})

test('rule 19.8: what makes no sense tells nothing of its target, and an operator may close it', async () => {
  await using set = await scene(database, queues)
  for (let n = 0; n < 3; n += 1) await set.accept()
  const target: Target = { handOver: () => Promise.reject(new Corrupt('bytes differ')) }
  await using _deliveries = await set.deliveries({ reach: () => target, services: () => [breaking()] })
  await set.settled()
  expect(await targetStates(database.queries)).toEqual([])
  await openCircuit()
  expect(await database.transaction((tx) => closeTarget(tx, 'DMFA', 'R'))).toBe(true)
  expect(await circuit()).toMatchObject({ state: 'closed', failures: 0, openUntil: null })
  expect(await database.transaction((tx) => closeTarget(tx, 'DMFA', 'R'))).toBe(false)
})

test('rule 24.9: once an operator says so all of it goes at once, also what was to wait an hour for its next attempt', async () => {
  await using set = await scene(database, queues)
  const { state, reach } = service()
  for (let n = 0; n < 5; n += 1) await set.accept()
  const retry = { firstSeconds: 3600, lastSeconds: 3600, attempts: 1000 }
  await using deliveries = await set.deliveries({ reach, services: () => [breaking({ retry, concurrency: 1 })] })
  await until(() => circuit().then((now) => now.state === 'open'))
  state.isAway = false
  const act = { actor: 'operator:ann@console', reason: 'The service is back.' }
  const tryAgain = (environment: 'R' | 'T') =>
    database.transaction((tx) => tryTargetAgain(tx, { service: 'DMFA', environment }, act))
  expect(await tryAgain('T')).toMatchObject({ ok: false, problem: { code: 'SLU-STATE' } })
  expect(await tryAgain('R')).toEqual({ ok: true, value: undefined })
  await set.settled('DMFA', () => deliveries.kick())
  expect([await attemptsMade(), new Set(state.calls.map(({ idempotencyKey }) => idempotencyKey)).size]).toEqual([7, 5])
})

test('rule 19.8: a directory that cannot be written opens its circuit as well', async () => {
  await using set = await scene(database, queues)
  await set.accept()
  const target = { type: 'directory', path: '/dev/null/no-folder' } as const
  await using _deliveries = await set.deliveries({
    services: () => [breaking({ target, breaker: { ...BREAKER, failures: 1 } })],
  })
  await until(() => circuit().then(({ state }) => state === 'open'))
  expect((await circuit()).lastError).toContain('the folder of the service cannot be written')
})

test('rule 19.9: a service that hangs takes no more than its share, and others and a change of it do not wait', async () => {
  await using set = await scene(database, queues)
  const hanging = deferred<void>()
  let atOnce = 0
  const reach = ({ code }: OnlineService): Target => ({
    async handOver() {
      if (code === 'DMFA') {
        atOnce += 1
        await hanging.promise
      }
      return { outcome: 'delivered', reference: null }
    },
  })
  let rate = 1000
  const services = () => [breaking({ concurrency: 2, rate }), serviceAt('/nowhere', 'DMPI')]
  for (let n = 0; n < 6; n += 1) await set.accept()
  const others = [await set.accept('123456', 'DMPI'), await set.accept('234567', 'DMPI')]
  await using deliveries = await set.deliveries({ reach, services })
  await set.settled('DMPI', () => deliveries.kick())
  await until(async () => atOnce === 2)
  rate = 2000
  await deliveries.kick()
  const late = await set.accept('123456', 'DMPI')
  await set.settled('DMPI', () => deliveries.kick())
  for (const { deliveryId } of [...others, late]) expect((await set.row(deliveryId)).state).toBe('delivered')
  expect(atOnce).toBe(2)
  hanging.resolve()
  await set.settled('DMFA', () => deliveries.kick())
})

test('a row that is locked for a moment, to get its turn, is claimed all the same', async () => {
  await using set = await scene(database, queues)
  const { submissionId, deliveryId } = await set.accept()
  const claiming = await database.transaction(async (tx) => {
    await tx.updateTable('delivery').set({ turn: 1 }).where('delivery_id', '=', deliveryId).execute()
    const asked = claimDelivery(database.queries, { submissionId, service: 'DMFA', owner: 'x', leaseSeconds: 60 })
    await until(async () => {
      const { rows } = await sql<{ waits: boolean }>`
        select exists (select from pg_locks where not granted) as waits`.execute(tx)
      return rows[0]?.waits === true
    })
    return { asked }
  })
  expect(await claiming.asked).toMatchObject({ deliveryId, fence: 1 })
})

test('an outcome that is not certain is remembered, whatever becomes of the delivery, until the service has said more', async () => {
  await using set = await scene(database, queues)
  const { submissionId, deliveryId } = await set.accept()
  const order = { submissionId, service: 'DMFA', owner: 'test', leaseSeconds: 60 }
  const claim = async () => {
    const claimed = await claimDelivery(database.queries, order)
    if (typeof claimed === 'string') throw new TypeError(claimed)
    return claimed
  }
  const doubts: boolean[] = []
  for (const outcome of [
    { outcome: 'retrying', error: 'away' },
    { outcome: 'parked', error: 'cut', isInDoubt: true },
    { outcome: 'retrying', error: 'away' },
  ] as const) {
    const claimed = await claim()
    doubts.push(claimed.isDoubtful)
    await recordOutcome(database.queries, claimed, outcome, 0)
    await database.transaction((tx) => requeueDeliveries(tx, [deliveryId]))
  }
  expect([...doubts, (await claim()).isDoubtful]).toEqual([false, false, true, true])
})

test('rule 19.6: whatever dies between request, answer and commit, the service has one effect by the key (case K10)', async () => {
  const effects = new Map<string, number>()
  let asked = 0
  await using stub = await serviceStub(async (request, answer, self) => {
    asked += 1
    const died = asked
    if (died === 1) return void request.socket.destroy() // before it was read
    const { headers } = await self.take(request)
    const key = String(headers['idempotency-key'])
    if (!effects.has(key)) effects.set(key, 0)
    if (self.received.filter((one) => one.headers['idempotency-key'] === key).length === 1) effects.set(key, 1)
    if (died === 2) return void request.socket.destroy() // after its effect, before its answer
    answer.end(JSON.stringify({ status: 'accepted', reference: `for ${key}` }))
  })
  await using set = await scene(database, queues)
  writeFileSync(`${set.folder}/ca.pem`, stub.certificatePem)
  const target = httpSettings({ url: stub.url, caFile: `${set.folder}/ca.pem` })
  const services = () => [breaking({ target, breaker: { ...BREAKER, failures: 100 } })]
  const { deliveryId } = await set.accept()
  const lost = deferred<void>()
  const dying: Database = {
    ...database,
    queries: database.queries.withPlugin({
      transformQuery({ node }) {
        if (!JSON.stringify(node).includes('ended as (') || asked < 3) return node
        lost.resolve()
        throw new Unavailable('the connection was lost before COMMIT')
      },
      transformResult: async ({ result }) => result,
    }),
  }
  const first = await set.deliveries({ database: dying, services })
  await lost.promise
  await first[Symbol.asyncDispose]()
  expect(await set.row(deliveryId)).toMatchObject({ state: 'active', attempts: 3 })
  await database.queries
    .updateTable('delivery')
    .set({ until: new Date(0), enqueued_at: null })
    .execute()
  await using again = await set.deliveries({ services })
  await set.settled('DMFA', () => again.kick())
  const row = await set.row(deliveryId)
  expect(row).toMatchObject({ state: 'delivered', attempts: 4 })
  expect([asked, [...effects.values()], effects.size]).toEqual([4, [1], 1])
  expect(stub.received.every(({ body }) => body.equals(stub.received[0]?.body ?? Buffer.alloc(0)))).toBe(true)
})

test('a renewed token needs no restart', async () => {
  await using set = await scene(database, queues)
  await using stub = await serviceStub(answering(200, { status: 'accepted', reference: '1' }))
  writeFileSync(`${set.folder}/ca.pem`, stub.certificatePem)
  writeFileSync(`${set.folder}/token`, 'first')
  const target = httpSettings({ url: stub.url, caFile: `${set.folder}/ca.pem`, tokenFile: `${set.folder}/token` })
  await using deliveries = await set.deliveries({ services: () => [breaking({ target })] })
  await set.accept()
  await set.settled('DMFA', () => deliveries.kick())
  writeFileSync(`${set.folder}/token`, 'second one')
  await deliveries.kick()
  await set.accept()
  await set.settled('DMFA', () => deliveries.kick())
  expect(stub.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second one'])
})

test('the log tells when a target opens and closes, and the measures how it is', async () => {
  await using set = await scene(database, queues)
  const lines: string[] = []
  const log = {
    ...silentLog,
    warn: (event: string) => void lines.push(event),
    info: (event: string) => void lines.push(event),
  }
  const { state, reach } = service()
  await set.accept()
  await using deliveries = await set.deliveries({ reach, services: () => [breaking()], log: log as Log })
  await until(() => circuit().then((now) => now.state === 'open'))
  expect(await set.metrics.text()).toContain('sluice_target_open{service="DMFA",environment="R"} 1')
  state.isAway = false
  await timeComes()
  await set.settled('DMFA', () => deliveries.kick())
  await until(async () => lines.includes('target.closed'))
  expect(lines.filter((line) => line.startsWith('target.'))).toEqual(['target.opened', 'target.closed'])
  expect(await set.metrics.text()).toContain('sluice_target_open{service="DMFA",environment="R"} 0')
})

async function circuit() {
  const [found] = await targetStates(database.queries)
  return found ?? { state: 'closed', failures: 0, openUntil: null, lastError: null }
}

async function openCircuit(environment = 'R', code = 'DMFA'): Promise<void> {
  await database.queries
    .insertInto('target_state')
    .values({
      service: code,
      environment,
      state: 'open',
      failures: 2,
      open_until: sql`now() + interval '1 hour'`,
      last_error: 'x',
    })
    .onConflict((row) =>
      row
        .columns(['service', 'environment'])
        .doUpdateSet({ state: 'open', failures: 2, open_until: sql`now() + interval '1 hour'` }),
    )
    .execute()
}

async function timeComes(): Promise<void> {
  await database.queries
    .updateTable('target_state')
    .set({ open_until: sql`now()` })
    .where('state', '<>', 'closed')
    .execute()
}

async function attemptsMade(): Promise<number> {
  const rows = await database.queries.selectFrom('delivery').select('attempts').execute()
  return rows.reduce((sum, { attempts }) => sum + attempts, 0)
}

/** Every job that was in the queue has come to nothing. */
function noneQueued(): Promise<void> {
  return until(async () => {
    const { waiting, active } = await queues.counts('DMFA')
    return waiting + active === 0
  })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate)
}

function unknown(): never {
  throw new Error('no target was heard of')
}
