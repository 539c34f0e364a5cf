/** Messages that a change brings to the one person whom it concerns: that something happened, and nothing of what (spec access.md §9). */
import { isUuid } from '../base/ids.ts'
import type { Language } from '../batch/languages.ts'
import type { Queries, Transaction } from '../database/database.ts'
import { queueMessage } from '../registry/outgoing-messages.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import type { Told } from './kinds.ts'

export type Concerned = { readonly accountId: string | null; readonly senderNumber: string | null }

/** Queues an e-mail to the person; nothing when there is none, or none with an address. */
export async function tellPerson(
  tx: Transaction,
  box: SecretBox,
  { template, whom }: Told,
  concerned: Concerned,
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  const person =
    whom === 'account' ? await ownerOf(tx, concerned.accountId) : await technicalUserOf(tx, concerned.senderNumber)
  if (!person?.email) return
  const { email, language } = person
  await queueMessage(tx, box, { medium: 'mail', to: email, template, language: language as Language, values })
}

type Person = { readonly email: string | null; readonly language: string }

async function ownerOf(queries: Queries, accountId: string | null): Promise<Person | undefined> {
  if (accountId === null || !isUuid(accountId)) return undefined
  return queries
    .selectFrom('account')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['email', 'language'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
}

async function technicalUserOf(queries: Queries, senderNumber: string | null): Promise<Person | undefined> {
  return queries
    .selectFrom('technical_user')
    .select(['email', 'language'])
    .where('sender_number', '=', senderNumber ?? '')
    .where('state', '=', 'active')
    .executeTakeFirst()
}
