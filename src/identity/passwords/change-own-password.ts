/** The page "Kennwort ändern" (matrix row 11): whoever changes a password has just proven who it is (spec access.md §7). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import { isFreshProof } from '../../registry/policy/fresh-proof.ts'
import { voidActivations } from '../activation/issue-activation.ts'
import { databaseNow } from '../now.ts'
import { NO_SESSION, rotateSession, type Session } from '../sessions.ts'
import { findById } from '../sign-in/login-account.ts'
import type { Held } from '../sign-in/prove-again.ts'
import type { SignInDeps } from '../sign-in/sign-in-deps.ts'
import { checkPassword } from '../sign-in/throttled.ts'
import { ownAct, type Visitor } from '../visitor.ts'
import { type ChosenRules, choosePassword } from './choose-password.ts'
import { setOwnPassword } from './set-password.ts'

export type OwnPassword = {
  /** Needed when the latest proof was not strong and fresh; null otherwise. */
  readonly oldPassword: string | null
  readonly password: string
  readonly confirmation: string
}

export type OwnPasswordRules = ChosenRules & { readonly freshSeconds: number; readonly freshAssurance: number }

/**
 * Without the old password after a fresh strong sign-in, and in a session that is good for nothing else. The session goes on under a new
 * token, because it may do more now (case R25); all others end, and activations are void. Nothing is changed when the session has
 * ended meanwhile. Refuses: SLU-REAUTH (`oldPasswordNeeded`), SLU-LOGIN, SLU-BUSY, SLU-PASSWORD
 * with all faults, SLU-CONFLICT.
 */
export async function changeOwnPassword(
  deps: SignInDeps,
  { session, token }: Held,
  chosen: OwnPassword,
  { rules, visitor }: { readonly rules: OwnPasswordRules; readonly visitor: Visitor },
): Promise<Result<{ readonly token: string }, Refusal>> {
  const { accountId, sessionId } = session
  const proven = await isProven(deps, session, chosen.oldPassword, { rules, visitor })
  if (!proven.ok) return proven
  const judged = await choosePassword({ ...deps, queries: deps.database.queries }, { accountId, ...chosen }, rules)
  if (!judged.ok) return judged
  return deps.database.transaction((tx) =>
    allOrNothing(tx, async () => {
      const act = ownAct(accountId, session, visitor.traceId)
      const set = await setOwnPassword(tx, judged.value, { ...rules, sessionId, reaches: session.reaches }, act)
      if (!set.ok) return set
      await voidActivations(tx, accountId)
      const renewed = await rotateSession(tx, token)
      return renewed ? ok({ token: renewed }) : no(NO_SESSION)
    }),
  )
}

async function isProven(
  deps: SignInDeps,
  session: Session,
  oldPassword: string | null,
  { rules, visitor }: { readonly rules: OwnPasswordRules; readonly visitor: Visitor },
): Promise<Result<void, Refusal>> {
  if (session.isLimited) return ok(undefined)
  if (oldPassword === null) {
    const now = await databaseNow(deps.database.queries)
    const asked = { now, seconds: rules.freshSeconds, assurance: rules.freshAssurance }
    return isFreshProof(session, asked) ? ok(undefined) : no(OLD_PASSWORD_NEEDED)
  }
  const account = await findById(deps.database.queries, session.accountId)
  return checkPassword(deps, { account, password: oldPassword, origin: visitor.origin }, deps.rules().throttle)
}

const OLD_PASSWORD_NEEDED = refusal(
  'SLU-REAUTH',
  'This needs your present password, or a fresh and strong sign-in.',
  'Type your present password, or sign in again with eID, itsme or a code from your app.',
  { key: 'oldPasswordNeeded' },
)
