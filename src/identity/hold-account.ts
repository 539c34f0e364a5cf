import type { Transaction } from '../database/database.ts'

/**
 * Until the transaction ends: what is done to one account's ways in comes one after the other. Whoever needs an enterprise too holds that
 * first, as all do who change rights, so that no two wait for each other.
 */
export async function holdAccount(tx: Transaction, accountId: string): Promise<void> {
  await tx.selectFrom('account').select('state').where('account_id', '=', accountId).forNoKeyUpdate().execute()
}
