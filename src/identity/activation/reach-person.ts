/** Where a person is reached before the first sign-in: by mail and by SMS, which are two different ways (spec access.md §6.1). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Language } from '../../batch/languages.ts'
import type { Transaction } from '../../database/database.ts'
import type { Reaches } from '../../registry/policy/reach.ts'

export type Reached = {
  readonly accountId: string
  readonly state: string
  readonly username: string
  readonly email: string
  readonly mobilePhone: string
  readonly language: Language
  readonly hasNationalNumber: boolean
  readonly passwordHash: string | null
  /** The enterprises for which codes that go there count. */
  readonly vouchedBy: Reaches
}

/** Holds the account. Refuses: SLU-UNKNOWN, SLU-STATE when it is closed, SLU-INPUT without address, telephone or user name. */
export async function reachPerson(tx: Transaction, accountId: string): Promise<Result<Reached, Refusal>> {
  const row = await tx
    .selectFrom('account')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['account.state', 'username', 'email', 'mobile_phone', 'language', 'ssin_hash', 'password_hash'])
    .select('vouched_by')
    .where('account_id', '=', accountId)
    .forNoKeyUpdate('account')
    .executeTakeFirst()
  if (!row) return no(NO_ACCOUNT)
  if (row.state === 'closed') return no(CLOSED)
  const { state, username, email, mobile_phone: mobilePhone } = row
  if (!email || !mobilePhone || !username) return no(NOT_REACHED)
  return ok({
    ...{ accountId, state, username, email, mobilePhone },
    language: row.language as Language,
    hasNationalNumber: row.ssin_hash !== null,
    ...{ passwordHash: row.password_hash, vouchedBy: row.vouched_by },
  })
}

const NO_ACCOUNT = refusal('SLU-UNKNOWN', 'There is no such account.', 'Reload the list.', { key: 'noSuchAccount' })
const CLOSED = refusal('SLU-STATE', 'This account is closed.', 'Register the person anew.', { key: 'accountClosed' })
const NOT_REACHED = refusal(
  'SLU-INPUT',
  'An activation needs an e-mail address and a mobile telephone.',
  'Add both to the person, then issue the activation again.',
  { key: 'notReached' },
)
