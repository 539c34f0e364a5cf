/** Signing in with a password, an app, or both; the proof decides, and nobody is signed in before (spec access.md §8). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { endSession } from '../../identity/end-sessions.ts'
import type { Admitted } from '../../identity/sign-in/admit.ts'
import { finishWithCode, signInByCodeAlone } from '../../identity/sign-in/by-code.ts'
import { type AfterPassword, signInByPassword } from '../../identity/sign-in/by-password.ts'
import { NO_ATTEMPT } from '../../identity/sign-in/refusals.ts'
import { ownAct } from '../../identity/visitor.ts'
import type { Ask, Visit } from '../ask.ts'
import { visitorOf } from '../identity-ground.ts'

export type Typed = { readonly username: string; readonly password: string; readonly code: string }

/** A code in place of a password counts where the configuration asks for no password. Refuses as `signInByPassword`. */
export function signIn(visit: Visit, { username, password, code }: Typed): Promise<Result<AfterPassword, Refusal>> {
  const { signIn: deps } = visit.ground.identity
  const byCode = password === '' && code !== ''
  return byCode
    ? signInByCodeAlone(deps, { username, code }, visitorOf(visit))
    : signInByPassword(deps, { username, password }, visitorOf(visit))
}

/** After a right password, which the browser's cookie stands for. Refuses as `finishWithCode`. */
export async function signInWithCode(visit: Visit, code: string): Promise<Result<Admitted, Refusal>> {
  const { attempt } = visit.cookies
  if (attempt === undefined) return no(NO_ATTEMPT)
  return finishWithCode(visit.ground.identity.signIn, { attempt, code }, visitorOf(visit))
}

/** What has ended already needs no second end. */
export async function signOut({ session, traceId, ground }: Pick<Ask, 'session' | 'traceId' | 'ground'>) {
  const { accountId } = session
  const act = ownAct(accountId, session, traceId)
  await ground.database.transaction((tx) => endSession(tx, session, act))
  return ok(undefined)
}
