/** The console as its pages and its API are served: who stands at the door, and how it speaks. */
import type { Log } from '../base/log.ts'
import type { Refusal } from '../base/refusal.ts'
import type { ShowProblem } from '../http/answer-errors.ts'
import type { Door } from '../http/arrival.ts'
import { failurePages } from '../http/failure-page.tsx'
import { type Problem, problem } from '../http/problem.ts'
import { refusalProblem } from '../http/refusal-problem.ts'
import type { ApiSite } from '../http/serve-api.ts'
import type { PageSite } from '../http/serve-pages.ts'
import { SIGN_IN_NEEDED } from '../http/sign-in-needed.ts'
import { admit, type Guarded } from './admit.ts'
import type { AnyConsoleApi } from './api-route.ts'
import type { Visit } from './ask.ts'
import { consoleCookies } from './cookies.ts'
import type { ConsoleGround } from './ground.ts'
import type { AnyConsolePage } from './page-route.ts'
import { PLACES, withReturn } from './places.ts'
import { refusedPage } from './refused.tsx'
import { showPage } from './show-page.tsx'
import { isTextKey, type Say, sayIn } from './texts.ts'
import { recordTurnedAway } from './turned-away.ts'
import { arrivalOf, originOfRequest } from './visit.ts'

export const API_PREFIX = '/api/v1'

export function pageSite(ground: ConsoleGround, log: Log): PageSite<AnyConsolePage, Visit> {
  return {
    ...{ ...doorOf(ground), log, refusedPage },
    get cookies() {
      return consoleCookies(ground.publicUrl)
    },
    originOf: (request) => originOfRequest(request, ground),
    detour: (refused, before) => (refused === SIGN_IN_NEEDED ? withReturn(PLACES.signIn, before) : undefined),
    frameScripts: ({ signedIn }) => (signedIn ? ['shortcuts'] : []),
    show: (page, visit, done) => showPage(page, { ...visit, visit, done }),
  }
}

export function apiSite(ground: ConsoleGround, log: Log): ApiSite<AnyConsoleApi, Visit> {
  return { ...doorOf(ground), log, prefix: API_PREFIX, area: 'console', refusedDoor }
}

export function doorOf(ground: ConsoleGround): Door<Guarded, Visit> {
  return {
    arrive: (request) => arrivalOf(request, ground),
    admit: async (route, visit, rawParams) => admit(route, visit, rawParams),
    recordTurnedAway: (route, visit, _rawParams, refused) => recordTurnedAway(route, visit, refused),
  }
}

/** Without a sign-in there is nothing to permit: 401 as the guide has it. */
export function refusedDoor(refused: Refusal): Problem {
  if (refused !== SIGN_IN_NEEDED) return refusalProblem(refused, 'console')
  const { code, cause, remedy } = refused
  return problem(401, 'noAccessToken', 'Not signed in', `${cause} ${remedy}`, { code })
}

/** How the console shows failures that no page foresaw. */
export function failuresOf(ground: ConsoleGround): ShowProblem {
  return failurePages<Say>({
    isOfApi: (path) => path.startsWith(`${API_PREFIX}/`),
    get cookies() {
      return consoleCookies(ground.publicUrl)
    },
    home: PLACES.overview,
    sayIn,
    messageOf(t, status) {
      const key = `failure.${status}`
      return isTextKey(key) ? t(key) : undefined
    },
    show: (page, framed) => showPage(page, framed),
  })
}
