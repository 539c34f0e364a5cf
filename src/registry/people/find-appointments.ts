/** Who is appointed where. */
import { isUuid } from '../../base/ids.ts'
import type { Queries } from '../../database/database.ts'
import type { AppointedRole } from './appointment-rules.ts'

export type Appointment = {
  readonly appointmentId: string
  readonly enterpriseNumber: string
  readonly role: AppointedRole
  readonly qualityCode: string | null
  readonly accountId: string
  readonly appointedBy: string
  readonly origin: 'legalRepresentative' | 'appointment' | 'automatic'
  readonly state: 'active' | 'ended'
  readonly createdAt: Date
  readonly endedAt: Date | null
  readonly version: number
}

export type ListedAppointment = Appointment & {
  readonly lastName: string
  readonly firstName: string
  readonly username: string | null
  readonly accountState: string
}

export async function findAppointment(queries: Queries, appointmentId: string): Promise<Appointment | undefined> {
  if (!isUuid(appointmentId)) return undefined
  return await appointments(queries).where('appointment_id', '=', appointmentId).executeTakeFirst()
}

/** With the names; undefined when there is none of this id at the enterprise. */
export async function findListedAppointment(
  queries: Queries,
  { enterpriseNumber, appointmentId }: { readonly enterpriseNumber: string; readonly appointmentId: string },
): Promise<ListedAppointment | undefined> {
  if (!isUuid(appointmentId)) return undefined
  return await listed(queries, enterpriseNumber).where('appointment_id', '=', appointmentId).executeTakeFirst()
}

/** Active ones by default, in the order of the matrix: enterprise first, then quality by quality; at most `limit`. */
export async function listAppointments(
  queries: Queries,
  {
    enterpriseNumber,
    state = 'active',
    limit = 1000,
  }: { readonly enterpriseNumber: string; readonly state?: 'active' | 'ended'; readonly limit?: number },
): Promise<ListedAppointment[]> {
  return await listed(queries, enterpriseNumber)
    .where('appointment.state', '=', state)
    .orderBy('quality_code', (order) => order.asc().nullsFirst())
    .orderBy((eb) => eb.fn('array_position', [eb.val(ROLE_ORDER), 'role']))
    .orderBy('appointment_id')
    .limit(limit)
    .execute()
}

const ROLE_ORDER: readonly AppointedRole[] = [
  'mainAccessManager',
  'coMainAccessManager',
  'accessManager',
  'coAccessManager',
]

function listed(queries: Queries, enterpriseNumber: string) {
  return appointments(queries)
    .innerJoin('account', 'account.account_id', 'appointment.account_id')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['last_name as lastName', 'first_name as firstName', 'username', 'account.state as accountState'])
    .where('enterprise_number', '=', enterpriseNumber)
}

function appointments(queries: Queries) {
  return queries
    .selectFrom('appointment')
    .select(['appointment_id as appointmentId', 'enterprise_number as enterpriseNumber'])
    .select(['quality_code as qualityCode', 'appointment.account_id as accountId', 'appointed_by as appointedBy'])
    .select(['appointment.created_at as createdAt', 'ended_at as endedAt', 'appointment.version'])
    .select((eb) => [
      eb.ref('role').$castTo<AppointedRole>().as('role'),
      eb.ref('origin').$castTo<Appointment['origin']>().as('origin'),
      eb.ref('appointment.state').$castTo<Appointment['state']>().as('state'),
    ])
}
