/** One job: claim the row, hand over, write down what came of it. Everything that can be thrown on the way becomes an outcome. */
import type { ClaimedDelivery, NotClaimed } from '../ledger/claim-deliveries.ts'
import { type DeliveryClaim, type DeliveryOutcome, parseJobId, renewDelivery } from '../ledger/deliveries.ts'
import { forgetJob } from '../ledger/delivery-queueing.ts'
import type { Spool } from '../spool/spool.ts'
import type { ClaimsAndOutcomes } from './claims-and-outcomes.ts'
import { isParcel, outcomeOfError, parcelFor } from './parcel-for.ts'
import { type Settling, settle } from './settle.ts'
import type { Parcel, Target } from './target.ts'

export type Delivering = Settling & {
  readonly spool: Pick<Spool, 'stream' | 'read'>
  readonly target: Target
  readonly claim: ClaimsAndOutcomes['claim']
  /** Node and process, for the row and the log. */
  readonly owner: string
  /** For how long a row is claimed; renewed three times as often. */
  readonly leaseSeconds: () => number
}

/** Throws `Unavailable` when the database does not answer: the lease then runs out, and the row gets another job. */
export async function deliver(job: string, delivering: Delivering): Promise<void> {
  const { service, owner, leaseSeconds, log } = delivering
  const id = parseJobId(job)
  if (id === null || id.service !== service.code)
    return log.warn('delivery.unknownJob', { job: job.slice(0, 100), service: service.code })
  const claimed = await delivering.claim({ ...id, owner, leaseSeconds: leaseSeconds() })
  if (typeof claimed === 'string') return leave(claimed, id.submissionId, delivering)
  await attempt(claimed, delivering)
}

async function leave(why: NotClaimed, submissionId: string, { database, service, log }: Delivering): Promise<void> {
  if (why === 'unknown') log.warn('delivery.unknown', { id: submissionId, service: service.code })
  else log.debug('delivery.nothingToDo', { id: submissionId, service: service.code, why })
  if (why === 'paused' || why === 'notDue' || why === 'targetOpen')
    await forgetJob(database.queries, submissionId, service.code)
}

async function attempt(claimed: ClaimedDelivery, delivering: Delivering): Promise<void> {
  const { claim } = claimed
  const { database, service, leaseSeconds } = delivering
  // Attempts without an outcome count too: a delivery that kills its worker each time must not do so for ever (case Q13).
  if (claim.attempts > service.retry.attempts) {
    await settle(claim, { outcome: 'parked', error: `no outcome after ${service.retry.attempts} attempts` }, delivering)
    return
  }
  const renewal = setInterval(
    () => void renewDelivery(database.queries, claim, leaseSeconds()).catch(() => {}),
    (leaseSeconds() * 1000) / 3,
  )
  const parcel = parcelFor(claimed, delivering)
  const outcome = isParcel(parcel) ? await handedOver(claim, parcel, delivering) : parcel
  clearInterval(renewal)
  // What we could not read ourselves tells nothing of the target.
  await settle(claim, outcome, delivering, isParcel(parcel) ? undefined : 'nothing')
}

async function handedOver(claim: DeliveryClaim, parcel: Parcel, { target, log }: Delivering): Promise<DeliveryOutcome> {
  try {
    return await target.handOver(parcel)
  } catch (error) {
    return outcomeOfError(error, claim, log)
  }
}
