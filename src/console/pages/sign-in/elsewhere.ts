/** The way through the identity provider of the house, and the way out. */
import { endOperatorSessions } from '../../../identity/operators/end-sessions.ts'
import { recordOperator } from '../../../identity/operators/record.ts'
import { actorOfOperator } from '../../../registry/operators/operator.ts'
import { consoleCookies } from '../../cookies.ts'
import { beginAtProvider, finishAtProvider } from '../../operations/sign-in-at-provider.ts'
import { consolePage } from '../../page-route.ts'
import { PLACES } from '../../places.ts'
import { signedInTo, signInPage } from './sign-in.tsx'

const AWAY = consolePage({
  method: 'GET',
  path: PLACES.oidc,
  role: 'anybody',
  async handle(visit) {
    const begun = await beginAtProvider(visit)
    if (!begun.ok) return signInPage(visit, { refused: begun.problem })
    const { publicUrl, signIn } = visit.ground
    const cookie = consoleCookies(publicUrl).step('attempt', begun.value.attempt, signIn.rules().attemptSeconds)
    return { to: begun.value.url, cookies: [cookie] }
  },
})

const BACK = consolePage({
  method: 'GET',
  path: PLACES.oidcCallback,
  role: 'anybody',
  async handle(visit) {
    const back = await finishAtProvider(visit)
    if (back.ok) return signedInTo(visit, back.value.token, back.value.returnTo)
    const cookies = [consoleCookies(visit.ground.publicUrl).endedStep('attempt')]
    return { ...(await signInPage(visit, { refused: back.problem })), cookies }
  },
})

const OUT = consolePage({
  method: 'POST',
  path: PLACES.signOut,
  role: 'viewer',
  async handle({ ground, signedIn, operator }) {
    const { operatorId, sessionId } = signedIn
    await ground.database.transaction(async (tx) => {
      await endOperatorSessions(tx, operatorId, 'signedOut', { only: sessionId })
      const event = { action: 'operator.signedOut', name: operator.name, after: { sessionId } } as const
      await recordOperator(tx, { actor: actorOfOperator(operator) }, event)
    })
    return { to: PLACES.signIn, done: 'signedOut', cookies: [consoleCookies(ground.publicUrl).endedSession()] }
  },
})

export const ELSEWHERE_PAGES = [AWAY, BACK, OUT]
