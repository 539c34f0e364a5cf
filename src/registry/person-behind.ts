import type { Language } from '../batch/languages.ts'
import type { Queries } from '../database/database.ts'

/** Who uses an account. Nothing of it goes into a log or an address. */
export type PersonBehind = {
  readonly personId: string
  readonly accountId: string
  readonly lastName: string
  readonly firstName: string
  readonly language: Language
  readonly email: string | null
  readonly mobilePhone: string | null
  readonly username: string | null
  /** Of the person's record. */
  readonly version: number
}

/** Undefined when there is no such account, or it is closed. */
export async function personBehind(queries: Queries, accountId: string): Promise<PersonBehind | undefined> {
  const row = await queries
    .selectFrom('account')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['person.person_id as personId', 'account.account_id as accountId', 'account.username'])
    .select(['person.last_name as lastName', 'person.first_name as firstName', 'person.language', 'person.email'])
    .select(['person.mobile_phone as mobilePhone', 'person.version'])
    .where('account.account_id', '=', accountId)
    .where('account.state', '<>', 'closed')
    .executeTakeFirst()
  return row && { ...row, language: row.language as Language }
}
