/** Writing a new password down, with everything that hangs on it: history, attempts that rest on the old one (spec access.md §7, case R8). */
import { sql } from 'kysely'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { Reaches } from '../../registry/policy/reach.ts'
import { voidAttemptsOf } from '../attempts.ts'
import type { NewPassword } from './choose-password.ts'

export type Kept = {
  readonly setBy: 'self' | 'manager' | 'system'
  /** Of a password of somebody else's making: seconds for which it can be used. */
  readonly seconds: number | null
  readonly reaches: Reaches
  /** What the account's state becomes, by what it is. */
  readonly next: (state: string) => string
}

/**
 * Resolves with the states before and after. Refuses: SLU-STATE for a closed account, SLU-CONFLICT when the password changed after the new
 * one was compared with it.
 */
export async function keepPassword(
  tx: Transaction,
  { accountId, hash, replaces }: NewPassword,
  { setBy, seconds, reaches, next }: Kept,
  { remembered }: { readonly remembered: number },
): Promise<Result<{ readonly before: string; readonly after: string }, Refusal>> {
  const account = await tx
    .selectFrom('account')
    .select(['state', 'password_hash'])
    .where('account_id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!account || account.state === 'closed') return no(CLOSED)
  if (account.password_hash !== replaces) return no(CHANGED_MEANWHILE)
  if (replaces !== null) await remember(tx, accountId, replaces)
  await forgetBeyond(tx, accountId, remembered)
  const after = next(account.state)
  await tx
    .updateTable('account')
    .set(({ eb, fn }) => ({
      ...{ password_hash: hash, password_set_by: setBy, password_set_at: fn<Date>('now'), state: after },
      password_expires_at: seconds === null ? null : sql<Date>`now() + make_interval(secs => ${seconds})`,
      ...{ password_reaches: reaches && [...reaches], version: eb('version', '+', 1) },
    }))
    .where('account_id', '=', accountId)
    .execute()
  await voidAttemptsOf(tx, accountId, 'code')
  return ok({ before: account.state, after })
}

async function remember(tx: Transaction, accountId: string, hash: string): Promise<void> {
  // Not the transaction's time, so that two of one transaction keep their order.
  const replacedAt = sql<Date>`clock_timestamp()`
  await tx
    .insertInto('former_password')
    .values({ account_id: accountId, password_hash: hash, replaced_at: replacedAt })
    .execute()
}

async function forgetBeyond(tx: Transaction, accountId: string, remembered: number): Promise<void> {
  const kept = tx
    .selectFrom('former_password')
    .select('password_hash')
    .where('account_id', '=', accountId)
    .orderBy('replaced_at', 'desc')
    .limit(remembered)
  await tx
    .deleteFrom('former_password')
    .where('account_id', '=', accountId)
    .where('password_hash', 'not in', kept)
    .execute()
}

const CLOSED = refusal('SLU-STATE', 'This account is closed.', 'Register the person anew.', { key: 'accountClosed' })
const CHANGED_MEANWHILE = refusal(
  'SLU-CONFLICT',
  'The password was changed at the same time.',
  'Reload the page, and see whether it is still to be changed.',
  { key: 'passwordChangedMeanwhile' },
)
