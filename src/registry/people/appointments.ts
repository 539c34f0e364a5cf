/** Appointments of managers: given and taken here, except the main access manager's (spec access.md §4). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { allOrNothing } from '../all-or-nothing.ts'
import type { Act } from '../audit.ts'
import { openAccount } from './accounts.ts'
import { type AppointmentInput, addAppointment, closeAppointments } from './appointment-rows.ts'
import {
  ALREADY,
  type AppointedRole,
  type AppointmentLimits,
  MAIN_ELSEWHERE,
  mayBeAppointed,
  type Standing,
  TAKEN,
} from './appointment-rules.ts'
import { closeAccountIfUnused } from './close-accounts.ts'
import { findAppointment } from './find-appointments.ts'
import { lockOpenEnterprise, lockOpenQuality } from './places.ts'
import { completeProfiles, endProfiles } from './profiles.ts'
import { sameVersion } from './versions.ts'

/**
 * Resolves with the appointment's id; a co-main access manager gets his automatic profiles with it, and a closed account is opened again.
 * Refuses: SLU-UNKNOWN, SLU-STATE (place not active, place taken, main role), SLU-CONFLICT (holds it already), SLU-INPUT.
 */
export function appoint(
  tx: Transaction,
  input: AppointmentInput,
  limits: AppointmentLimits,
  act: Act,
): Promise<Result<string, Refusal>> {
  return allOrNothing(tx, async () => {
    const { enterpriseNumber, qualityCode, role } = input
    const place = await (qualityCode === null
      ? lockOpenEnterprise(tx, enterpriseNumber)
      : lockOpenQuality(tx, { enterpriseNumber, qualityCode }))
    if (!place.ok) return place
    const allowed = mayBeAppointed(input, await standingAt(tx, input), limits)
    if (!allowed.ok) return allowed
    const account = await openAccount(tx, input.accountId, act)
    if (!account.ok) return account
    const appointmentId = await addAppointment(tx, input, 'appointment', act)
    if (!appointmentId) return no(role === 'accessManager' ? TAKEN : ALREADY)
    if (role === 'coMainAccessManager') await completeProfiles(tx, enterpriseNumber, act)
    return ok(appointmentId)
  })
}

/**
 * Ends an appointment that was made by appointing; with a co-main access manager's go his automatic profiles, and with the last role his
 * account. Callers authorise it for the place that `findAppointment` tells. Refuses: SLU-UNKNOWN, SLU-STATE, SLU-VERSION.
 */
export async function endAppointment(
  tx: Transaction,
  { appointmentId, expectedVersion }: { readonly appointmentId: string; readonly expectedVersion?: number },
  act: Act,
): Promise<Result<void, Refusal>> {
  const found = await findAppointment(tx, appointmentId)
  if (!found) return no(NO_SUCH_APPOINTMENT)
  if (found.role === 'mainAccessManager') return no(MAIN_ELSEWHERE)
  const enterprise = await lockOpenEnterprise(tx, found.enterpriseNumber)
  if (!enterprise.ok) return enterprise
  const current = await findAppointment(tx, appointmentId)
  if (current?.state !== 'active') return no(APPOINTMENT_ENDED)
  const same = sameVersion(current.version, expectedVersion)
  if (!same.ok) return same
  if (current.origin === 'automatic') return no(AUTOMATIC)
  await closeAppointments(tx, [current], act)
  if (current.role === 'coMainAccessManager') await endProfiles(tx, current, act)
  await closeAccountIfUnused(tx, current.accountId, act)
  return ok(undefined)
}

async function standingAt(queries: Queries, { enterpriseNumber, qualityCode }: AppointmentInput): Promise<Standing> {
  const rows = await queries
    .selectFrom('appointment')
    .select(['role', 'quality_code as qualityCode', 'account_id as accountId', 'origin', 'state'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where((eb) => eb.or([eb('state', '=', 'active'), eb('role', '=', 'accessManager')]))
    .execute()
  const managers = rows.filter(
    (row) => row.role === 'accessManager' && row.qualityCode === qualityCode && row.origin !== 'automatic',
  )
  return {
    holders: rows
      .filter(({ state }) => state === 'active')
      .map(({ role, origin, ...row }) => ({
        ...row,
        role: role as AppointedRole,
        isAutomatic: origin === 'automatic',
      })),
    hasLostItsManager: managers.length > 0 && managers.every(({ state }) => state === 'ended'),
  }
}

export const NO_SUCH_APPOINTMENT = refusal(
  'SLU-UNKNOWN',
  'There is no such appointment.',
  'Look at the list of assistants again.',
  { key: 'appointmentUnknown' },
)
export const APPOINTMENT_ENDED = refusal(
  'SLU-STATE',
  'This appointment has ended already.',
  'Look at the list of assistants again.',
  {
    key: 'appointmentEnded',
  },
)
const AUTOMATIC = refusal(
  'SLU-STATE',
  'This profile belongs to a main or co-main access manager.',
  'It ends with that role.',
  { key: 'automaticProfile' },
)
