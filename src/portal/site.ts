/** The portal as its pages and its API are served: who stands at the door, and how it speaks. */
import type { Log } from '../base/log.ts'
import type { Refusal } from '../base/refusal.ts'
import type { Door } from '../http/arrival.ts'
import { PORTAL_COOKIES } from '../http/cookies.ts'
import { type Problem, problem } from '../http/problem.ts'
import { refusalProblem } from '../http/refusal-problem.ts'
import type { ApiSite } from '../http/serve-api.ts'
import type { PageSite } from '../http/serve-pages.ts'
import { SIGN_IN_NEEDED } from '../http/sign-in-needed.ts'
import { admit, type Guarded, isPasswordFirst } from './admit.ts'
import type { AnyApiRoute } from './api-route.ts'
import type { Visit } from './ask.ts'
import type { Doors } from './doors.ts'
import type { PortalGround } from './ground.ts'
import type { AnyPageRoute } from './page-route.ts'
import { refusedPage } from './pages/refused.tsx'
import { PLACES, withReturn } from './places.ts'
import { showPage } from './show-page.tsx'
import { recordTurnedAway } from './turned-away.ts'
import { arrivalOf } from './visit.ts'

export const API_PREFIX = '/REST/accessManagement/v1'

type Serving = { readonly ground: PortalGround; readonly doors: Doors }
type Logged = Serving & { readonly log: Log }

export function pageSite({ log, ...serving }: Logged): PageSite<AnyPageRoute, Visit> {
  const { ground } = serving
  return {
    ...{ ...doorOf(serving), log, cookies: PORTAL_COOKIES, refusedPage },
    originOf: () => new URL(ground.publicUrl).origin,
    detour(refused, before) {
      if (refused === SIGN_IN_NEEDED) return withReturn(PLACES.signIn, before)
      return isPasswordFirst(refused) ? PLACES.password : undefined
    },
    show: (page, visit, done) => showPage(page, { ...visit, visit, done }),
  }
}

export function apiSite({ log, ...serving }: Logged): ApiSite<AnyApiRoute, Visit> {
  return { ...doorOf(serving), log, prefix: API_PREFIX, area: 'accessManagement', refusedDoor }
}

function doorOf({ ground, doors }: Serving): Door<Guarded, Visit> {
  return {
    arrive: (request) => arrivalOf(request, ground, doors),
    admit: (route, visit, rawParams) => admit(route, visit, rawParams, doors),
    recordTurnedAway: (route, visit, rawParams, refused) => recordTurnedAway(route, visit, rawParams, refused, doors),
  }
}

/** Without a sign-in there is nothing to permit: 401 as the guide has it. */
function refusedDoor(refused: Refusal): Problem {
  const { code, cause, remedy } = refused
  if (refused === SIGN_IN_NEEDED) {
    return problem(401, 'noAccessToken', 'Not signed in', `${cause} ${remedy}`, { code })
  }
  if (isPasswordFirst(refused)) {
    const type = 'urn:problem-type:sluice:accessManagement:passwordChangeNeeded'
    return problem(403, type, 'Password change needed', `${cause} ${remedy}`, { code })
  }
  return refusalProblem(refused, 'accessManagement')
}
