import type { Dispatch, Envelope, Verdict } from '../batch/facts.ts'
import { OWN_SERVICE } from '../batch/own-service.ts'
import type { Transaction } from '../database/database.ts'
import { endOwnDelivery, insertDelivery } from '../ledger/deliveries.ts'
import { insertFact } from '../ledger/facts.ts'

/** Writes down that an accepted set goes to its online service: the delivery row and the fact. The queue job is made from the row. */
export async function dispatch(
  tx: Transaction,
  submissionId: string,
  { sender }: Envelope,
  { service }: Verdict,
): Promise<Dispatch> {
  if (!service) throw new TypeError('an accepted verdict names its online service')
  const { deliveryId, now } = await insertDelivery(tx, { submissionId, service, sender })
  if (service === OWN_SERVICE.code) await endOwnDelivery(tx, deliveryId)
  const fact: Dispatch = { service, deliveryId, dispatchedAt: now.toISOString() }
  await insertFact(tx, submissionId, 'dispatch', fact)
  return fact
}
