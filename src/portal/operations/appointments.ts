/** Assistants (matrix rows 3 to 5): who helps the main access manager, and who appoints and ends whom. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import { ensureAccount } from '../../registry/people/accounts.ts'
import type { AppointedRole } from '../../registry/people/appointment-rules.ts'
import { appoint, endAppointment, NO_SUCH_APPOINTMENT } from '../../registry/people/appointments.ts'
import {
  type AppointmentsWanted,
  findAppointment,
  findListedAppointment,
  type ListedAppointment,
  listAppointments,
  pageOfAppointments,
} from '../../registry/people/find-appointments.ts'
import { findOrAddPerson, type PersonInput } from '../../registry/people/persons.ts'
import { hasTwin } from '../../registry/people/twins.ts'
import { authorise, authoriseReading } from '../../registry/policy/authorise.ts'
import type { Action } from '../../registry/policy/matrix.ts'
import { reachOf } from '../../registry/policy/reach.ts'
import type { Acting } from './acting.ts'
import { managedQualities } from './audit.ts'
import { type FirstWay, giveFirstWay, ONESELF, prepareFirstWay } from './new-person.ts'

/** Who manages a quality sees the main roles and those of his quality. Refuses: SLU-MISSING, SLU-RIGHTS. */
export async function listAssistants(
  acting: Acting,
  enterpriseNumber: string,
): Promise<Result<ListedAppointment[], Refusal>> {
  const seen = await qualitiesSeen(acting, enterpriseNumber)
  if (!seen.ok) return seen
  const all = await listAppointments(acting.ground.database.queries, { enterpriseNumber })
  return ok(all.filter((appointment) => isSeen(appointment, seen.value)))
}

/** Page by page. Refuses: SLU-MISSING, SLU-RIGHTS. */
export async function pageOfAssistants(
  acting: Acting,
  wanted: Omit<AppointmentsWanted, 'qualities'>,
): Promise<Result<ListedAppointment[], Refusal>> {
  const seen = await qualitiesSeen(acting, wanted.enterpriseNumber)
  if (!seen.ok) return seen
  return ok(await pageOfAppointments(acting.ground.database.queries, { ...wanted, qualities: seen.value }))
}

/** Null: all of them. */
async function qualitiesSeen(
  { actor, ground }: Acting,
  enterpriseNumber: string,
): Promise<Result<readonly string[] | null, Refusal>> {
  const { queries } = ground.database
  const place = { enterpriseNumber, qualityCode: null }
  const allowed = await authoriseReading(queries, actor, { action: 'listUsers', place }, ground.rules)
  return allowed.ok ? ok(managedQualities(await reachOf(queries, actor), enterpriseNumber)) : allowed
}

function isSeen({ qualityCode }: ListedAppointment, seen: readonly string[] | null): boolean {
  return seen === null || qualityCode === null || seen.includes(qualityCode)
}

export type NewAssistant = {
  readonly enterpriseNumber: string
  readonly role: AppointedRole
  readonly qualityCode: string | null
  readonly person: PersonInput
}

export type Appointed = { readonly appointmentId: string; readonly firstWay: FirstWay }

/** Refuses: SLU-MISSING, SLU-RIGHTS (also oneself), SLU-REAUTH, SLU-STATE, SLU-CONFLICT, SLU-INPUT. */
export async function appointAssistant(
  { actor, ground }: Acting,
  { person, ...asked }: NewAssistant,
): Promise<Result<Appointed, Refusal>> {
  const { enterpriseNumber, qualityCode, role } = asked
  const place = { enterpriseNumber, qualityCode }
  const provisional = await prepareFirstWay(ground, person)
  return ground.database.transaction((tx) =>
    allOrNothing(tx, async () => {
      const act = await authorise(tx, actor, { action: ROW_OF[role], place }, ground.rules)
      if (!act.ok) return act
      if (await hasTwin(tx, place, role, person)) return no(ALREADY)
      const personId = await findOrAddPerson(tx, ground.box, person, act.value)
      if (!personId.ok) return personId
      const { accountId, state: accountState } = await ensureAccount(tx, personId.value, act.value)
      if (accountId === actor.accountId) return no(ONESELF)
      const appointed = await appoint(tx, { ...asked, accountId }, ground.access().appointments, act.value)
      if (!appointed.ok) return appointed
      const newcomer = { enterpriseNumber, accountId, accountState, person, provisional }
      const firstWay = await giveFirstWay(tx, ground, newcomer, act.value)
      return ok({ appointmentId: appointed.value, firstWay })
    }),
  )
}

export type AppointmentKey = { readonly enterpriseNumber: string; readonly appointmentId: string }

/** Also one that has ended. Refuses: SLU-MISSING, SLU-RIGHTS, SLU-UNKNOWN (also one that the person may not see). */
export async function readAssistant(acting: Acting, key: AppointmentKey): Promise<Result<ListedAppointment, Refusal>> {
  const seen = await qualitiesSeen(acting, key.enterpriseNumber)
  if (!seen.ok) return seen
  const found = await findListedAppointment(acting.ground.database.queries, key)
  return found && isSeen(found, seen.value) ? ok(found) : no(NO_SUCH_APPOINTMENT)
}

/** Refuses: SLU-MISSING, SLU-RIGHTS, SLU-REAUTH, SLU-UNKNOWN (also of another enterprise), SLU-STATE, SLU-VERSION. */
export function endAssistant(
  { actor, ground }: Acting,
  { enterpriseNumber, appointmentId, expectedVersion }: AppointmentKey & { readonly expectedVersion: number },
): Promise<Result<void, Refusal>> {
  return ground.database.transaction(async (tx) => {
    const found = await findAppointment(tx, appointmentId)
    if (found?.enterpriseNumber !== enterpriseNumber) return no(NO_SUCH_APPOINTMENT)
    const { role, qualityCode } = found
    const place = { enterpriseNumber, qualityCode }
    const act = await authorise(tx, actor, { action: ROW_OF[role], place }, ground.rules)
    return act.ok ? endAppointment(tx, { appointmentId, expectedVersion }, act.value) : act
  })
}

/** The main access manager is not appointed here; who may say so may appoint co-main access managers. */
const ROW_OF: Readonly<Record<AppointedRole, Action>> = {
  mainAccessManager: 'changeCoMainAccessManagers',
  coMainAccessManager: 'changeCoMainAccessManagers',
  accessManager: 'changeAccessManagers',
  coAccessManager: 'changeCoAccessManagers',
}
const ALREADY = refusal(
  'SLU-CONFLICT',
  'This person holds this role, or the one above it, already.',
  'Look at the list of assistants.',
  { key: 'alreadyAppointed' },
)
