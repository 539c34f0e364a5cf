/** The end of every sign-in: the proof was right, and now the account decides what comes of it (spec access.md §6.1, §6.2). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { recordChange } from '../../registry/change.ts'
import { isByPasswordAlone, reachOf } from '../../registry/policy/reach.ts'
import { rolesOf } from '../../registry/policy/roles.ts'
import { holdAccount } from '../hold-account.ts'
import { isStrong, type Proof, type Proven, restsOnPassword } from '../methods.ts'
import { beginSession } from '../sessions.ts'
import { ownAct, type Visitor } from '../visitor.ts'
import { activateEnterprises } from './activate-enterprises.ts'
import { findById, type LoginAccount } from './login-account.ts'
import { recordRefused } from './record-refused.ts'
import {
  ACTIVATION_UNFINISHED,
  CREDENTIALS_EXPIRED,
  GIVEN_ELSEWHERE,
  NO_ROLE,
  PASSWORD_LOGIN_DISABLED,
  WRONG,
} from './refusals.ts'
import type { SignInDeps } from './sign-in-deps.ts'

export type Admitted = {
  readonly next: 'session'
  /** For the cookie. */
  readonly token: string
  readonly sessionId: string
  readonly accountId: string
  /** Good for changing the password, and for nothing else. */
  readonly isLimited: boolean
}

export type Admitting = {
  /** The account as it was when the proof was looked at. */
  readonly seen: LoginAccount
  readonly proof: Proven
  readonly visitor: Visitor
  /** Of `holdWaitingEnterprises`, which the caller has asked before the account was held. */
  readonly waiting: readonly string[]
}

/**
 * Begins the session. Refuses: SLU-LOGIN (`noRole`, `credentialsExpired`), SLU-METHOD (`passwordLoginDisabled`,
 * `givenElsewhere`), SLU-STATE (`activationUnfinished`). An enterprise whose activation is refused stays as it is; the person is let in.
 */
export async function admit(
  tx: Transaction,
  deps: Pick<SignInDeps, 'activate' | 'rules'>,
  { seen, proof, visitor, waiting }: Admitting,
): Promise<Result<Admitted, Refusal>> {
  const { accountId } = seen
  const act = ownAct(accountId, proof, visitor.traceId)
  const account = await lockAccount(tx, accountId)
  if (!account || (restsOnPassword(proof.method) && account.passwordHash !== seen.passwordHash)) return no(WRONG)
  const state = stateAfter(account, proof)
  const barred = state.ok ? await whyBarred(tx, accountId, proof) : state.problem
  if (!state.ok || barred) return recordRefused(tx, { accountId, method: proof.method, visitor }, barred ?? WRONG)
  await activateEnterprises(tx, { accountId, proof, waiting }, deps.activate, act)
  if (account.state !== state.value) await moveAccount(tx, account, state.value, act)
  if (restsOnPassword(proof.method) && account.passwordSetBy === 'system') await spendPassword(tx, account)
  const { address, client } = visitor
  const begun = await beginSession(tx, { accountId, ...proof, address, client }, deps.rules().sessions, act)
  const isLimited = state.value === 'mustChangePassword' && restsOnPassword(proof.method)
  return ok({ next: 'session', ...begun, accountId, isLimited })
}

/** The table of spec §6.2, for sign-ins. Pure. */
export function stateAfter(account: LoginAccount, { method }: Proof): Result<string, Refusal> {
  const { state, passwordSetBy, isExpired } = account
  if (restsOnPassword(method)) {
    if (isExpired || state === 'credentialsExpired') return no(CREDENTIALS_EXPIRED)
    if (passwordSetBy !== null && passwordSetBy !== 'self') return ok('mustChangePassword')
  }
  if (state !== 'pendingFirstLogin') return ok(state)
  return isStrong({ method }) ? ok('active') : no(ACTIVATION_UNFINISHED)
}

/** Where a role is held, but the way does not reach it, that is said: the proof was right. */
async function whyBarred(tx: Transaction, accountId: string, { method, reaches }: Proven): Promise<Refusal | null> {
  const asked = { accountId, method, reaches }
  if ((await reachOf(tx, asked)).length > 0) return null
  if ((await rolesOf(tx, accountId)).length === 0) return NO_ROLE
  const isRefused = isByPasswordAlone(method) && (await reachOf(tx, { ...asked, method: 'totp' })).length > 0
  return isRefused ? PASSWORD_LOGIN_DISABLED : GIVEN_ELSEWHERE
}

async function lockAccount(tx: Transaction, accountId: string): Promise<LoginAccount | null> {
  await holdAccount(tx, accountId)
  return findById(tx, accountId)
}

async function moveAccount(tx: Transaction, { accountId, state }: LoginAccount, next: string, act: Act): Promise<void> {
  await tx
    .updateTable('account')
    .set(({ eb }) => ({ state: next, version: eb('version', '+', 1) }))
    .where('account_id', '=', accountId)
    .execute()
  await recordChange(tx, act, {
    action: 'account.signedIn',
    subject: `account:${accountId}`,
    before: { state },
    after: { state: next },
  })
}

/** A provisional password is good once (spec §6.1); it is remembered among the former ones, so that it is not chosen again. */
async function spendPassword(tx: Transaction, { accountId, passwordHash }: LoginAccount): Promise<void> {
  if (passwordHash === null) return
  await tx.insertInto('former_password').values({ account_id: accountId, password_hash: passwordHash }).execute()
  await tx
    .updateTable('account')
    .set({ password_hash: null, password_set_by: null, password_set_at: null })
    .where('account_id', '=', accountId)
    .execute()
}
