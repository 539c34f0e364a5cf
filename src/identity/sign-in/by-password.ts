/** Signing in by user name and password (spec access.md §8.1, §8.5): a session, or the question for a code. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { beginAttempt } from '../attempts.ts'
import { BY_PASSWORD, BY_PROVISIONAL } from '../methods.ts'
import { isOutdated } from '../passwords/hash.ts'
import type { Visitor } from '../visitor.ts'
import { holdWaitingEnterprises } from './activate-enterprises.ts'
import { type Admitted, admit } from './admit.ts'
import { findByUsername, type LoginAccount } from './login-account.ts'
import { recordRefused } from './record-refused.ts'
import { CREDENTIALS_EXPIRED, PASSWORD_LOGIN_DISABLED } from './refusals.ts'
import type { SignInDeps, SignInRules } from './sign-in-deps.ts'
import { checkPassword } from './throttled.ts'

export type AfterPassword = Admitted | { readonly next: 'code'; readonly attempt: string }

/**
 * rule 11.4: the same path and the same answer for an unknown user and a wrong password (case R24). Refuses: SLU-LOGIN, SLU-BUSY (with the
 * seconds to wait); after a right password also what `admit` refuses, and SLU-METHOD `passwordLoginDisabled`.
 */
export async function signInByPassword(
  deps: SignInDeps,
  { username, password }: { readonly username: string; readonly password: string },
  visitor: Visitor,
): Promise<Result<AfterPassword, Refusal>> {
  const rules = deps.rules()
  const account = await findByUsername(deps.database.queries, username)
  const proof = { account, typed: username, password, origin: visitor.origin }
  const checked = await checkPassword(deps, proof, rules.throttle)
  if (!checked.ok) return checked
  if (!account) throw new TypeError('nobody has no password')
  const current = await renewHash(deps, account, password)
  const next = nextOf(current, rules)
  if (!next.ok) {
    const proven = { accountId: current.accountId, method: BY_PASSWORD.method, visitor }
    return deps.database.transaction((tx) => recordRefused(tx, proven, next.problem))
  }
  if (next.value === 'code') return ok({ next: 'code', attempt: await beginCode(deps, current, rules) })
  const way = current.passwordSetBy === 'system' ? BY_PROVISIONAL : BY_PASSWORD
  const proven = { ...way, reaches: current.passwordReaches }
  return deps.database.transaction(async (tx) => {
    const waiting = await holdWaitingEnterprises(tx, current.accountId, proven)
    return admit(tx, deps, { seen: current, proof: proven, visitor, waiting })
  })
}

/** rule 11.8: whoever has an app is asked for its code, whatever the password alone would open. Pure. */
export function nextOf(account: LoginAccount, rules: SignInRules): Result<'code' | 'session', Refusal> {
  if (account.isExpired || account.state === 'credentialsExpired') return no(CREDENTIALS_EXPIRED)
  if (account.hasCodeApp && rules.codeApp) return ok('code')
  const isFirst = account.passwordSetBy === 'system'
  return rules.passwordAlone || isFirst ? ok('session') : no(PASSWORD_LOGIN_DISABLED)
}

function beginCode({ database, box }: SignInDeps, { accountId, passwordHash }: LoginAccount, rules: SignInRules) {
  const body = { passwordHash: passwordHash ?? '' }
  return beginAttempt(database.queries, box, { kind: 'code', accountId, body, seconds: rules.attemptSeconds })
}

/** When the costs of a hash were raised, the right password is the chance to pay them. */
async function renewHash(deps: SignInDeps, account: LoginAccount, password: string): Promise<LoginAccount> {
  const { accountId, passwordHash } = account
  if (passwordHash === null || !isOutdated(passwordHash)) return account
  const renewed = await deps.passwords.hash(password)
  const { numUpdatedRows } = await deps.database.queries
    .updateTable('account')
    .set({ password_hash: renewed })
    .where('account_id', '=', accountId)
    .where('password_hash', '=', passwordHash)
    .executeTakeFirst()
  return numUpdatedRows > 0n ? { ...account, passwordHash: renewed } : account
}
