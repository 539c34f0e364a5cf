/** The second half of signing in with an app: its code, or a recovery code (spec access.md §8.4). */
import type { Refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { recordChange } from '../../registry/change.ts'
import type { LoginOrigin } from '../../registry/login-origin.ts'
import { clearFailures } from '../../registry/login-throttle.ts'
import { reachesOfEither } from '../../registry/policy/reach.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { findAttempt, takeAttempt } from '../attempts.ts'
import { recoveryCodesLeft } from '../code-app/recovery-codes.ts'
import { takeCode } from '../code-app/take-code.ts'
import { holdAccount } from '../hold-account.ts'
import { BY_CODE } from '../methods.ts'
import { ownAct, type Visitor } from '../visitor.ts'
import { holdWaitingEnterprises } from './activate-enterprises.ts'
import { type Admitted, admit } from './admit.ts'
import { findById, findByUsername } from './login-account.ts'
import { NO_ATTEMPT, WRONG } from './refusals.ts'
import type { SignInDeps, SignInRules } from './sign-in-deps.ts'
import { ANYWHERE, codeKey, countCodeAlone, countWrongCode, waitOf, waitOfCodesAlone } from './throttled.ts'

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
    const { accountId } = account
    const waiting = await holdWaitingEnterprises(tx, accountId, BY_CODE)
    const asked = { accountId, code, origins: [visitor.origin, ANYWHERE], traceId: visitor.traceId }
    const wrong = await whyNotTheCode(tx, deps.box, asked, deps.rules())
    if (wrong) return no(wrong)
    if (!(await takeAttempt(tx, deps.box, attempt, 'code'))) return no(NO_ATTEMPT)
    const held = await findById(tx, accountId)
    if (!held) return no(NO_ATTEMPT)
    const seen = { ...held, passwordHash: begun.body.passwordHash ?? '' }
    const proof = { ...BY_CODE, reaches: reachesOfEither(held.passwordReaches, held.appReaches) }
    return admit(tx, deps, { seen, proof, visitor, waiting })
  })
}

/**
 * rule 11.22: where the configuration asks for no password, a user name with a code. Guesses are counted for all names of an origin too.
 * Refuses as above.
 */
export async function signInByCodeAlone(
  deps: SignInDeps,
  { username, code }: { readonly username: string; readonly code: string },
  visitor: Visitor,
): Promise<Result<Admitted, Refusal>> {
  const rules = deps.rules()
  if (!rules.codeApp || rules.codeRequiresPassword) return no(WRONG)
  return deps.database.transaction(async (tx) => {
    const account = await findByUsername(tx, username)
    const accountId = account?.accountId ?? null
    const waiting = await holdWaitingEnterprises(tx, accountId ?? NOBODY, BY_CODE)
    const { origin, traceId } = visitor
    const spread = await waitOfCodesAlone(tx, origin)
    if (spread) return no(spread)
    const asked = { accountId, typed: username, code, origins: [origin], traceId }
    const wrong = await whyNotTheCode(tx, deps.box, asked, rules)
    if (wrong === WRONG) await countCodeAlone(tx, origin, rules.throttle)
    const seen = wrong || accountId === null ? null : await findById(tx, accountId)
    if (!seen) return no(wrong ?? WRONG)
    return admit(tx, deps, { seen, proof: { ...BY_CODE, reaches: seen.appReaches }, visitor, waiting })
  })
}

export type AskedCode = {
  readonly accountId: string | null
  readonly typed?: string
  readonly code: string
  readonly origins: readonly LoginOrigin[]
  /** Of the request, for the audit. */
  readonly traceId: string
}

/**
 * Null when it is right, and then it is used up. One after the other for an account, so that guesses at once are counted one by one.
 * Audit: `account.recoveryCodeUsed`, from which the person is told.
 */
export async function whyNotTheCode(
  tx: Transaction,
  box: SecretBox,
  { accountId, typed, code, origins, traceId }: AskedCode,
  { throttle }: Pick<SignInRules, 'throttle'>,
): Promise<Refusal | null> {
  const key = codeKey(accountId, typed)
  await holdAccount(tx, accountId ?? NOBODY)
  const waiting = await waitOf(tx, key, origins)
  if (waiting) return waiting
  const taken = await takeCode(tx, box, accountId ?? NOBODY, code)
  if (accountId === null || taken === null) {
    await countWrongCode(tx, key, { origins, isKnown: accountId !== null }, throttle)
    return WRONG
  }
  for (const origin of origins) await clearFailures(tx, key, origin)
  if (taken === 'recovery') await recordRecoveryCode(tx, accountId, traceId)
  return null
}

/** Whoever has found the paper with the codes needs no telephone: the person learns of each use. */
async function recordRecoveryCode(tx: Transaction, accountId: string, traceId: string): Promise<void> {
  await recordChange(tx, ownAct(accountId, BY_CODE, traceId), {
    action: 'account.recoveryCodeUsed',
    subject: `account:${accountId}`,
    after: { left: await recoveryCodesLeft(tx, accountId) },
  })
}
