/** The second half of signing in with an app: its code, or a recovery code (spec access.md §8.4). */
import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { LoginOrigin } from '../../registry/login-origin.ts'
import { clearFailures } from '../../registry/login-throttle.ts'
import { reachesOfEither } from '../../registry/policy/reach.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { findAttempt, takeAttempt } from '../attempts.ts'
import { takeCode } from '../code-app/take-code.ts'
import { BY_CODE } from '../methods.ts'
import type { Visitor } from '../visitor.ts'
import { type Admitted, admit } from './admit.ts'
import { findById, findByUsername } from './login-account.ts'
import { NO_ATTEMPT, WRONG } from './refusals.ts'
import type { SignInDeps, SignInRules } from './sign-in-deps.ts'
import { ANYWHERE, codeKey, countWrongCode, waitOf } from './throttled.ts'

/** NOBODY has no app, and is looked for like everybody else. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * After a right password: `attempt` is what that answered. A wrong code can be corrected as long as the attempt lasts. Refuses: SLU-LOGIN
 * (`attemptOver`, `wrongCredentials`), SLU-BUSY, and what `admit` refuses.
 */
export async function finishWithCode(
  deps: SignInDeps,
  { attempt, code }: { readonly attempt: string; readonly code: string },
  visitor: Visitor,
): Promise<Result<Admitted, Refusal>> {
  return deps.database.transaction(async (tx) => {
    const begun = await findAttempt(tx, deps.box, attempt, 'code')
    const account = begun?.accountId ? await findById(tx, begun.accountId) : null
    if (!begun || !account) return no(NO_ATTEMPT)
    const asked = { accountId: account.accountId, code, origins: [visitor.origin, ANYWHERE] }
    const wrong = await whyNotTheCode(tx, deps.box, asked, deps.rules())
    if (wrong) return no(wrong)
    if (!(await takeAttempt(tx, deps.box, attempt, 'code'))) return no(NO_ATTEMPT)
    const seen = { ...account, passwordHash: begun.body.passwordHash ?? '' }
    const reaches = reachesOfEither(account.passwordReaches, account.appReaches)
    return admit(tx, deps, { seen, proof: { ...BY_CODE, reaches }, visitor })
  })
}

/** Where the configuration asks for no password: a user name with a code. Refuses as above. */
export async function signInByCodeAlone(
  deps: SignInDeps,
  { username, code }: { readonly username: string; readonly code: string },
  visitor: Visitor,
): Promise<Result<Admitted, Refusal>> {
  const rules = deps.rules()
  if (!rules.codeApp || rules.codeRequiresPassword) return no(WRONG)
  return deps.database.transaction(async (tx) => {
    const account = await findByUsername(tx, username)
    const asked = { accountId: account?.accountId ?? null, typed: username, code, origins: [visitor.origin] }
    const wrong = await whyNotTheCode(tx, deps.box, asked, rules)
    if (wrong || !account) return no(wrong ?? WRONG)
    return admit(tx, deps, { seen: account, proof: { ...BY_CODE, reaches: account.appReaches }, visitor })
  })
}

export type AskedCode = {
  readonly accountId: string | null
  readonly typed?: string
  readonly code: string
  readonly origins: readonly LoginOrigin[]
}

/** Null when it is right, and then it is used up. One after the other for an account, so that guesses at once are counted one by one. */
export async function whyNotTheCode(
  tx: Transaction,
  box: SecretBox,
  { accountId, typed, code, origins }: AskedCode,
  { throttle }: Pick<SignInRules, 'throttle'>,
): Promise<Refusal | null> {
  const key = codeKey(accountId, typed)
  const held = tx
    .selectFrom('account')
    .select('state')
    .where('account_id', '=', accountId ?? NOBODY)
  await held.forNoKeyUpdate().execute()
  const waiting = await waitOf(tx, key, origins)
  if (waiting) return waiting
  if (!(await takeCode(tx, box, accountId ?? NOBODY, code))) {
    await countWrongCode(tx, key, { origins, isKnown: accountId !== null }, throttle)
    return WRONG
  }
  for (const origin of origins) await clearFailures(tx, key, origin)
  return null
}
