/** Whether a request comes as far as the route that it names: deny by default, the same for pages and API (spec access.md §16.1). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import { SIGN_IN_NEEDED } from '../http/sign-in-needed.ts'
import type { Action } from '../registry/policy/matrix.ts'
import type { Ask, Visit } from './ask.ts'
import type { Doors } from './doors.ts'
import { NOT_THERE } from './not-there.ts'
import { readParams } from './params.ts'
import { guardingOf, type RouteRow } from './route-row.ts'

export type Guarded = { readonly row: RouteRow; readonly whileLimited?: true }

/** Refuses: SLU-LOGIN (nobody is signed in, or must change the password first), SLU-MISSING, SLU-RIGHTS. */
export async function admit(
  route: Guarded,
  visit: Visit,
  rawParams: unknown,
  doors: Doors,
): Promise<Result<Visit | Ask, Refusal>> {
  const params = readParams(rawParams)
  const guarding = guardingOf(route.row)
  if (!params) return no(NOT_THERE)
  if (guarding === 'nothing') return ok({ ...visit, params })
  const { member } = visit
  if (!member) return no(SIGN_IN_NEEDED)
  if (member.session.isLimited && !route.whileLimited) return no(PASSWORD_FIRST)
  if (guarding === 'roles') {
    const { enterpriseNumber = '', qualityCode = null } = params
    const looked = await doors.mayLook(member.actor, route.row as Action, { enterpriseNumber, qualityCode })
    if (!looked.ok) return looked
  }
  return ok({ ...visit, ...member, member, params })
}

const PASSWORD_FIRST = refusal('SLU-LOGIN', 'A new password must be set first.', 'Change your password.', {
  key: 'passwordFirst',
})
/** Whether the password must be changed. */
export function isPasswordFirst(refused: Refusal): boolean {
  return refused === PASSWORD_FIRST
}
