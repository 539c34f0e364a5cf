/** The rows of appointments, written without asking whether they may be. */
import { uuidV7 } from '../../base/ids.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import type { AppointedRole } from './appointment-rules.ts'

export type AppointmentInput = {
  readonly enterpriseNumber: string
  readonly role: AppointedRole
  /** Null for the two main roles. */
  readonly qualityCode: string | null
  readonly accountId: string
}

export type Origin = 'legalRepresentative' | 'appointment' | 'automatic'

/** Undefined when a constraint says that it, or its one place, is taken. */
export async function addAppointment(
  tx: Transaction,
  { enterpriseNumber, role, qualityCode, accountId }: AppointmentInput,
  origin: Origin,
  act: Act,
): Promise<string | undefined> {
  const added = await tx
    .insertInto('appointment')
    .values({
      ...{ appointment_id: uuidV7(), enterprise_number: enterpriseNumber, quality_code: qualityCode },
      ...{ role, account_id: accountId, appointed_by: act.actor, origin, state: 'active' },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('appointment_id')
    .executeTakeFirst()
  if (!added) return undefined
  await recordChange(tx, act, {
    action: 'appointment.begin',
    subject: `enterprise:${enterpriseNumber}`,
    after: { appointmentId: added.appointment_id, role, qualityCode, accountId, origin },
  })
  return added.appointment_id
}

export type EndedAppointment = AppointmentInput & { readonly appointmentId: string; readonly origin: string }

/** Ends them without asking, with an entry for each. */
export async function closeAppointments(
  tx: Transaction,
  appointments: readonly EndedAppointment[],
  act: Act,
): Promise<void> {
  for (const { appointmentId, enterpriseNumber, role, qualityCode, accountId, origin } of appointments) {
    await tx
      .updateTable('appointment')
      .set(({ eb, fn }) => ({ state: 'ended', ended_at: fn('now'), version: eb('version', '+', 1) }))
      .where('appointment_id', '=', appointmentId)
      .execute()
    await recordChange(tx, act, {
      action: 'appointment.end',
      subject: `enterprise:${enterpriseNumber}`,
      before: { appointmentId, role, qualityCode, accountId, origin },
    })
  }
}
