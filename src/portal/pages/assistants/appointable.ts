/** Which roles somebody may give, and which appointments he may end, as far as is shown; the operation asks again. */
import type { AppointedRole } from '../../../registry/people/appointment-rules.ts'
import type { ListedAppointment } from '../../../registry/people/find-appointments.ts'
import { decide } from '../../../registry/policy/decide.ts'
import type { Action } from '../../../registry/policy/matrix.ts'
import type { Ask } from '../../ask.ts'

export type Giveable = { readonly role: AppointedRole; readonly qualityCode: string | null }

type Asked = Pick<Ask, 'actor' | 'roles' | 'ground'>

const ROWS = [
  ['coMainAccessManager', 'changeCoMainAccessManagers'],
  ['accessManager', 'changeAccessManagers'],
  ['coAccessManager', 'changeCoAccessManagers'],
] as const satisfies readonly (readonly [AppointedRole, Action])[]

/** `qualities`: those of the enterprise that are active; without them whether a role may be given anywhere. */
export function appointableBy(
  ask: Asked,
  enterpriseNumber: string,
  qualities: readonly string[] = placesOf(ask, enterpriseNumber),
): Giveable[] {
  return ROWS.flatMap(([role, action]) => {
    const places = role === 'coMainAccessManager' ? [null] : qualities
    return places
      .filter((qualityCode) => isOpen(ask, action, { enterpriseNumber, qualityCode }))
      .map((qualityCode) => ({ role, qualityCode }))
  })
}

export function mayEnd(ask: Asked, { role, origin, ...place }: ListedAppointment): boolean {
  const action = ROWS.find(([given]) => given === role)?.[1]
  return action !== undefined && origin === 'appointment' && isOpen(ask, action, place)
}

function isOpen(
  { actor, roles, ground }: Asked,
  action: Action,
  place: { readonly enterpriseNumber: string; readonly qualityCode: string | null },
): boolean {
  return decide({ actor: { accountId: actor.accountId, roles }, action, place }, ground.rules).allowed
}

function placesOf({ roles }: Asked, enterpriseNumber: string): string[] {
  const here = roles.filter((held) => held.enterpriseNumber === enterpriseNumber)
  return [...new Set(here.flatMap(({ qualityCode }) => (qualityCode === null ? [] : [qualityCode])))]
}
