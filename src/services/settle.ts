/** What follows from the outcome of an attempt, whoever made it: the row, the target's circuit, the sender's answer, log and measures. */
import type { Log } from '../base/log.ts'
import type { Database } from '../database/database.ts'
import type { DeliveryClaim, DeliveryOutcome } from '../ledger/deliveries.ts'
import { storable } from '../ledger/record-outcomes.ts'
import { hearOfTarget } from '../ledger/target-states.ts'
import { backOffSeconds } from './back-off.ts'
import { type Heard, heardFrom, nextCircuit } from './circuit.ts'
import type { ClaimsAndOutcomes } from './claims-and-outcomes.ts'
import type { OnlineService } from './online-service.ts'

export type Settling = {
  readonly database: Database
  readonly service: OnlineService
  readonly random: () => number
  readonly log: Log
  /** Called with each outcome that was written down. */
  readonly count: (outcome: DeliveryOutcome['outcome']) => void
  readonly record: ClaimsAndOutcomes['record']
}

/** What was written down; null when another worker has taken over since, and nothing was. */
export async function settle(
  claim: DeliveryClaim,
  told: DeliveryOutcome,
  settling: Settling,
  heard: Heard = heardFrom(told, claim.isProbe),
): Promise<DeliveryOutcome | null> {
  const { service, log, count } = settling
  const outcome = bounded(told, claim, service)
  const failures = await write(claim, outcome, settling)
  await hear({ ...claim, targetFailures: failures ?? claim.targetFailures }, told, heard, settling)
  const fields = { id: claim.submissionId, service: claim.service, attempts: claim.attempts, ...outcome }
  if (failures === null) {
    log.warn('delivery.fenced', fields)
    return null
  }
  count(outcome.outcome)
  if (outcome.outcome === 'parked') log.error('delivery.parked', fields)
  else if ('isMisconfigured' in outcome) log.error('delivery.misconfigured', fields)
  else log.info(`delivery.${outcome.outcome}`, fields)
  return outcome
}

/** After the last attempt a person must look; it is never dropped. */
function bounded(outcome: DeliveryOutcome, { attempts }: DeliveryClaim, { retry }: OnlineService): DeliveryOutcome {
  if (attempts < retry.attempts || (outcome.outcome !== 'retrying' && outcome.outcome !== 'inDoubt')) return outcome
  return { outcome: 'parked', error: outcome.error, ...(outcome.outcome === 'inDoubt' && { isInDoubt: true }) }
}

function write(
  claim: DeliveryClaim,
  outcome: DeliveryOutcome,
  { service, random, record }: Settling,
): Promise<number | null> {
  const asked = outcome.outcome === 'retrying' ? (outcome.afterSeconds ?? 0) : 0
  const againInSeconds = Math.max(backOffSeconds(service.retry, claim.attempts, random()), asked)
  return record({ claim, outcome, againInSeconds })
}

/** Without a write while all is well: what was recorded has told that nothing fails. */
async function hear(
  claim: DeliveryClaim,
  outcome: DeliveryOutcome,
  heard: Heard,
  { database, service, log }: Settling,
): Promise<void> {
  if (heard === 'nothing' || (heard === 'answered' && claim.targetFailures === 0)) return
  const error = 'error' in outcome && heard !== 'answered' ? storable(outcome.error) : null
  const { before, after } = await database.transaction((tx) =>
    hearOfTarget(tx, claim, error, (known) => nextCircuit(known, heard, service.breaker)),
  )
  if (before.state === after.state) return
  const fields = { service: claim.service, environment: claim.environment, failures: after.failures }
  if (after.state === 'closed') log.info('target.closed', fields)
  else log.warn('target.opened', { ...fields, seconds: after.pauseSeconds, error })
}
