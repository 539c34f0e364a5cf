/**
 * The states of an account and the moves between them (spec access.md §6.2, rule 9.6). Throttling is the log-in throttle's affair and no
 * state.
 */
import { isUuid } from '../../base/ids.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import { type Machine, nextState } from '../transitions.ts'

export type AccountState = 'pendingFirstLogin' | 'mustChangePassword' | 'active' | 'credentialsExpired' | 'closed'

/**
 * `proveStrongly`: signing in with eID, itsme or a code app. `enterTemporarily`: with a password that somebody else set. `changePassword`:
 * to one of one's own. `setPassword`: by a manager or the system. `expire`: of such a password. `reissue`: new codes of an activation.
 * `forget`: an operator voids every way in.
 * `close`: nothing is left to do with it. `reopen`: the person is appointed again.
 */
export type AccountEvent =
  | 'proveStrongly'
  | 'enterTemporarily'
  | 'changePassword'
  | 'setPassword'
  | 'expire'
  | 'reissue'
  | 'forget'
  | 'close'
  | 'reopen'

/**
 * Whoever proves strongly who he is while his password waits to be changed stays in that state: the password is void until then. In an
 * activation the password comes first and the app's code makes the account active (decision 35).
 */
export const ACCOUNT: Machine<AccountState, AccountEvent> = {
  of: 'account',
  moves: {
    pendingFirstLogin: {
      proveStrongly: 'active',
      enterTemporarily: 'mustChangePassword',
      changePassword: 'pendingFirstLogin',
      setPassword: 'pendingFirstLogin',
      expire: 'credentialsExpired',
      reissue: 'pendingFirstLogin',
      forget: 'pendingFirstLogin',
      close: 'closed',
    },
    mustChangePassword: {
      proveStrongly: 'mustChangePassword',
      enterTemporarily: 'mustChangePassword',
      changePassword: 'active',
      setPassword: 'mustChangePassword',
      expire: 'credentialsExpired',
      reissue: 'pendingFirstLogin',
      forget: 'pendingFirstLogin',
      close: 'closed',
    },
    active: {
      proveStrongly: 'active',
      changePassword: 'active',
      setPassword: 'mustChangePassword',
      forget: 'pendingFirstLogin',
      close: 'closed',
    },
    credentialsExpired: {
      proveStrongly: 'active',
      setPassword: 'mustChangePassword',
      reissue: 'pendingFirstLogin',
      forget: 'pendingFirstLogin',
      close: 'closed',
    },
    closed: { reopen: 'pendingFirstLogin' },
  },
}

/** Reads an account and keeps others from changing it, or from giving it a role, until the transaction ends. Refuses with SLU-UNKNOWN. */
export async function lockAccount(tx: Transaction, accountId: string): Promise<Result<AccountState, Refusal>> {
  if (!isUuid(accountId)) return no(UNKNOWN)
  const row = await tx
    .selectFrom('account')
    .select('state')
    .where('account_id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? ok(row.state as AccountState) : no(UNKNOWN)
}

/** One move of the table, with the new state; a move that changes nothing leaves no trace. Refuses: SLU-UNKNOWN, SLU-STATE. */
export async function moveAccount(
  tx: Transaction,
  accountId: string,
  event: AccountEvent,
  act: Act,
): Promise<Result<AccountState, Refusal>> {
  const before = await lockAccount(tx, accountId)
  if (!before.ok) return before
  const next = nextState(ACCOUNT, before.value, event)
  if (!next.ok || next.value === before.value) return next
  await tx
    .updateTable('account')
    .set(({ eb }) => ({ state: next.value, version: eb('version', '+', 1) }))
    .where('account_id', '=', accountId)
    .execute()
  await recordChange(tx, act, {
    action: `account.${event}`,
    subject: `account:${accountId}`,
    before: { state: before.value },
    after: { state: next.value },
  })
  return next
}

const UNKNOWN = refusal('SLU-UNKNOWN', 'There is no such account.', 'Look at the list again.', {
  key: 'accountUnknown',
})
