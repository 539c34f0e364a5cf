/**
 * For whom the addresses of a person count. Anybody may enter the national number of somebody else with addresses of his own; codes that go
 * there prove something to the enterprises that have given these very addresses, and to no others (rules 11.19 to 11.21, record 0021).
 */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../../database/database.ts'
import { personBehind } from '../person-behind.ts'
import { doesReach, type Reaches, reachesOfEither } from '../policy/reach.ts'
import type { PersonInput } from './persons.ts'

export type Vouching = { readonly enterpriseNumber: string; readonly accountId: string }

/**
 * Whether the enterprise has given the mail address and the telephone that are on record, both of them. If so, it vouches for them from now
 * on, and codes may be sent there in its name.
 */
export async function vouchIfReached(
  tx: Transaction,
  { enterpriseNumber, accountId }: Vouching,
  { email, mobilePhone }: Pick<PersonInput, 'email' | 'mobilePhone'>,
): Promise<boolean> {
  if (email === undefined || mobilePhone === undefined) return false
  const known = await personBehind(tx, accountId)
  if (known?.email?.toLowerCase() !== email.toLowerCase() || known.mobilePhone !== mobilePhone) return false
  await tx
    .updateTable('account')
    .set({ vouched_by: sql`array_append(vouched_by, ${enterpriseNumber})` })
    .where('account_id', '=', accountId)
    .where(sql<boolean>`not ${enterpriseNumber} = any(vouched_by)`)
    .execute()
  return true
}

export async function isVouchedBy(queries: Queries, { enterpriseNumber, accountId }: Vouching): Promise<boolean> {
  const row = await queries
    .selectFrom('account')
    .select('vouched_by')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row !== undefined && doesReach(row.vouched_by, enterpriseNumber)
}

/** The person has changed the addresses in a session that reaches so far: for more than that nobody vouches for them any more. */
export async function vouchWithin(tx: Transaction, accountId: string, reaches: Reaches): Promise<void> {
  const kept =
    reaches === null
      ? null
      : sql<string[]>`(select coalesce(array_agg(e), '{}') from unnest(${[...reaches]}::text[]) e
                        where vouched_by is null or e = any(vouched_by))`
  await tx.updateTable('account').set({ vouched_by: kept }).where('account_id', '=', accountId).execute()
}

/** Password and app of the account, of which one is there, open nothing of this enterprise. */
export async function isShutOut(queries: Queries, { enterpriseNumber, accountId }: Vouching): Promise<boolean> {
  const row = await queries
    .selectFrom('account')
    .leftJoin('code_app', 'code_app.account_id', 'account.account_id')
    .select(['password_hash', 'password_reaches', 'confirmed_at', 'code_app.reaches as app_reaches'])
    .where('account.account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  const [hasPassword, hasApp] = [row.password_hash !== null, row.confirmed_at !== null]
  const either = reachesOfEither(hasPassword ? row.password_reaches : [], hasApp ? row.app_reaches : [])
  return (hasPassword || hasApp) && !doesReach(either, enterpriseNumber)
}
