/**
 * Hands accepted declarations to their online services: makes queue jobs from rows, runs the workers, and makes lost jobs again. The rows decide;
 * the queue only says when, and to whom first. Several processes may do this at once.
 */
import { errorFields } from '../base/log.ts'
import {
  countDeliveries,
  type DeliveryCounts,
  type PausedService,
  pausedServices,
  pauseService,
  resumeService,
} from '../ledger/delivery-control.ts'
import { giveTurns, servicesAtWork } from '../ledger/delivery-line.ts'
import { releaseAbandoned } from '../ledger/delivery-queueing.ts'
import { claimsAndOutcomes } from './claims-and-outcomes.ts'
import { measureDeliveries } from './delivery-metrics.ts'
import { DeliveryWorkers } from './delivery-workers.ts'
import { enqueueDue, forgetLostJobs } from './queue-jobs.ts'
import { repeat } from './repeat.ts'
import type { DeliveriesSettings } from './settings.ts'
import { createWorkerDesk, type WorkerDesk } from './worker-desk.ts'

export type Deliveries = AsyncDisposable & {
  /** Looks for work now. Resolves when the jobs that were due are in the queue, or cannot be put there. */
  kick(): Promise<void>
  /** Makes again what the queue lost; how many jobs that were. */
  reconcile(): Promise<number>
  /** False when it was paused. Throws `Unavailable`. The caller audits. */
  pause(service: string, reason: string, actor: string): Promise<boolean>
  /** False when it was not paused. */
  resume(service: string): Promise<boolean>
  paused(): Promise<readonly PausedService[]>
  counts(): Promise<ReadonlyMap<string, DeliveryCounts>>
  /** For the own workers of services. */
  readonly desk: WorkerDesk
}

const POLL_MILLISECONDS = 1000
/** After so many hand-overs, as a part of what the queue may hold, jobs are made again without waiting for the next look. */
const REFILL = 0.25

/** Starts at once. Throws `Unavailable` when the database does not answer. */
export async function createDeliveries(settings: DeliveriesSettings): Promise<Deliveries> {
  const { database, queues, limits, log, rows = claimsAndOutcomes(database) } = settings
  const { queries } = database
  const { countOutcome, countLost } = measureDeliveries(settings)
  const tell = (event: string) => (error: unknown) => log.warn(event, errorFields(error))
  let ended = 0
  const workers = new DeliveryWorkers(settings, rows, (service, outcome) => {
    countOutcome(service, outcome)
    ended += 1
    if (ended > limits.queuedPerService * REFILL) void looking.now()
  })
  const lookAround = async () => {
    ended = 0
    await look(settings, workers)
  }
  const looking = repeat(lookAround, POLL_MILLISECONDS, tell('delivery.lookFailed'))
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
    desk: createWorkerDesk({
      ...{ database, spool: settings.spool, services: settings.services },
      claim: rows.claim,
      settling: (service) => workers.settling(service),
      leaseSeconds: () => limits.leaseSeconds,
    }),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await Promise.all([looking.stop(), reconciling.stop()])
      await workers[Symbol.asyncDispose]()
    },
  }
}

async function look(
  { database, queues, services, limits }: DeliveriesSettings,
  workers: DeliveryWorkers,
): Promise<void> {
  const { queries } = database
  await releaseAbandoned(queries)
  workers.endRemoved()
  const codes = services().map(({ code }) => code)
  // Rows of a service that is no longer configured wait until it is again, or until a person looks.
  for (const { service, lacksTurns, lacksJobs, isPaused } of await servicesAtWork(queries, codes)) {
    const wantsJobs = await workers.start(service)
    const given = lacksTurns ? await giveTurns(database, service) : 0
    if (wantsJobs && !isPaused && (lacksJobs || given > 0)) await enqueueDue(queries, queues, service, limits)
  }
}
