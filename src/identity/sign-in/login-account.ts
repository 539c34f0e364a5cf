/** An account as a sign-in looks at it. */
import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'
import type { Reaches } from '../../registry/policy/reach.ts'

export type LoginAccount = {
  readonly accountId: string
  readonly state: string
  readonly passwordHash: string | null
  readonly passwordSetBy: 'self' | 'manager' | 'system' | null
  /** Of a password that a manager or the system set: its time is over. */
  readonly isExpired: boolean
  /** One that was confirmed. */
  readonly hasCodeApp: boolean
  /** What the password, and what the app, counts for. */
  readonly passwordReaches: Reaches
  readonly appReaches: Reaches
}

const USERNAME = /^[a-z0-9][a-z0-9._-]{2,63}$/

/** Null for a name that is nobody's, and for a closed account. One statement, for whatever was typed (case R24). */
export async function findByUsername(queries: Queries, username: string): Promise<LoginAccount | null> {
  const typed = username.length > 100 ? '' : username.trim().toLowerCase()
  const row = await accounts(queries)
    .where('username', '=', USERNAME.test(typed) ? typed : '')
    .executeTakeFirst()
  return row ? accountOf(row) : null
}

/** Null when there is none, or it is closed. */
export async function findById(queries: Queries, accountId: string): Promise<LoginAccount | null> {
  const row = await accounts(queries).where('account.account_id', '=', accountId).executeTakeFirst()
  return row ? accountOf(row) : null
}

function accounts(queries: Queries) {
  return queries
    .selectFrom('account')
    .leftJoin('code_app', 'code_app.account_id', 'account.account_id')
    .select(['account.account_id', 'state', 'password_hash', 'password_set_by', 'confirmed_at'])
    .select(['password_reaches', 'code_app.reaches as app_reaches'])
    .select(sql<boolean>`coalesce(password_expires_at <= now(), false)`.as('is_expired'))
    .where('state', '<>', 'closed')
}

type Row = Awaited<ReturnType<ReturnType<typeof accounts>['executeTakeFirstOrThrow']>>

function accountOf(row: Row): LoginAccount {
  return {
    ...{ accountId: row.account_id, state: row.state, passwordHash: row.password_hash },
    passwordSetBy: row.password_set_by as LoginAccount['passwordSetBy'],
    ...{ isExpired: row.is_expired, hasCodeApp: row.confirmed_at !== null },
    passwordReaches: row.password_reaches,
    appReaches: row.confirmed_at === null ? [] : row.app_reaches,
  }
}
