import type { Queries } from '../database/database.ts'
import { longEnqueued, queuedServices, takeForQueue, unmarkEnqueued } from '../ledger/delivery-queueing.ts'
import { takeProbes } from '../ledger/take-probes.ts'
import type { Queues } from '../queues/queues.ts'
import type { DeliveryLimits } from './settings.ts'

/** A job that was made as long ago and waits no more was lost, or a dead worker has it; before, it may be on its way (case K4). */
const LOST_AFTER_SECONDS = 15

/** Makes jobs of a service's due rows, and of one for each of its targets that is to be tried again. Throws `Unavailable`; what could not be enqueued is due again at once. */
export async function enqueueDue(
  queries: Queries,
  queues: Queues,
  service: string,
  limits: Pick<DeliveryLimits, 'queuedPerService'>,
): Promise<void> {
  const jobs = [
    ...(await takeForQueue(queries, service, limits.queuedPerService)),
    ...(await takeProbes(queries, service)),
  ]
  try {
    await queues.enqueue(service, ...jobs.map(({ jobId, priority }) => ({ id: jobId, priority })))
  } catch (error) {
    const left = jobs.map(({ deliveryId }) => deliveryId)
    await unmarkEnqueued(queries, left)
    throw error
  }
}

/**
 * Rows that nobody is at and whose jobs wait no more are due again; how many there were. A job that a dead worker took counts as lost, for
 * the queue itself would give it back only after its own, longer time. Throws `Unavailable`.
 */
export async function forgetLostJobs(
  queries: Queries,
  queues: Queues,
  limits: Pick<DeliveryLimits, 'leaseSeconds'>,
): Promise<number> {
  let lost = 0
  for (const service of await queuedServices(queries)) {
    const jobs = await longEnqueued(queries, service, Math.min(LOST_AFTER_SECONDS, limits.leaseSeconds))
    if (jobs.length === 0) continue
    const ids = jobs.map(({ jobId }) => jobId)
    const waitNoMore = new Set(await queues.notWaiting(service, ids))
    const gone = jobs.filter(({ jobId }) => waitNoMore.has(jobId)).map(({ deliveryId }) => deliveryId)
    await unmarkEnqueued(queries, gone)
    lost += gone.length
  }
  return lost
}
