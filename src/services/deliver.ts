/** One job: claim the row, hand over, write down what came of it. Everything that can be thrown on the way becomes an outcome. */
import { Corrupt, remedyFor, Unavailable } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Database } from '../database/database.ts'
import {
  claimDelivery,
  type DeliveryClaim,
  type DeliveryOutcome,
  type NotClaimed,
  parseJobId,
  recordOutcome,
  renewDelivery,
} from '../ledger/deliveries.ts'
import { forgetJob } from '../ledger/delivery-queueing.ts'
import { readFacts } from '../ledger/facts.ts'
import type { Spool } from '../spool/spool.ts'
import { backOffSeconds } from './back-off.ts'
import type { OnlineService } from './online-service.ts'
import { parcelOf } from './parcel.ts'
import type { Target } from './target.ts'

export type Delivering = {
  readonly database: Database
  readonly spool: Pick<Spool, 'stream'>
  readonly service: OnlineService
  readonly target: Target
  /** Node and process, for the row and the log. */
  readonly owner: string
  readonly random: () => number
  /** For how long a row is claimed; renewed three times as often. */
  readonly leaseSeconds: () => number
  readonly log: Log
  /** Called with each outcome that was written down. */
  readonly count: (outcome: DeliveryOutcome['outcome']) => void
}

/** Throws `Unavailable` when the database does not answer: the lease then runs out, and the row gets another job. */
export async function deliver(job: string, delivering: Delivering): Promise<void> {
  const { database, service, owner, leaseSeconds, log } = delivering
  const id = parseJobId(job)
  if (id === null || id.service !== service.code)
    return log.warn('delivery.unknownJob', { job: job.slice(0, 100), service: service.code })
  const claim = await claimDelivery(database.queries, { ...id, owner, leaseSeconds: leaseSeconds() })
  if (typeof claim === 'string') await leave(claim, id.submissionId, delivering)
  else await finish(claim, await attempt(claim, delivering), delivering)
}

async function leave(why: NotClaimed, submissionId: string, { database, service, log }: Delivering): Promise<void> {
  if (why === 'unknown') log.warn('delivery.unknown', { id: submissionId, service: service.code })
  else log.debug('delivery.nothingToDo', { id: submissionId, service: service.code, why })
  if (why === 'paused' || why === 'notDue') await forgetJob(database.queries, submissionId, service.code)
}

async function attempt(
  claim: DeliveryClaim,
  { database, spool, service, target, leaseSeconds, log }: Delivering,
): Promise<DeliveryOutcome> {
  // Attempts without an outcome count too: a delivery that kills its worker each time must not do so for ever (case Q13).
  if (claim.attempts > service.retry.attempts) return parked(`no outcome after ${service.retry.attempts} attempts`)
  const renewal = setInterval(
    () => void renewDelivery(database.queries, claim, leaseSeconds()).catch(() => {}),
    (leaseSeconds() * 1000) / 3,
  )
  try {
    const facts = await readFacts(database.queries, claim.submissionId)
    return bounded(await target.handOver(parcelOf(claim, facts, spool)), claim, service)
  } catch (error) {
    const fields = { id: claim.submissionId, service: service.code, attempts: claim.attempts, ...errorFields(error) }
    if (remedyFor(error) === 'crash') log.error('delivery.bug', fields)
    return bounded(outcomeOf(error), claim, service)
  } finally {
    clearInterval(renewal)
  }
}

function outcomeOf(error: unknown): DeliveryOutcome {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Unavailable) return { outcome: 'retrying', error: message }
  if (error instanceof Corrupt) return parked(message)
  return remedyFor(error) === 'retry' ? { outcome: 'retrying', error: message } : parked(message)
}

/** After the last attempt a person must look; it is never dropped. */
function bounded(outcome: DeliveryOutcome, { attempts }: DeliveryClaim, { retry }: OnlineService): DeliveryOutcome {
  const isOpen = outcome.outcome === 'retrying' || outcome.outcome === 'inDoubt'
  return isOpen && attempts >= retry.attempts ? parked(outcome.error) : outcome
}

function parked(error: string): DeliveryOutcome {
  return { outcome: 'parked', error }
}

async function finish(claim: DeliveryClaim, outcome: DeliveryOutcome, delivering: Delivering): Promise<void> {
  const { database, service, random, log, count } = delivering
  const again = backOffSeconds(service.retry, claim.attempts, random())
  const written = await recordOutcome(database.queries, claim, outcome, again)
  const fields = { id: claim.submissionId, service: claim.service, attempts: claim.attempts, ...outcome }
  if (!written) return log.warn('delivery.fenced', fields)
  count(outcome.outcome)
  if (outcome.outcome === 'parked') log.error('delivery.parked', fields)
  else log.info(`delivery.${outcome.outcome}`, fields)
}
