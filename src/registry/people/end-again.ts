/** Roles and accounts that ended after the backup that was put back (rule 31.11); what has ended already stays so. */
import { isUuid } from '../../base/ids.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { closeAppointments, type EndedAppointment } from './appointment-rows.ts'
import { closeAccountIfUnused } from './close-accounts.ts'

/** An enterprise or a quality without one can do nothing. */
const ONLY_ONES: readonly string[] = ['mainAccessManager', 'accessManager']

/** Refuses: SLU-UNKNOWN; SLU-STATE where a person has to say who follows. */
export async function endAppointmentAgain(
  tx: Transaction,
  appointmentId: string,
  act: Act,
): Promise<Result<void, Refusal>> {
  const row = isUuid(appointmentId) ? await findAppointment(tx, appointmentId) : undefined
  if (!row) return no(UNKNOWN)
  if (row.state !== 'active') return ok(undefined)
  if (ONLY_ONES.includes(row.role) && row.origin !== 'automatic') return no(WHO_FOLLOWS)
  await closeAppointments(tx, [row], act)
  await closeAccountIfUnused(tx, row.accountId, act)
  return ok(undefined)
}

/** Refuses: SLU-UNKNOWN; SLU-STATE while it serves for something. */
export async function closeAccountAgain(tx: Transaction, accountId: string, act: Act): Promise<Result<void, Refusal>> {
  const row = isUuid(accountId)
    ? await tx.selectFrom('account').select('state').where('account_id', '=', accountId).executeTakeFirst()
    : undefined
  if (!row) return no(UNKNOWN)
  return row.state === 'closed' || (await closeAccountIfUnused(tx, accountId, act)) ? ok(undefined) : no(STILL_USED)
}

async function findAppointment(tx: Transaction, appointmentId: string) {
  const row = await tx
    .selectFrom('appointment')
    .select(['appointment_id as appointmentId', 'enterprise_number as enterpriseNumber', 'role', 'origin', 'state'])
    .select(['quality_code as qualityCode', 'account_id as accountId'])
    .where('appointment_id', '=', appointmentId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row as (EndedAppointment & { readonly state: string }) | undefined
}

const UNKNOWN = refusal('SLU-UNKNOWN', 'The backup does not know it.', 'Look at what is in force.')
const WHO_FOLLOWS = refusal(
  'SLU-STATE',
  'Without it nobody manages the place.',
  'Appoint who followed; the former one ends by that.',
)
const STILL_USED = refusal('SLU-STATE', 'The account still has a role.', 'End its roles first.')
