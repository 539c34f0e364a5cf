/** The end of an enterprise's account, which its legal representative asks for by letter (spec access.md §6.1). */
import type { Refusal } from '../../base/refusal.ts'
import { ok, type Result } from '../../base/result.ts'
import type { EnterpriseNumber, SenderNumber } from '../../batch/identifiers.ts'
import type { Transaction } from '../../database/database.ts'
import type { ReasonedAct } from '../audit.ts'
import { closeSender } from '../close-sender.ts'
import { endEnterprise } from '../enterprises.ts'
import { closeAppointments, type EndedAppointment } from './appointment-rows.ts'
import { closeUnusedAccounts } from './close-accounts.ts'

/**
 * For good, and all of it: senders are closed (their sealed sets are still judged and answered, case R19), roles and memberships end, and
 * accounts that served nothing else are emptied. Refuses: SLU-UNKNOWN, SLU-STATE when closed already.
 */
export async function closeEnterprise(
  tx: Transaction,
  enterpriseNumber: EnterpriseNumber,
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  const ended = await endEnterprise(tx, enterpriseNumber, act)
  if (!ended.ok) return ended
  for (const senderNumber of await openSenders(tx, enterpriseNumber)) {
    const closed = await closeSender(tx, senderNumber, act)
    if (!closed.ok) return closed
  }
  const appointments = await activeAppointments(tx, enterpriseNumber)
  await closeAppointments(tx, appointments, act)
  const members = await endMemberships(tx, enterpriseNumber)
  await closeUnusedAccounts(tx, [...new Set([...appointments.map(({ accountId }) => accountId), ...members])], act)
  return ok(undefined)
}

async function openSenders(tx: Transaction, enterpriseNumber: EnterpriseNumber): Promise<SenderNumber[]> {
  const rows = await tx
    .selectFrom('sender')
    .select('sender_number')
    .where('enterprise_number', '=', enterpriseNumber)
    .where('state', '<>', 'closed')
    .orderBy('sender_number')
    .execute()
  return rows.map(({ sender_number }) => sender_number as SenderNumber)
}

async function activeAppointments(tx: Transaction, enterpriseNumber: EnterpriseNumber): Promise<EndedAppointment[]> {
  const rows = await tx
    .selectFrom('appointment')
    .select(['appointment_id as appointmentId', 'enterprise_number as enterpriseNumber', 'role', 'origin'])
    .select(['quality_code as qualityCode', 'account_id as accountId'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where('state', '=', 'active')
    .orderBy('appointment_id')
    .execute()
  return rows as EndedAppointment[]
}

/** Resolves with the accounts that were members; the closing of the enterprise is the entry that tells of it. */
async function endMemberships(tx: Transaction, enterpriseNumber: EnterpriseNumber): Promise<string[]> {
  const rows = await tx
    .updateTable('quality_user')
    .set(({ eb, fn }) => ({ state: 'deleted', updated_at: fn<Date>('now'), version: eb('version', '+', 1) }))
    .where('enterprise_number', '=', enterpriseNumber)
    .where('state', '<>', 'deleted')
    .returning('account_id')
    .execute()
  return rows.map(({ account_id }) => account_id)
}
