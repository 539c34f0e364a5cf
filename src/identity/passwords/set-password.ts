/** Who sets a password: the person (matrix row 11) or a manager of the person (row 10) (spec access.md §6.2, §7, §8.5). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../../registry/audit.ts'
import { recordChange } from '../../registry/change.ts'
import { clearAllFailures } from '../../registry/login-throttle.ts'
import type { Reaches } from '../../registry/policy/reach.ts'
import { voidAttemptsOf } from '../attempts.ts'
import { endAllOf } from '../end-sessions.ts'
import { codeKey, passwordKey } from '../sign-in/throttled.ts'
import type { ChosenRules, NewPassword } from './choose-password.ts'
import { keepPassword } from './keep-password.ts'

/** What is set reaches what the proof reached in which it is set (rule 11.20). */
export type Setting = { readonly reaches: Reaches; readonly sessionId?: string }

/**
 * All other sessions end (case R8). An account that had to change its password, or whose first one ran out, is active; one that waits for its
 * first sign-in goes on waiting. Refuses: SLU-STATE, SLU-CONFLICT. Audit: `account.passwordChanged`.
 */
export async function setOwnPassword(
  tx: Transaction,
  password: NewPassword,
  { sessionId, reaches, ...rules }: Pick<ChosenRules, 'remembered'> & Setting,
  act: Act,
): Promise<Result<void, Refusal>> {
  const next = (state: string) => (state === 'pendingFirstLogin' ? state : 'active')
  const kept = await keepPassword(tx, password, { setBy: 'self', seconds: null, reaches, next }, rules)
  if (!kept.ok) return kept
  await endAllOf(tx, password.accountId, 'passwordChanged', act, sessionId === undefined ? {} : { except: sessionId })
  await record(tx, 'account.passwordChanged', { ...password, ...kept.value }, act)
  return ok(undefined)
}

/**
 * rule 11.7: the person has to change it at once, within `temporarySeconds`; all sessions end, what was begun is void, and waiting after
 * failures is over. `enterpriseNumber`: for which the manager acts, and the password counts; where it refuses passwords there is nothing to
 * reset. Refuses:
 * SLU-METHOD (`passwordLoginOff`), SLU-STATE, SLU-CONFLICT. Audit: `account.passwordReset`.
 */
export async function resetPassword(
  tx: Transaction,
  { password, enterpriseNumber }: { readonly password: NewPassword; readonly enterpriseNumber: string },
  rules: Pick<ChosenRules, 'remembered'> & { readonly temporarySeconds: number },
  act: Act,
): Promise<Result<void, Refusal>> {
  if (!(await takesPasswords(tx, enterpriseNumber))) return no(PASSWORD_LOGIN_OFF)
  const { accountId } = password
  const next = (state: string) => (state === 'pendingFirstLogin' ? state : 'mustChangePassword')
  const how = { setBy: 'manager', seconds: rules.temporarySeconds, reaches: [enterpriseNumber], next } as const
  const kept = await keepPassword(tx, password, how, rules)
  if (!kept.ok) return kept
  await endAllOf(tx, accountId, 'passwordReset', act)
  await voidAttemptsOf(tx, accountId)
  for (const key of [passwordKey(accountId), codeKey(accountId)]) await clearAllFailures(tx, key)
  await record(tx, 'account.passwordReset', { accountId, ...kept.value }, act)
  return ok(undefined)
}

async function takesPasswords(tx: Transaction, enterpriseNumber: string): Promise<boolean> {
  const row = await tx
    .selectFrom('enterprise')
    .select('password_login_enabled')
    .where('enterprise_number', '=', enterpriseNumber)
    .forShare()
    .executeTakeFirst()
  return row?.password_login_enabled === true
}

async function record(
  tx: Transaction,
  action: string,
  { accountId, before, after }: { readonly accountId: string; readonly before: string; readonly after: string },
  act: Act,
): Promise<void> {
  const states = before === after ? {} : { before: { state: before }, after: { state: after } }
  await recordChange(tx, act, { action, subject: `account:${accountId}`, ...states })
}

const PASSWORD_LOGIN_OFF = refusal(
  'SLU-METHOD',
  'The enterprise takes no passwords at present.',
  'People sign in with eID, itsme or a code from their app; the main access manager can allow passwords again.',
  { key: 'passwordLoginOff' },
)
