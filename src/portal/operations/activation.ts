/** Activation by an app (spec access.md §6.1, decision 35): link and code, then a password, then an app, and the person is in. */
import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import {
  beginActivationApp,
  findActivation,
  finishActivation,
  setActivationPassword,
} from '../../identity/activation/finish-activation.ts'
import { redeemActivation } from '../../identity/activation/redeem-activation.ts'
import { type PendingCodeApp, pendingCodeApp } from '../../identity/code-app/set-up.ts'
import { NO_ATTEMPT } from '../../identity/sign-in/refusals.ts'
import type { Visit } from '../ask.ts'
import { APP_SECONDS, appLabel } from '../code-app-label.ts'
import { visitorOf } from '../identity-ground.ts'

/** Null when nothing is under way in this browser. */
export async function activationUnderWay({ ground, cookies }: Visit) {
  if (cookies.attempt === undefined) return null
  return findActivation(ground.database.queries, ground.box, cookies.attempt)
}

/** Refuses as `redeemActivation`, with one answer for whatever is wrong with link and code. */
export function redeem({ ground, client, cookies, member }: Visit, code: string) {
  const { signIn, originOf } = ground.identity
  const signedInAs = member?.actor.accountId
  const asked = { link: cookies.link ?? '', code, origin: originOf(client.address), signedInAs }
  return ground.database.transaction((tx) => redeemActivation(tx, ground.box, asked, signIn.rules().throttle))
}

/** Refuses as `setActivationPassword`. */
export function choosePasswordFor(
  visit: Visit,
  chosen: { readonly password: string; readonly confirmation: string },
): Promise<Result<void, Refusal>> {
  const { signIn, passwordRules } = visit.ground.identity
  const attempt = visit.cookies.attempt ?? ''
  return setActivationPassword(signIn, { ...chosen, attempt }, { rules: passwordRules(), visitor: visitorOf(visit) })
}

/** The same app again while the page is loaded anew; else a new one. Refuses as `beginActivationApp`. */
export async function appFor(visit: Visit): Promise<Result<PendingCodeApp, Refusal>> {
  const { ground, cookies } = visit
  const activation = await activationUnderWay(visit)
  const label = appLabel(visit, activation?.username)
  if (activation && cookies.app !== undefined) {
    const { accountId } = activation
    const pending = await pendingCodeApp(ground.database.queries, ground.box, { accountId, token: cookies.app, label })
    if (pending) return { ok: true, value: pending }
  }
  const attempt = cookies.attempt ?? ''
  return beginActivationApp(ground.database.queries, ground.box, { attempt, label, seconds: APP_SECONDS })
}

/** Refuses as `finishActivation`. */
export async function finish(visit: Visit, code: string) {
  const { attempt, app } = visit.cookies
  if (attempt === undefined || app === undefined) return no(NO_ATTEMPT)
  return finishActivation(visit.ground.identity.signIn, { attempt, app, code }, visitorOf(visit))
}
