/**
 * Hands accepted declarations to their online services: makes queue jobs from rows, runs the workers, and makes lost jobs again. The rows decide;
 * the queue only says when, and to whom first. Several processes may do this at once.
 */
import { hostname } from 'node:os'
import { errorFields, type Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { Database } from '../database/database.ts'
import {
  countDeliveries,
  type DeliveryCounts,
  oldestOpenDeliveries,
  type PausedService,
  pausedServices,
  pauseService,
  resumeService,
} from '../ledger/delivery-control.ts'
import { type Enqueued, longEnqueued, openServices, takeForQueue, unmarkEnqueued } from '../ledger/delivery-queueing.ts'
import type { Queues } from '../queues/queues.ts'
import type { Spool } from '../spool/spool.ts'
import { type Delivering, deliver } from './deliver.ts'
import type { OnlineService } from './online-service.ts'
import { repeat } from './repeat.ts'
import type { Target } from './target.ts'
import { targetOf } from './targets/target-of.ts'

export type DeliveriesSettings = {
  readonly database: Database
  readonly queues: Queues
  readonly spool: Pick<Spool, 'stream'>
  readonly services: readonly OnlineService[]
  readonly log: Log
  readonly metrics: Metrics
  /** Another way to reach a service than its configuration says, for tests. */
  readonly reach?: (service: OnlineService) => Target
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number
}

export type Deliveries = AsyncDisposable & {
  /** Looks for work now. Resolves when the jobs that were due are in the queue, or cannot be put there. */
  kick(): Promise<void>
  /** Makes again what the queue lost; how many jobs that were. */
  reconcile(): Promise<number>
  /** Throws `Unavailable`. The caller audits. */
  pause(service: string, reason: string, actor: string): Promise<void>
  /** False when it was not paused. */
  resume(service: string): Promise<boolean>
  paused(): Promise<readonly PausedService[]>
  counts(): Promise<ReadonlyMap<string, DeliveryCounts>>
}

/** A service's jobs in the queue at most; the rest wait as rows, where the fair order is still open (decision 23). */
const JOBS_MAX = 1000
const POLL_MILLISECONDS = 1000
/** Together they keep a lost job from being missed for more than 30 s (case K4). */
const RECONCILE_MILLISECONDS = 10_000
const LOST_AFTER_SECONDS = 15

/** Starts at once. Throws `Unavailable` when the database does not answer. */
export async function createDeliveries(settings: DeliveriesSettings): Promise<Deliveries> {
  const { database, queues, services, log } = settings
  const { queries } = database
  const known = new Map(services.map((service) => [service.code, service]))
  const workers = new Map<string, AsyncDisposable>()
  const { countOutcome, countLost } = measure(settings)

  function startWorker(service: OnlineService): void {
    if (workers.has(service.code)) return
    const delivering = deliveringTo(service, settings, countOutcome(service.code))
    workers.set(
      service.code,
      queues.work(service.code, service, (jobId) => deliver(jobId, delivering)),
    )
  }

  async function look(): Promise<void> {
    for (const { service: code, isDue } of await openServices(queries)) {
      const service = known.get(code)
      if (!service) continue
      startWorker(service)
      if (isDue) await enqueueAll(code, await takeForQueue(queries, code, JOBS_MAX))
    }
  }

  async function enqueueAll(service: string, jobs: readonly Enqueued[]): Promise<void> {
    for (const [index, { jobId, priority }] of jobs.entries()) {
      try {
        await queues.enqueue(service, { id: jobId, priority })
      } catch (error) {
        // They stay rows; the next look tries again.
        await unmarkEnqueued(
          queries,
          jobs.slice(index).map(({ deliveryId }) => deliveryId),
        )
        throw error
      }
    }
  }

  async function findLost(): Promise<number> {
    let lost = 0
    for (const { service } of await openServices(queries)) {
      const jobs = await longEnqueued(queries, service, LOST_AFTER_SECONDS)
      const ids = jobs.map(({ jobId }) => jobId)
      const missing = new Set(await queues.missing(service, ids))
      const gone = jobs.filter(({ jobId }) => missing.has(jobId)).map(({ deliveryId }) => deliveryId)
      await unmarkEnqueued(queries, gone)
      lost += gone.length
    }
    if (lost > 0) log.warn('delivery.jobsLost', { jobs: lost })
    countLost({}, lost)
    return lost
  }

  const tell = (event: string) => (error: unknown) => log.warn(event, errorFields(error))
  const looking = repeat(look, POLL_MILLISECONDS, tell('delivery.lookFailed'))
  const reconciling = repeat(
    async () => void (await findLost()),
    RECONCILE_MILLISECONDS,
    tell('delivery.reconcileFailed'),
  )
  const listener = await database.listen('sluice_delivery', () => void looking.now())
  void looking.now()

  return {
    kick: () => looking.now(),
    async reconcile() {
      const lost = await findLost()
      await looking.now()
      return lost
    },
    pause: (service, reason, actor) => pauseService(queries, service, reason, actor),
    resume: (service) => database.transaction((tx) => resumeService(tx, service)),
    paused: () => pausedServices(queries),
    counts: () => countDeliveries(queries),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await Promise.all([looking.stop(), reconciling.stop()])
      await Promise.all([...workers.values()].map((worker) => worker[Symbol.asyncDispose]()))
    },
  }
}

function deliveringTo(service: OnlineService, settings: DeliveriesSettings, count: Delivering['count']): Delivering {
  const { database, spool, log, reach = targetOf, random = Math.random } = settings
  return { database, spool, service, target: reach(service), owner: `${hostname()}/${process.pid}`, random, log, count }
}

function measure({ metrics, database, log }: DeliveriesSettings) {
  const outcomes = metrics.counter('sluice_delivery_attempts_total', 'Attempts to hand over, by outcome', [
    'service',
    'outcome',
  ])
  const countLost = metrics.counter(
    'sluice_delivery_jobs_lost_total',
    'Jobs that the queue lost and that were made again',
  )
  const states = metrics.gauge('sluice_deliveries', 'Deliveries by state', ['service', 'state'])
  const oldest = metrics.gauge('sluice_delivery_oldest_seconds', 'Age of the oldest delivery that is not over', [
    'service',
  ])
  const read = async () => {
    for (const [service, counts] of await countDeliveries(database.queries)) {
      for (const [state, count] of Object.entries(counts)) states(count, { service, state })
      oldest(0, { service })
    }
    for (const [service, at] of await oldestOpenDeliveries(database.queries)) oldest(at, { service })
  }
  // A database that is away must not take the other figures along; its own health is told elsewhere.
  metrics.beforeScrape(() => read().catch((error) => log.debug('delivery.notMeasured', errorFields(error))))
  const countOutcome =
    (service: string): Delivering['count'] =>
    (outcome) =>
      outcomes({ service, outcome })
  return { countOutcome, countLost }
}
