/** An account that nobody needs any more keeps no secret and no way in (spec access.md §6.2, last row; rule 9.5). */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'

/**
 * Closes the account when its last active appointment, membership and technical contact is gone; true when it is closed by this. Called by
 * every function that takes a role away, after it has done so.
 */
export async function closeAccountIfUnused(tx: Transaction, accountId: string, act: Act): Promise<boolean> {
  const [closed] = await closeUnusedAccounts(tx, [accountId], act)
  return closed !== undefined
}

/** The same for many. They are locked in the order of their ids, so that two who close the same ones do not wait for each other. */
export async function closeUnusedAccounts(tx: Transaction, accountIds: readonly string[], act: Act): Promise<string[]> {
  if (accountIds.length === 0) return []
  await tx
    .selectFrom('account')
    .select('account_id')
    .where('account_id', 'in', accountIds)
    .orderBy('account_id')
    .forNoKeyUpdate()
    .execute()
  const unused = await unusedOf(tx, accountIds)
  if (unused.length === 0) return []
  const ids = unused.map(({ account_id }) => account_id)
  await tx.updateTable('account').set({ state: 'closed', vouched_by: [] }).where('account_id', 'in', ids).execute()
  await wipeCredentials(tx, ids, 'accountClosed')
  for (const { account_id, state } of unused) {
    await recordChange(tx, act, {
      action: 'account.close',
      subject: `account:${account_id}`,
      before: { state },
      after: { state: 'closed' },
    })
  }
  return ids
}

type Unused = { readonly account_id: string; readonly state: string }

/** A statement of its own after the lock: it sees the roles that others have given meanwhile. */
async function unusedOf(tx: Transaction, accountIds: readonly string[]): Promise<Unused[]> {
  const { rows } = await sql<Unused>`
    select c.account_id, c.state from account c
     where c.account_id in (${sql.join(accountIds)}) and c.state <> 'closed'
       and not exists (select from appointment a where a.account_id = c.account_id and a.state = 'active')
       and not exists (select from quality_user u where u.account_id = c.account_id and u.state <> 'deleted')
       and not exists (select from technical_user t where t.account_id = c.account_id and t.state = 'active')
     order by c.account_id`.execute(tx)
  return rows
}

/** Whatever proved who the accounts are, and the sessions that rest on it. The caller has locked them. */
export async function wipeCredentials(tx: Transaction, accountIds: readonly string[], why: string): Promise<void> {
  const ids = sql.join(accountIds)
  await sql`update account set password_hash = null, password_set_by = null, password_set_at = null,
                   password_expires_at = null, password_reaches = '{}', version = version + 1 where account_id in (${ids})`.execute(
    tx,
  )
  for (const table of SECRETS) await sql`delete from ${table} where account_id in (${ids})`.execute(tx)
  await sql`update person_session set ended_at = now(), ended_why = ${why}
             where account_id in (${ids}) and ended_at is null`.execute(tx)
}

const SECRETS: readonly RawBuilder<unknown>[] = [
  'former_password',
  'code_app',
  'recovery_code',
  'external_identity',
  'one_time_code',
  'sign_in_attempt',
].map((table) => sql.table(table))
