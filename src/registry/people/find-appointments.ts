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

export type AppointmentsWanted = {
  readonly enterpriseNumber: string
  readonly state: Appointment['state']
  /** Those of the main roles, and of these qualities; null: of all. */
  readonly qualities: readonly string[] | null
  /** The id of the last one of the page before. */
  readonly after?: string
  readonly limit: number
}

/** In the order in which they were appointed; of those that have ended the latest first. */
export async function pageOfAppointments(queries: Queries, wanted: AppointmentsWanted): Promise<ListedAppointment[]> {
  const { enterpriseNumber, state, qualities, after, limit } = wanted
  const [direction, beyond] = state === 'ended' ? (['desc', '<'] as const) : (['asc', '>'] as const)
  return await listed(queries, enterpriseNumber)
    .where('appointment.state', '=', state)
    .$if(qualities !== null, (query) =>
      query.where(({ eb, or, val }) =>
        or([eb('quality_code', 'is', null), eb('quality_code', '=', eb.fn.any(val([...(qualities ?? [])])))]),
      ),
    )
    .$if(after !== undefined && isUuid(after), (query) => query.where('appointment_id', beyond, after ?? ''))
    .orderBy('appointment_id', direction)
    .limit(limit)
    .execute()
}

/** Active ones in the order of the matrix: enterprise first, then quality by quality; at most `limit`. */
export async function listAppointments(
  queries: Queries,
  { enterpriseNumber, limit = 1000 }: { readonly enterpriseNumber: string; readonly limit?: number },
): Promise<ListedAppointment[]> {
  return await listed(queries, enterpriseNumber)
    .where('appointment.state', '=', 'active')
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
