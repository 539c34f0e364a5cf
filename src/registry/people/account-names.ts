import type { Queries } from '../../database/database.ts'

/** First and last names behind accounts, closed ones too, by the id of the account. */
export async function namesOfAccounts(
  queries: Queries,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (accountIds.length === 0) return new Map()
  const rows = await queries
    .selectFrom('account')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['account_id', 'first_name', 'last_name'])
    .where('account_id', 'in', [...new Set(accountIds)])
    .execute()
  return new Map(rows.map((row) => [row.account_id, `${row.first_name} ${row.last_name}`]))
}
