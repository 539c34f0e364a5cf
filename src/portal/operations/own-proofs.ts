/** The app that shows codes, its recovery codes, and the sessions of a person: one's own affair (spec access.md §8.4, §8.6). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries } from '../../database/database.ts'
import { recoveryCodesLeft } from '../../identity/code-app/recovery-codes.ts'
import { removeCodeApp } from '../../identity/code-app/remove.ts'
import { renewOwnRecoveryCodes } from '../../identity/code-app/renew-codes.ts'
import { beginCodeApp, confirmCodeApp, type PendingCodeApp, pendingCodeApp } from '../../identity/code-app/set-up.ts'
import { hasCodeApp } from '../../identity/code-app/take-code.ts'
import { endAllOf, endSession } from '../../identity/end-sessions.ts'
import { holdAccount } from '../../identity/hold-account.ts'
import { sessionsOf } from '../../identity/living-sessions.ts'
import { otherWaysOf } from '../../identity/other-ways.ts'
import { findById } from '../../identity/sign-in/login-account.ts'
import { ownAct } from '../../identity/visitor.ts'
import { reachesOfEither } from '../../registry/policy/reach.ts'
import type { Ask } from '../ask.ts'
import { APP_SECONDS, appLabel } from '../code-app-label.ts'
import { waysTaken } from '../identity-ground.ts'
import { ANY_PROOF, askFresh } from './fresh.ts'

/** Whether there is an app, and how many recovery codes are left. */
export async function codeAppOf({ ground, actor }: Ask): Promise<{ readonly isSetUp: boolean; readonly left: number }> {
  const { queries } = ground.database
  const isSetUp = await hasCodeApp(queries, actor.accountId)
  return { isSetUp, left: isSetUp ? await recoveryCodesLeft(queries, actor.accountId) : 0 }
}

/** Whether password and app open a part of what eID, itsme or CSAM would open, and could be chosen anew after those (rule 11.20). */
export async function areProofsLimited({ ground, actor }: Ask): Promise<boolean> {
  const { queries } = ground.database
  const { byNumber } = await otherWaysOf(queries, actor.accountId, waysTaken(ground.identity))
  const account = byNumber ? await findById(queries, actor.accountId) : null
  if (!account || (account.passwordHash === null && !account.hasCodeApp)) return false
  return reachesOfEither(account.passwordReaches, account.appReaches) !== null
}

/** The same app again while the page is loaded anew; else a new one. Refuses: SLU-REAUTH. */
export async function beginOwnApp(ask: Ask): Promise<Result<PendingCodeApp, Refusal>> {
  const { ground, actor, person, cookies } = ask
  const { queries } = ground.database
  const fresh = await askFresh(ask, await assuranceForApp(ask, queries))
  if (!fresh.ok) return fresh
  const { accountId } = actor
  const label = appLabel(ask, person.username)
  const pending =
    cookies.app === undefined
      ? null
      : await pendingCodeApp(queries, ground.box, { accountId, token: cookies.app, label })
  return ok(pending ?? (await beginCodeApp(queries, ground.box, { accountId, label, seconds: APP_SECONDS })))
}

/**
 * Resolves with new recovery codes. Which proof it takes is asked while the account is held, so that a password alone never replaces an app
 * that was set up at the same moment. Refuses: SLU-REAUTH, and as `confirmCodeApp`.
 */
export async function confirmOwnApp(
  ask: Ask,
  code: string,
): Promise<Result<{ readonly recoveryCodes: readonly string[] }, Refusal>> {
  const { ground, session, cookies, traceId } = ask
  const { accountId, sessionId } = session
  const asked = { accountId, sessionId, reaches: session.reaches, code, token: cookies.app ?? '' }
  return ground.database.transaction(async (tx) => {
    await holdAccount(tx, accountId)
    const fresh = await askFresh(ask, await assuranceForApp(ask, tx), tx)
    if (!fresh.ok) return fresh
    return confirmCodeApp(tx, ground.box, asked, ownAct(accountId, session, traceId))
  })
}

/** Refuses: SLU-REAUTH, and as `removeCodeApp`. */
export async function removeOwnApp(ask: Ask): Promise<Result<void, Refusal>> {
  const { ground, session, traceId } = ask
  const fresh = await askFresh(ask, ground.rules.freshAssurance)
  if (!fresh.ok) return no(fresh.problem)
  const act = ownAct(session.accountId, session, traceId)
  return ground.database.transaction((tx) => removeCodeApp(tx, session, waysTaken(ground.identity), act))
}

/** Refuses: SLU-REAUTH, and as `renewOwnRecoveryCodes`. */
export async function renewOwnCodes(ask: Ask): Promise<Result<readonly string[], Refusal>> {
  const { ground, session, traceId } = ask
  const fresh = await askFresh(ask, ground.rules.freshAssurance)
  if (!fresh.ok) return no(fresh.problem)
  const { accountId } = session
  const act = ownAct(accountId, session, traceId)
  return ground.database.transaction((tx) => renewOwnRecoveryCodes(tx, ground.box, accountId, act))
}

export function ownSessions({ ground, actor }: Ask) {
  return sessionsOf(ground.database.queries, actor.accountId, ground.identity.signIn.rules().sessions)
}

/** Refuses: SLU-MISSING, also for a session of somebody else. */
export function endOwnSession({ ground, session, traceId }: Ask, sessionId: string): Promise<Result<void, Refusal>> {
  const { accountId } = session
  return ground.database.transaction((tx) =>
    endSession(tx, { accountId, sessionId }, ownAct(accountId, session, traceId)),
  )
}

/** All but this one; resolves with their number. */
export function endOtherSessions({ ground, session, traceId }: Ask): Promise<number> {
  const { accountId, sessionId } = session
  const act = ownAct(accountId, session, traceId)
  return ground.database.transaction((tx) => endAllOf(tx, accountId, 'signedOut', act, { except: sessionId }))
}

/** Who has an app proves himself by it before it is replaced; who has none, by the password. */
async function assuranceForApp({ ground, actor }: Ask, queries: Queries): Promise<number> {
  return (await hasCodeApp(queries, actor.accountId)) ? ground.rules.freshAssurance : ANY_PROOF
}
