/** What time does to accounts, sessions and what was begun: to be called now and then (spec access.md §5 row 25, §6.2). */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'
import { recordChange } from '../registry/change.ts'
import { endAllOf } from './end-sessions.ts'

const SYSTEM = { actor: 'system' } as const
/** So long is seen what was begun, for whoever looks into a complaint. */
const KEPT_DAYS = 1
const SESSIONS_KEPT_DAYS = 30
/** Accounts that one call moves; the next call finds the rest. */
const ACCOUNTS_MAX = 500

/** Sign-ins that were begun by somebody known, activation links and codes. */
export async function forgetOldAttempts(queries: Queries): Promise<void> {
  for (const table of ['sign_in_attempt', 'one_time_code'] as const) {
    await queries
      .deleteFrom(table)
      .where(sql<boolean>`expires_at < now() - make_interval(days => ${KEPT_DAYS})`)
      .execute()
  }
}

/** Nobody's is nobody's complaint; to be called every minute, for anybody may begin some. */
export async function forgetAbandonedAttempts(queries: Queries): Promise<void> {
  await queries
    .deleteFrom('sign_in_attempt')
    .where('account_id', 'is', null)
    .where(({ eb, fn }) => eb('expires_at', '<', fn<Date>('now')))
    .execute()
}

/** A month after their end, or after the longest that they can last (a week). */
export async function forgetOldSessions(queries: Queries): Promise<void> {
  await queries
    .deleteFrom('person_session')
    .where(sql<boolean>`coalesce(ended_at, created_at) < now() - make_interval(days => ${SESSIONS_KEPT_DAYS})`)
    .execute()
}

/**
 * Passwords of somebody else's making that were not used or not changed in time: void, with the sessions that rest on them. Answers how
 * many accounts. Audit: `account.credentialsExpired`.
 */
export async function expireTemporaryPasswords(tx: Transaction): Promise<number> {
  const rows = await tx
    .selectFrom('account')
    .select(['account_id', 'state'])
    .where('state', 'in', ['pendingFirstLogin', 'mustChangePassword'])
    .where(({ eb, fn }) => eb('password_expires_at', '<=', fn<Date>('now')))
    .orderBy('account_id')
    .limit(ACCOUNTS_MAX)
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  for (const { account_id: accountId, state } of rows) await expire(tx, accountId, state)
  return rows.length
}

async function expire(tx: Transaction, accountId: string, state: string): Promise<void> {
  await tx
    .updateTable('account')
    .set(({ eb }) => ({
      ...{ state: 'credentialsExpired', version: eb('version', '+', 1) },
      ...{ password_hash: null, password_set_by: null, password_set_at: null, password_expires_at: null },
    }))
    .where('account_id', '=', accountId)
    .execute()
  for (const method of ['password', 'provisional', 'totp']) {
    await endAllOf(tx, accountId, 'credentialsExpired', SYSTEM, { method })
  }
  await recordChange(tx, SYSTEM, {
    action: 'account.credentialsExpired',
    subject: `account:${accountId}`,
    before: { state },
    after: { state: 'credentialsExpired' },
  })
}
