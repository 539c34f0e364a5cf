import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { Corrupt, Unavailable } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import type { Database } from '../../src/database/database.ts'
import { idempotencyKeyOf, jobIdOf } from '../../src/ledger/deliveries.ts'
import { requeueDeliveries } from '../../src/ledger/delivery-control.ts'
import { giveTurns, servicesAtWork } from '../../src/ledger/delivery-line.ts'
import { takeForQueue } from '../../src/ledger/delivery-queueing.ts'
import type { Queues } from '../../src/queues/queues.ts'
import type { OnlineService } from '../../src/services/online-service.ts'
import type { Parcel, Target } from '../../src/services/target.ts'
import { deferred } from '../queues/suite.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'
import { acceptMany } from './accept-many.ts'
import { claimDelivery, recordOutcome, takeWithTurns } from './one-delivery.ts'
import { descriptionOf, type Scene, scene, serviceAt } from './scene.ts'

/** One of the two kinds of server that the queues live on. */
export type Backend = {
  /** Of four services; sees what earlier ones of the same database enqueued. */
  open(database: Database): Promise<Queues>
  /** Everything enqueued is gone. Queues that were open may be broken afterwards. */
  wipe(database: Database): Promise<void>
}

const hourAgo = sql<Date>`now() - interval '1 hour'`

/** What the deliveries promise whatever the queues live on. */
export function deliverySuite(backend: Backend): void {
  let database: Database
  let queues: Queues
  beforeAll(async () => {
    database = await testDatabase(10)
    // The server would look at it whenever it has time; here its statistics are those that a test asks for.
    await sql`alter table delivery set (autovacuum_enabled = false)`.execute(database.queries)
    queues = await backend.open(database)
  })
  afterAll(async () => {
    await queues[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  test('an accepted declaration lies whole in the service’s directory', async () => {
    await using set = await scene(database, queues)
    const { submissionId, ticket, deliveryId } = await set.accept()
    await using _deliveries = await set.deliveries()
    await set.settled()
    const names = ['FI.DMFA.123456.20260105.00001.R.1.1', 'FS.DMFA.123456.20260105.00001.R.1.1', 'submission.json']
    expect(await set.handedOver()).toEqual(names.map((name) => `DMFA/R/${ticket}/${name}`))
    expect(await descriptionOf(join(set.folder, 'DMFA/R', ticket))).toMatchObject({
      idempotencyKey: idempotencyKeyOf(submissionId, 'DMFA'),
      submissionId,
      sender: '123456',
      setKey: 'DMFA.123456.20260105.00001.R',
      files: [{ name: names[0], channel: 'sftp' }, { name: names[1] }],
    })
    expect(await set.row(deliveryId)).toEqual({ state: 'delivered', attempts: 1, dispatches: 1, last_error: null })
  })

  test('the NOTIFY of the dispatching transaction is enough, without a look around', async () => {
    // No poll ever comes.
    vi.useFakeTimers({ toFake: ['setInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    await using set = await scene(database, queues)
    await using deliveries = await set.deliveries()
    await deliveries.kick()
    const { deliveryId } = await set.accept()
    await set.settled()
    expect((await set.row(deliveryId)).state).toBe('delivered')
  })

  test('duplicate jobs hand over once (case Q11)', async () => {
    await using set = await scene(database, queues)
    const { submissionId, deliveryId } = await set.accept()
    const { calls, reach } = counting()
    for (const n of [7, 8, 9]) await queues.enqueue('DMFA', { id: jobIdOf(submissionId, 'DMFA', n), priority: 1 })
    await using _deliveries = await set.deliveries({ reach })
    await set.settled()
    await drained(queues, 'DMFA')
    expect(calls).toEqual([idempotencyKeyOf(submissionId, 'DMFA')])
    expect((await set.row(deliveryId)).attempts).toBe(1)
  })

  test('a job of no submission, or of no make of ours, is dropped and others go on (case Q9)', async () => {
    await using set = await scene(database, queues)
    await queues.enqueue('DMFA', { id: 'rubbish', priority: 1 })
    await queues.enqueue('DMFA', { id: jobIdOf('00000000-0000-7000-8000-000000000000', 'DMFA', 1), priority: 1 })
    const { deliveryId } = await set.accept()
    await using _deliveries = await set.deliveries()
    await set.settled()
    await drained(queues, 'DMFA')
    expect((await set.row(deliveryId)).state).toBe('delivered')
  })

  test('jobs that the queue lost are made again under the next number (cases Q3, Q12, K4)', async () => {
    await using set = await scene(database, queues)
    const accepted = [await set.accept(), await set.accept('234567')]
    // As if they had been enqueued, and the queue had been wiped since.
    await database.queries.updateTable('delivery').set({ dispatches: 1, enqueued_at: hourAgo }).execute()
    const { calls, reach } = counting()
    await using deliveries = await set.deliveries({ reach })
    expect(await deliveries.reconcile()).toBe(2)
    await set.settled()
    expect(new Set(calls).size).toBe(2)
    for (const { deliveryId } of accepted)
      expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', dispatches: 2 })
  })

  test('a job that still waits in the queue is not made again', async () => {
    await using set = await scene(database, queues)
    await using deliveries = await set.deliveries({ services: () => [] })
    const { deliveryId, submissionId } = await set.accept()
    await takeWithTurns(database, 'DMFA', 10)
    await queues.enqueue('DMFA', { id: jobIdOf(submissionId, 'DMFA', 1), priority: 1 })
    await database.queries.updateTable('delivery').set({ enqueued_at: hourAgo }).execute()
    expect(await deliveries.reconcile()).toBe(0)
    expect(await set.row(deliveryId)).toMatchObject({ state: 'waiting', dispatches: 1 })
    await using worker = queues.work('DMFA', { concurrency: 1, rate: 1000 }, async () => {})
    await drained(queues, 'DMFA')
    await worker[Symbol.asyncDispose]()
  })

  test('a wiped queue loses nothing once they are opened again', async () => {
    await using set = await scene(database, queues)
    const { deliveryId } = await set.accept()
    const others = await backend.open(database)
    await database.queries.updateTable('delivery').set({ dispatches: 3, enqueued_at: hourAgo }).execute()
    await queues[Symbol.asyncDispose]()
    await backend.wipe(database)
    await others[Symbol.asyncDispose]()
    queues = await backend.open(database)
    await using deliveries = await set.deliveries({ queues })
    expect(await deliveries.reconcile()).toBe(1)
    await set.settled()
    expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', dispatches: 4 })
  })

  test('what a killed worker held is handed over again with the same key when its lease ran out (cases K10, Q7)', async () => {
    await using set = await scene(database, queues)
    const { submissionId, deliveryId } = await set.accept()
    await claimDelivery(database.queries, { submissionId, service: 'DMFA', owner: 'dead/1', leaseSeconds: 120 })
    const { calls, reach } = counting()
    await using deliveries = await set.deliveries({ reach })
    await deliveries.kick()
    expect(await set.row(deliveryId)).toMatchObject({ state: 'active', attempts: 1 })
    await database.queries.updateTable('delivery').set({ until: hourAgo }).execute()
    await deliveries.kick()
    await set.settled()
    expect(calls).toEqual([idempotencyKeyOf(submissionId, 'DMFA')])
    expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', attempts: 2 })
  })

  test('a job that a dead worker took from the queue and never claimed is made again without the queue giving it back', async () => {
    await using set = await scene(database, queues)
    const { deliveryId } = await set.accept()
    const { submissionId } = await database.queries
      .updateTable('delivery')
      .set({ enqueued_at: hourAgo, dispatches: 1 })
      .where('delivery_id', '=', deliveryId)
      .returning('submission_id as submissionId')
      .executeTakeFirstOrThrow()
    await queues.enqueue('DMFA', { id: jobIdOf(submissionId, 'DMFA', 1), priority: 1 })
    const taken = deferred<void>()
    const over = deferred<void>()
    const dead = queues.work('DMFA', { concurrency: 1, rate: 1000 }, async () => {
      taken.resolve()
      await over.promise
    })
    await taken.promise
    await using living = await backend.open(database)
    await using deliveries = await set.deliveries({ queues: living })
    expect(await deliveries.reconcile()).toBe(1)
    await set.settled()
    expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', dispatches: 2 })
    over.resolve()
    await dead[Symbol.asyncDispose]()
  })

  test('a worker that lost its lease cannot write its outcome any more (case Q10)', async () => {
    await using set = await scene(database, queues)
    const { submissionId, deliveryId } = await set.accept()
    const order = { submissionId, service: 'DMFA', owner: 'slow/1', leaseSeconds: 120 }
    const slow = await claimDelivery(database.queries, order)
    await database.queries.updateTable('delivery').set({ until: hourAgo }).execute()
    const fast = await claimDelivery(database.queries, { ...order, owner: 'fast/1' })
    if (typeof slow === 'string' || typeof fast === 'string') throw new Error('not claimed')
    const done = { outcome: 'delivered', reference: 'one' } as const
    expect(await database.transaction((tx) => recordOutcome(tx, slow, { outcome: 'parked', error: 'late' }, 0))).toBe(
      false,
    )
    expect(await database.transaction((tx) => recordOutcome(tx, fast, done, 0))).toBe(true)
    expect((await set.row(deliveryId)).state).toBe('delivered')
  })

  test('a service that is away is tried again, and parked after the last attempt; others go on (case Q13)', async () => {
    await using set = await scene(database, queues)
    const poison = await set.accept()
    const { reach, calls } = counting(async ({ ticket }) => {
      if (ticket === poison.ticket) throw new Unavailable('the service is away')
    })
    const other = await set.accept()
    await using deliveries = await set.deliveries({ reach })
    await set.settled('DMFA', deliveries.kick)
    expect(await set.row(poison.deliveryId)).toMatchObject({
      state: 'parked',
      attempts: 5,
      last_error: 'the service is away',
    })
    expect((await set.row(other.deliveryId)).state).toBe('delivered')
    expect(calls.filter((key) => key === idempotencyKeyOf(poison.submissionId, 'DMFA'))).toHaveLength(5)
    const again = Array.from({ length: 4 }, () => 'delivery.retrying')
    expect(await eventsOf(poison.submissionId)).toEqual([...again, 'delivery.parked'])
  })

  test('the timeline tells the first attempts, and the last', async () => {
    await using set = await scene(database, queues)
    const { deliveryId, submissionId } = await set.accept()
    const job = { submissionId, service: 'DMFA', owner: 'x', leaseSeconds: 60 }
    for (const attempts of [18, 19, 20]) {
      const due = { attempts, next_attempt_at: new Date(0) }
      await database.queries.updateTable('delivery').set(due).where('delivery_id', '=', deliveryId).execute()
      const claim = await claimDelivery(database.queries, job)
      if (typeof claim === 'string') throw new Error(claim)
      await recordOutcome(database.queries, claim, { outcome: 'retrying', error: 'away' }, 0)
    }
    expect(await eventsOf(submissionId)).toEqual(['delivery.retrying', 'delivery.retrying'])
  })

  async function eventsOf(submissionId: string): Promise<string[]> {
    const events = await database.queries
      .selectFrom('event')
      .select('event')
      .where('submission_id', '=', submissionId)
      .orderBy('event_no')
      .execute()
    return events.map(({ event }) => event)
  }

  test('what makes no sense, and what is a bug, is parked at once', async () => {
    await using set = await scene(database, queues)
    const [corrupt, bug] = [await set.accept(), await set.accept()]
    const { reach } = counting(async ({ ticket }) => {
      throw ticket === corrupt.ticket ? new Corrupt('bytes differ') : new TypeError('oops')
    })
    await using _deliveries = await set.deliveries({ reach })
    await set.settled()
    expect(await set.row(corrupt.deliveryId)).toMatchObject({
      state: 'parked',
      attempts: 1,
      last_error: 'bytes differ',
    })
    expect(await set.row(bug.deliveryId)).toMatchObject({ state: 'parked', attempts: 1, last_error: 'oops' })
  })

  test('a delivery that kills its worker each time is parked after as many attempts', async () => {
    await using set = await scene(database, queues)
    const { deliveryId } = await set.accept()
    await database.queries.updateTable('delivery').set({ attempts: 5, state: 'active', until: hourAgo }).execute()
    const { reach, calls } = counting()
    await using _deliveries = await set.deliveries({ reach })
    await set.settled()
    expect(calls).toEqual([])
    expect(await set.row(deliveryId)).toMatchObject({ state: 'parked', last_error: 'no outcome after 5 attempts' })
  })

  test('a parked delivery that is requeued begins anew with the same key', async () => {
    await using set = await scene(database, queues)
    const { submissionId, deliveryId } = await set.accept()
    let isBroken = true
    const { reach, calls } = counting(async () => {
      if (isBroken) throw new Corrupt('bytes differ')
    })
    await using _deliveries = await set.deliveries({ reach })
    await set.settled()
    isBroken = false
    expect(await database.transaction((tx) => requeueDeliveries(tx, [deliveryId]))).toBe(1)
    await set.settled()
    expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', attempts: 1 })
    expect(new Set(calls)).toEqual(new Set([idempotencyKeyOf(submissionId, 'DMFA')]))
  })

  test('nothing of a paused service is begun, also when its jobs are in the queue, until it is resumed', async () => {
    await using set = await scene(database, queues)
    const { reach, calls } = counting()
    const first = await set.accept()
    await takeWithTurns(database, 'DMFA', 10)
    await queues.enqueue('DMFA', { id: jobIdOf(first.submissionId, 'DMFA', 1), priority: 1 })
    await using deliveries = await set.deliveries({ reach, services: () => [] })
    await deliveries.pause('DMFA', 'maintenance', 'operator')
    await using working = await set.deliveries({ reach })
    await set.accept()
    await working.kick()
    await drained(queues, 'DMFA')
    expect(calls).toEqual([])
    expect(await working.paused()).toEqual([
      { service: 'DMFA', pausedAt: expect.any(Date), reason: 'maintenance', actor: 'operator' },
    ])
    expect(await deliveries.resume('DMFA')).toBe(true)
    await set.settled()
    expect(calls).toHaveLength(2)
    expect(await deliveries.resume('DMFA')).toBe(false)
  })

  test('rule 25.1: one set overtakes the thousand of a sender that came before it, also when the queue is full of theirs', async () => {
    await using set = await scene(database, queues)
    await acceptMany(database, 'DMFA', '111111', 1000)
    const first = deferred()
    const goOn = deferred()
    const order: string[] = []
    const target: Target = {
      async handOver({ description }) {
        order.push(JSON.parse(description.toString()).sender)
        first.resolve()
        await goOn.promise
        if (order.length > 3) throw new Unavailable('enough was seen')
        return { outcome: 'delivered', reference: null }
      },
    }
    const deliveries = await set.deliveries({
      reach: () => target,
      limits: { leaseSeconds: 60, reconcileSeconds: 10, queuedPerService: 100 },
      services: () => [{ ...set.service, concurrency: 1, retry: { ...set.service.retry, firstSeconds: 3600 } }],
    })
    await deliveries.kick()
    await first.promise
    expect(await queues.counts('DMFA')).toEqual({ waiting: 89, active: 1 })
    const small = await set.accept('222222')
    await deliveries.kick()
    expect(await queues.counts('DMFA')).toEqual({ waiting: 90, active: 1 })
    goOn.resolve()
    await becomes(set, small.deliveryId, 'delivered')
    await deliveries[Symbol.asyncDispose]()
    expect(order.slice(0, 3)).toEqual(['111111', '111111', '222222'])
    await emptied(queues, 'DMFA')
  })

  test('rule 25.2: of what waits, production goes before tests, and tests before simulations', async () => {
    await using set = await scene(database, queues)
    for (const environment of ['S', 'T', 'R'] as const) await acceptMany(database, 'DMFA', '111111', 17, environment)
    const jobs = await takeWithTurns(database, 'DMFA', 100)
    const environmentOf = new Map(
      (await database.queries.selectFrom('delivery').select(['delivery_id', 'environment']).execute()).map(
        ({ delivery_id, environment }) => [delivery_id, environment],
      ),
    )
    const order = jobs.map(({ deliveryId }) => environmentOf.get(deliveryId)).join('')
    expect([...order.slice(0, 21)].sort().join('')).toBe(`${'R'.repeat(16)}STTTT`)
    expect(order.slice(0, 4)).toMatch(/^RRR[RT]$/)
    expect(set.service.code).toBe('DMFA')
  })

  test('rule 25.1: what failed steps back behind what its sender has waiting, and keeps nobody else waiting', async () => {
    await using set = await scene(database, queues)
    const [failed, next] = [await set.accept('111111'), await set.accept('111111')]
    await takeWithTurns(database, 'DMFA', 10)
    const claim = await claimDelivery(database.queries, { ...failed, service: 'DMFA', owner: 'x', leaseSeconds: 60 })
    if (typeof claim === 'string') throw new TypeError(claim)
    await recordOutcome(database.queries, claim, { outcome: 'retrying', error: 'away' }, 0)
    const other = await set.accept('222222')
    await takeWithTurns(database, 'DMFA', 10)
    const rows = await database.queries.selectFrom('delivery').select(['delivery_id', 'turn']).execute()
    const turnOf = new Map(rows.map(({ delivery_id, turn }) => [delivery_id, turn]))
    expect([next, failed, other].map(({ deliveryId }) => turnOf.get(deliveryId))).toEqual([2, 3, 2])
  })

  test.each([
    ['none', []],
    ['those of before the turns', ['before']],
    ['those of after the turns', ['after']],
    ['both', ['before', 'after']],
  ])('rule 25.1: a look reads what the queue may hold, and not what waits; statistics: %s', async (_, analyzed) => {
    await using _set = await scene(database, queues)
    await acceptMany(database, 'DMFA', '111111', 3000)
    if (analyzed.includes('before')) await sql`analyze delivery`.execute(database.queries)
    await giveTurns(database, 'DMFA')
    await takeForQueue(database.queries, 'DMFA', 20)
    if (analyzed.includes('after')) await sql`analyze delivery`.execute(database.queries)
    const look = () => rowsRead(database, (tx) => servicesAtWork(tx, ['DMFA', 'DIMN']))
    let looked = await look()
    // Entries of the index that the turns left behind are read as long as any snapshot may need them, and forgotten then.
    while (looked.rows > 1000) looked = await look()
    expect(looked.value).toEqual([{ service: 'DMFA', lacksTurns: false, lacksJobs: true, isPaused: false }])
    expect(looked.rows).toBeLessThan(100)
    const took = await rowsRead(database, (tx) => takeForQueue(tx, 'DMFA', 30))
    expect(took.value).toHaveLength(9)
    expect(took.rows).toBeLessThan(200)
  })

  test('rule 25.1: when nobody waits any more, lines begin anew', async () => {
    await using set = await scene(database, queues)
    await acceptMany(database, 'DMFA', '111111', 5)
    await using deliveries = await set.deliveries({ reach: counting().reach })
    await set.settled('DMFA', deliveries.kick)
    await deliveries[Symbol.asyncDispose]()
    await set.accept('222222')
    expect(await takeWithTurns(database, 'DMFA', 10)).toMatchObject([{ priority: 1 }])
  })

  test('rule 25.3: no more hand-overs are begun in the time of the rate, over all processes', async () => {
    await using set = await scene(database, queues)
    await using others = await backend.open(database)
    const { calls, reach } = counting()
    const begun = deferred()
    const slowly = { ...set.service, rate: 0.001 }
    const told = () => ({ handOver: (parcel: Parcel) => reach().handOver(parcel).finally(begun.resolve) })
    for (let n = 0; n < 5; n += 1) await set.accept()
    const both = [queues, others].map((each) => set.deliveries({ queues: each, reach: told, services: () => [slowly] }))
    const [one, other] = await Promise.all(both)
    await begun.promise
    // Both have asked for a job, and been refused, before they are heard of here.
    for (let n = 1; n <= 20; n += 1) await Promise.all([one?.kick(), other?.kick(), queues.counts('DMFA')])
    expect(calls).toHaveLength(1)
    await Promise.all([one, other].map((each) => each?.[Symbol.asyncDispose]()))
    await backend.wipe(database)
    queues = await backend.open(database)
  })

  test('case Q7: a set whose worker was killed ten times is handed over all the same', async () => {
    await using set = await scene(database, queues)
    const { submissionId, deliveryId } = await set.accept()
    const job = { submissionId, service: 'DMFA', leaseSeconds: 120 }
    for (let n = 1; n <= 10; n += 1) {
      expect(await claimDelivery(database.queries, { ...job, owner: `dead/${n}` })).toMatchObject({ fence: n })
      await database.queries.updateTable('delivery').set({ until: hourAgo }).execute()
    }
    const { calls, reach } = counting()
    const service = { ...set.service, retry: { ...set.service.retry, attempts: 20 } }
    await using _deliveries = await set.deliveries({ reach, services: () => [service] })
    await set.settled()
    expect(calls).toEqual([idempotencyKeyOf(submissionId, 'DMFA')])
    expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', attempts: 11 })
  })

  test('case Q10: a worker whose process stood still writes nothing any more, and the second has done it', async () => {
    const events: string[] = []
    await using set = await scene(database, queues, { ...silentLog, warn: (event) => void events.push(event) })
    const [begun, wakeUp] = [deferred(), deferred()]
    let calls = 0
    const target: Target = {
      async handOver() {
        calls += 1
        if (calls > 1) return { outcome: 'delivered', reference: 'by the second' }
        begun.resolve()
        await wakeUp.promise
        return { outcome: 'refused', error: 'too late' }
      },
    }
    const { deliveryId } = await set.accept()
    const frozen = await set.deliveries({ reach: () => target })
    await begun.promise
    await database.queries.updateTable('delivery').set({ until: hourAgo }).execute()
    await using awake = await set.deliveries({ reach: () => target })
    await set.settled('DMFA', awake.kick)
    wakeUp.resolve()
    await frozen[Symbol.asyncDispose]()
    expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', attempts: 2, last_error: null })
    expect(events).toEqual(['delivery.fenced'])
  })

  test('case Q8: a job that comes back although its outcome is written does nothing', async () => {
    await using set = await scene(database, queues)
    const { submissionId, deliveryId } = await set.accept()
    const { calls, reach } = counting()
    await using _deliveries = await set.deliveries({ reach })
    await set.settled()
    await queues.enqueue('DMFA', ...[1, 2].map((n) => ({ id: jobIdOf(submissionId, 'DMFA', n), priority: 1 })))
    await drained(queues, 'DMFA')
    expect(calls).toHaveLength(1)
    expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', attempts: 1 })
  })

  test('a sender with a long queue does not make others wait (decision 23)', async () => {
    await using set = await scene(database, queues)
    const order: string[] = []
    for (let n = 0; n < 5; n += 1) await set.accept('111111')
    for (const sender of ['222222', '333333']) await set.accept(sender)
    const target: Target = {
      async handOver({ description }) {
        order.push(JSON.parse(description.toString()).sender)
        return { outcome: 'delivered', reference: null }
      },
    }
    const jobs = await takeWithTurns(database, 'DMFA', 100)
    expect(jobs.map(({ priority }) => priority)).toEqual([1, 1, 1, 2, 3, 4, 5])
    for (const { jobId, priority } of jobs) await queues.enqueue('DMFA', { id: jobId, priority })
    await using _deliveries = await set.deliveries({
      reach: () => target,
      services: () => [{ ...set.service, concurrency: 1 }],
    })
    await set.settled()
    expect(order).toEqual(['111111', '222222', '333333', '111111', '111111', '111111', '111111'])
  })

  test('no more than the room there is goes to the queue, the fairest first', async () => {
    await using set = await scene(database, queues)
    for (let n = 0; n < 3; n += 1) await set.accept('111111')
    await set.accept('222222')
    expect((await takeWithTurns(database, 'DMFA', 2)).map(({ priority }) => priority)).toEqual([1, 1])
    expect(await takeWithTurns(database, 'DMFA', 2)).toEqual([])
    expect((await takeWithTurns(database, 'DMFA', 3)).map(({ priority }) => priority)).toEqual([2])
  })

  test('two processes that look at once make one job of each row', async () => {
    await using set = await scene(database, queues)
    for (let n = 0; n < 20; n += 1) await set.accept()
    const taken = await Promise.all(Array.from({ length: 4 }, () => takeWithTurns(database, 'DMFA', 100)))
    expect(taken.flat().map(({ jobId }) => jobId)).toHaveLength(20)
    expect(new Set(taken.flat().map(({ jobId }) => jobId)).size).toBe(20)
  })

  test('case Q11: two processes on one database, with each job twice, hand each set over once and leave none over', async () => {
    await using set = await scene(database, queues)
    await using others = await backend.open(database)
    for (const sender of ['111111', '222222', '333333']) await acceptMany(database, 'DMFA', sender, 30)
    const sets = await database.queries.selectFrom('delivery').select('submission_id').execute()
    // Side by side, so that the second is heard while the first is under way.
    const twins = sets.flatMap(({ submission_id: id }) => [jobIdOf(id, 'DMFA', 7), jobIdOf(id, 'DMFA', 8)])
    await queues.enqueue('DMFA', ...twins.map((id) => ({ id, priority: 1 })))
    // Neither goes on before the other has begun, so that both take part whichever is faster.
    const begun = [deferred(), deferred()]
    const bothBegan = Promise.all(begun.map(({ promise }) => promise))
    const takingPart = begun.map(({ resolve }) =>
      counting(async () => {
        resolve()
        await bothBegan
      }),
    )
    const processes = await Promise.all(
      takingPart.map(({ reach }, index) => set.deliveries({ queues: index === 0 ? queues : others, reach })),
    )
    await set.settled()
    await Promise.all(processes.map((each) => each[Symbol.asyncDispose]()))
    const calls = takingPart.map((each) => each.calls)
    expect(calls.map(({ length }) => length > 0)).toEqual([true, true])
    expect([calls.flat().length, new Set(calls.flat()).size]).toEqual([90, 90])
    const rows = await database.queries
      .selectFrom('delivery')
      .select(['state', 'attempts', 'fence'])
      .distinct()
      .execute()
    expect(rows).toEqual([{ state: 'delivered', attempts: 1, fence: 1 }])
  })

  test('a queue that is away leaves rows, and they go when it is back (cases Q1, Q5)', async () => {
    await using set = await scene(database, queues)
    let isAway = true
    const failing: Queues = {
      work: (...asked) => queues.work(...asked),
      notWaiting: (...asked) => queues.notWaiting(...asked),
      counts: (service) => queues.counts(service),
      health: () => queues.health(),
      [Symbol.asyncDispose]: async () => {},
      enqueue: (service, job) => (isAway ? Promise.reject(new Unavailable('away')) : queues.enqueue(service, job)),
    }
    const { deliveryId } = await set.accept()
    await using deliveries = await set.deliveries({ queues: failing })
    await deliveries.kick()
    expect((await set.row(deliveryId)).state).toBe('waiting')
    isAway = false
    await deliveries.kick()
    await set.settled()
    expect((await set.row(deliveryId)).state).toBe('delivered')
  })

  test('stopping waits for the hand-over that is under way, and it counts', async () => {
    await using set = await scene(database, queues)
    const begun = deferred()
    const finish = deferred()
    const { reach } = counting(async () => {
      begun.resolve()
      await finish.promise
    })
    const { deliveryId } = await set.accept()
    const deliveries = await set.deliveries({ reach })
    await begun.promise
    const stopped = deliveries[Symbol.asyncDispose]()
    finish.resolve()
    await stopped
    expect((await set.row(deliveryId)).state).toBe('delivered')
  })

  test('a hand-over whose outcome could not be written is done again with the same key, and found done (cases K10, Q8)', async () => {
    await using set = await scene(database, queues)
    const { ticket, deliveryId } = await set.accept()
    const lost = deferred()
    const failing: Database = {
      ...database,
      queries: database.queries.withPlugin({
        transformQuery({ node }) {
          if (!JSON.stringify(node).includes('ended as (')) return node
          lost.resolve()
          throw new Unavailable('the connection was lost before COMMIT')
        },
        transformResult: async ({ result }) => result,
      }),
    }
    const first = await set.deliveries({ database: failing })
    await lost.promise
    await first[Symbol.asyncDispose]()
    expect((await set.row(deliveryId)).state).toBe('active')
    const { ino } = await stat(join(set.folder, 'DMFA/R', ticket))
    await database.queries.updateTable('delivery').set({ until: hourAgo, enqueued_at: hourAgo }).execute()
    await using again = await set.deliveries()
    await set.settled('DMFA', () => again.kick())
    expect(await set.row(deliveryId)).toMatchObject({ state: 'delivered', attempts: 2 })
    expect((await stat(join(set.folder, 'DMFA/R', ticket))).ino).toBe(ino)
    expect(await set.handedOver()).toHaveLength(3)
  })

  test('whatever a service says is written down, also what PostgreSQL takes for no text', async () => {
    await using set = await scene(database, queues)
    const said = [`${'x'.repeat(999)}\u{1f4a3}`, 'a\0b']
    const kept: unknown[] = []
    for (const error of said) {
      const { submissionId, deliveryId } = await set.accept()
      const claim = await claimDelivery(database.queries, {
        submissionId,
        service: 'DMFA',
        owner: 'x',
        leaseSeconds: 60,
      })
      if (typeof claim === 'string') throw new TypeError(claim)
      expect(await recordOutcome(database.queries, claim, { outcome: 'parked', error }, 0)).toBe(true)
      kept.push((await set.row(deliveryId)).last_error)
    }
    expect(kept).toEqual([`${'x'.repeat(999)}\ufffd`, 'ab'])
  })

  test('rule 27.5: metrics tell open deliveries by state, attempts by outcome, and lost jobs', async () => {
    await using set = await scene(database, queues)
    const { deliveryId } = await set.accept()
    const waits = { state: 'waiting', next_attempt_at: new Date('2126-01-01') }
    await database.queries.updateTable('delivery').set(waits).where('delivery_id', '=', deliveryId).execute()
    const deliveries = await set.deliveries()
    expect(await set.metrics.text()).toContain('sluice_deliveries{service="DMFA",environment="R",state="waiting"} 1')
    await database.queries
      .updateTable('delivery')
      .set({ next_attempt_at: new Date(0) })
      .execute()
    await deliveries.kick()
    await set.settled()
    await deliveries[Symbol.asyncDispose]()
    const text = await set.metrics.text()
    expect(text).toContain('sluice_deliveries{service="DMFA",environment="R",state="waiting"} 0')
    expect(text).toContain('sluice_delivery_attempts_total{service="DMFA",outcome="delivered"} 1')
    expect(text).toContain('sluice_delivery_jobs_lost_total 0')
    expect(text).toContain('sluice_delivery_oldest_seconds{service="DMFA",environment="R"} 0')
  })

  test('rule 25.6: what a removed service is owed waits and is handed over when the service is back, also by a worker that ran', async () => {
    await using set = await scene(database, queues)
    let services: readonly OnlineService[] = [serviceAt(set.folder, 'DIMN')]
    await using deliveries = await set.deliveries({ services: () => services, reach: counting().reach })
    const { deliveryId } = await set.accept('123456', 'DMFA')
    await deliveries.kick()
    expect((await set.row(deliveryId)).state).toBe('waiting')
    services = [...services, set.service]
    await deliveries.kick()
    await becomes(set, deliveryId, 'delivered')
    services = services.slice(0, 1)
    await deliveries.kick()
    const later = await set.accept('123456', 'DMFA')
    await deliveries.kick()
    expect((await set.row(later.deliveryId)).state).toBe('waiting')
  })
}

/** Counts hand-overs by key, as a service that can tell them apart would. */
function counting(before: (parcel: Parcel) => Promise<void> = async () => {}) {
  const calls: string[] = []
  const target: Target = {
    async handOver(parcel) {
      calls.push(parcel.idempotencyKey)
      await before(parcel)
      return { outcome: 'delivered', reference: `ref-${parcel.ticket}` }
    },
  }
  return { calls, reach: () => target }
}

async function becomes(set: Scene, deliveryId: string, state: string): Promise<void> {
  while ((await set.row(deliveryId)).state !== state);
}

/** For jobs that nobody is to run any more. */
async function emptied(queues: Queues, service: string): Promise<void> {
  await using _worker = queues.work(service, { concurrency: 20, rate: 100_000 }, async () => {})
  await drained(queues, service)
}

async function drained(queues: Queues, service: string): Promise<void> {
  for (;;) {
    const { waiting, active } = await queues.counts(service)
    if (waiting + active === 0) return
  }
}
