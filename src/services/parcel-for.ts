/** Everything that can be thrown on the way to a parcel, or with it, becomes an outcome. */
import { Corrupt, remedyFor, Unavailable } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { ClaimedDelivery } from '../ledger/claim-deliveries.ts'
import type { DeliveryClaim, DeliveryOutcome } from '../ledger/deliveries.ts'
import type { Spool } from '../spool/spool.ts'
import { parcelOf } from './parcel.ts'
import type { Parcel } from './target.ts'

type Reading = { readonly spool: Pick<Spool, 'stream' | 'read'>; readonly log: Log }

export function parcelFor({ claim, facts }: ClaimedDelivery, { spool, log }: Reading): Parcel | DeliveryOutcome {
  try {
    return parcelOf(claim, facts, spool)
  } catch (error) {
    return outcomeOfError(error, claim, log)
  }
}

export function isParcel(read: Parcel | DeliveryOutcome): read is Parcel {
  return !('outcome' in read)
}

export function outcomeOfError(
  error: unknown,
  { submissionId, service, attempts }: DeliveryClaim,
  log: Log,
): DeliveryOutcome {
  const remedy = remedyFor(error)
  if (remedy === 'crash') log.error('delivery.bug', { id: submissionId, service, attempts, ...errorFields(error) })
  const message = error instanceof Error ? error.message : String(error)
  const isPassing = !(error instanceof Corrupt) && (error instanceof Unavailable || remedy === 'retry')
  return { outcome: isPassing ? 'retrying' : 'parked', error: message }
}
