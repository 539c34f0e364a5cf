/** Whether a request comes as far as the route that it names: deny by default, the same for pages and API (rule 21.1). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import { SIGN_IN_NEEDED } from '../http/sign-in-needed.ts'
import type { Ask, Visit } from './ask.ts'
import { mayUse, type RouteRole } from './role.ts'

export type Guarded = { readonly method: string; readonly path: string; readonly role: RouteRole }

/** Refuses: SLU-LOGIN (nobody is signed in), SLU-RIGHTS. */
export function admit(route: Guarded, visit: Visit, rawParams: unknown): Result<Visit | Ask, Refusal> {
  const { signedIn } = visit
  const params = rawParams ?? {}
  if (!signedIn) return route.role === 'anybody' ? ok({ ...visit, params }) : no(SIGN_IN_NEEDED)
  if (!mayUse(route.role, signedIn.operator.role)) return no(NOT_YOURS)
  return ok({ ...visit, params, signedIn, operator: signedIn.operator })
}

/** Of a role that does not reach so far; also for operations, which look again. */
export const NOT_YOURS = refusal(
  'SLU-RIGHTS',
  'Your role does not allow this.',
  'Ask an administrator of the console.',
  {
    key: 'roleTooLow',
  },
)
