/**
 * Hands accepted declarations to their online services: makes queue jobs from rows, runs the workers, and makes lost jobs again. The rows decide;
 * the queue only says when, and to whom first. Several processes may do this at once.
 */
import { errorFields, type Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { Database, Queries } from '../database/database.ts'
import {
  countDeliveries,
  type DeliveryCounts,
  type PausedService,
  pausedServices,
  pauseService,
  resumeService,
} from '../ledger/delivery-control.ts'
import { openServices, releaseAbandoned } from '../ledger/delivery-queueing.ts'
import type { Queues } from '../queues/queues.ts'
import type { Spool } from '../spool/spool.ts'
import { measureDeliveries } from './delivery-metrics.ts'
import { DeliveryWorkers } from './delivery-workers.ts'
import type { OnlineService } from './online-service.ts'
import { enqueueDue, forgetLostJobs } from './queue-jobs.ts'
import { repeat } from './repeat.ts'
import type { Target } from './target.ts'

export type DeliveriesSettings = {
  readonly database: Database
  readonly queues: Queues
  readonly spool: Pick<Spool, 'stream'>
  /** As they are now: a reload may add some, or change how they are reached. */
  readonly services: () => readonly OnlineService[]
  /** Read at use, but for `reconcileSeconds`. */
  readonly limits: DeliveryLimits
  readonly log: Log
  readonly metrics: Metrics
  /** Another way to reach a service than its configuration says, for tests. */
  readonly reach?: (service: OnlineService) => Target
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number
}

export type DeliveryLimits = {
  /** For how long a worker claims a delivery. */
  readonly leaseSeconds: number
  /** Between two looks for lost jobs. */
  readonly reconcileSeconds: number
  /** A service's jobs in the queue at most; the rest wait as rows, where the fair order is still open (decision 23). */
  readonly queuedPerService: number
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

const POLL_MILLISECONDS = 1000

/** Starts at once. Throws `Unavailable` when the database does not answer. */
export async function createDeliveries(settings: DeliveriesSettings): Promise<Deliveries> {
  const { database, queues, limits, log } = settings
  const { queries } = database
  const { countOutcome, countLost } = measureDeliveries(settings)
  const workers = new DeliveryWorkers(settings, countOutcome)
  const tell = (event: string) => (error: unknown) => log.warn(event, errorFields(error))

  const looking = repeat(() => look(queries, queues, workers, limits), POLL_MILLISECONDS, tell('delivery.lookFailed'))
  const findLost = async () => {
    const jobs = await forgetLostJobs(queries, queues, limits)
    if (jobs > 0) log.warn('delivery.jobsLost', { jobs })
    countLost(jobs)
    return jobs
  }
  const reconcile = async () => void (await findLost())
  const reconciling = repeat(reconcile, limits.reconcileSeconds * 1000, tell('delivery.reconcileFailed'))
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
      await workers[Symbol.asyncDispose]()
    },
  }
}

async function look(queries: Queries, queues: Queues, workers: DeliveryWorkers, limits: DeliveryLimits): Promise<void> {
  await releaseAbandoned(queries)
  for (const { service, isDue } of await openServices(queries)) {
    // Rows of a service that is no longer configured wait until it is again, or until a person looks.
    if ((await workers.start(service)) && isDue) await enqueueDue(queries, queues, service, limits)
  }
}
