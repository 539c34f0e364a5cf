import type { Queries } from '../database/database.ts'
import { longEnqueued, openServices, takeForQueue, unmarkEnqueued } from '../ledger/delivery-queueing.ts'
import type { Queues } from '../queues/queues.ts'

/** A service's jobs in the queue at most; the rest wait as rows, where the fair order is still open (decision 23). */
const JOBS_MAX = 1000
/** A job that was made as long ago and is not in the queue any more was lost; before, it may be on its way there. */
const LOST_AFTER_SECONDS = 15

/** Makes jobs of a service's due rows. Throws `Unavailable`; what could not be enqueued is due again at once. */
export async function enqueueDue(queries: Queries, queues: Queues, service: string): Promise<void> {
  const jobs = await takeForQueue(queries, service, JOBS_MAX)
  for (const [index, { jobId, priority }] of jobs.entries()) {
    try {
      await queues.enqueue(service, { id: jobId, priority })
    } catch (error) {
      const left = jobs.slice(index).map(({ deliveryId }) => deliveryId)
      await unmarkEnqueued(queries, left)
      throw error
    }
  }
}

/** Rows whose jobs the queue lost are due again; how many there were. Throws `Unavailable`. */
export async function forgetLostJobs(queries: Queries, queues: Queues): Promise<number> {
  let lost = 0
  for (const { service } of await openServices(queries)) {
    const jobs = await longEnqueued(queries, service, LOST_AFTER_SECONDS)
    if (jobs.length === 0) continue
    const ids = jobs.map(({ jobId }) => jobId)
    const missing = new Set(await queues.missing(service, ids))
    const gone = jobs.filter(({ jobId }) => missing.has(jobId)).map(({ deliveryId }) => deliveryId)
    await unmarkEnqueued(queries, gone)
    lost += gone.length
  }
  return lost
}
