/** Ways of signing in that lead through somebody else: identity providers and cards (spec access.md §8.2, §8.3). */

import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import { endedStepCookie, sessionCookie, stepCookie } from '../../http/cookies.ts'
import type { Visit } from '../ask.ts'
import { PROVIDERS } from '../identity-ground.ts'
import type { Purpose } from '../operations/enter-by-identity.ts'
import { type Back, type Begun, beginAtProvider, finishAtProvider } from '../operations/sign-in-at-provider.ts'
import { beginAtCard, finishAtCard } from '../operations/sign-in-by-card.ts'
import { type PageAnswer, pageRoute } from '../page-route.ts'
import { PLACES } from '../places.ts'
import { placeFrom, signInPage } from './sign-in.tsx'
import { providerPath } from './sign-in-ways.tsx'

const TO_PROVIDER = PROVIDERS.map((name) =>
  pageRoute({
    method: 'GET',
    path: providerPath(name),
    row: 'anybody',
    handle: async (visit) => away(visit, await beginAtProvider(visit, name, purposeOf(visit))),
  }),
)

const FROM_PROVIDER = PROVIDERS.map((name) =>
  pageRoute({
    method: 'GET',
    path: `${providerPath(name)}/callback`,
    row: 'anybody',
    handle: async (visit) => back(visit, await finishAtProvider(visit, name)),
  }),
)

const TO_CARD = pageRoute({
  method: 'GET',
  path: PLACES.eid,
  row: 'anybody',
  handle: async (visit) => away(visit, await beginAtCard(visit, purposeOf(visit))),
})

const FROM_CARD = pageRoute({
  method: 'GET',
  path: PLACES.eidCallback,
  row: 'anybody',
  handle: async (visit) => back(visit, await finishAtCard(visit)),
})

/** Nothing is changed by going there: what is begun is this browser's, and is forgotten when nobody finishes it. */
export const SIGN_IN_ELSEWHERE_PAGES = [...TO_PROVIDER, ...FROM_PROVIDER, TO_CARD, FROM_CARD]

/** Whether the proof is for the session that is there, and where to go on. */
export function purposeOf({ query, member }: Visit): Purpose {
  return { isAgain: query.get('again') === '1' && member !== null, returnTo: query.get('returnTo') ?? undefined }
}

/** In the session that the proof has opened or renewed; or the door again, with what was wrong. */
export function back(visit: Visit, finished: Result<Back, Refusal>): PageAnswer {
  if (!finished.ok)
    return { ...signInPage(visit, { refused: finished.problem }), cookies: [endedStepCookie('attempt')] }
  const { token, isLimited, returnTo } = finished.value
  const cookies = [sessionCookie(token), endedStepCookie('attempt')]
  return { to: isLimited ? PLACES.password : placeFrom(returnTo), cookies }
}

function away(visit: Visit, begun: Result<Begun, Refusal>): PageAnswer {
  if (!begun.ok) return signInPage(visit, { refused: begun.problem })
  const { attemptSeconds } = visit.ground.identity.signIn.rules()
  return { to: begun.value.url, cookies: [stepCookie('attempt', begun.value.attempt, attemptSeconds)] }
}
