/** Where an operator has made sure that a person is reached: for whom the addresses on record are wrong, or not vouched for (rule 11.21). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import type { ReasonedAct } from '../audit.ts'
import { recordChange } from '../change.ts'
import { lockAccount } from './account-states.ts'
import { parseMailAddress, parseMobilePhone } from './person-fields.ts'
import { type Vouching, vouchIfReached } from './vouching.ts'

export type CheckedAddresses = { readonly email: string; readonly mobilePhone: string }

/**
 * They take the place of those on record, and the enterprise alone vouches for them; where they are the same, it vouches beside the others.
 * Codes on their way are void. Only for an account that
 * waits for its first sign-in, so that nobody who uses it is sent away. Refuses: SLU-UNKNOWN, SLU-STATE, SLU-INPUT. Audit:
 * `account.addressesChecked`, which does not tell them.
 */
export async function keepCheckedAddresses(
  tx: Transaction,
  { accountId, enterpriseNumber }: Vouching,
  { email, mobilePhone }: CheckedAddresses,
  act: ReasonedAct,
): Promise<Result<void, Refusal>> {
  const [address, phone] = [parseMailAddress(email), parseMobilePhone(mobilePhone)]
  if (!address.ok) return address
  if (!phone.ok) return phone
  const state = await lockAccount(tx, accountId)
  if (!state.ok) return state
  if (state.value !== 'pendingFirstLogin') return no(IN_USE)
  const checked = { email: address.value, mobilePhone: phone.value }
  if (!(await vouchIfReached(tx, { accountId, enterpriseNumber }, checked)))
    await replace(tx, { accountId, enterpriseNumber }, checked)
  await tx.deleteFrom('one_time_code').where('account_id', '=', accountId).execute()
  await recordChange(tx, act, { action: 'account.addressesChecked', subject: `account:${accountId}` })
  return ok(undefined)
}

async function replace(
  tx: Transaction,
  { accountId, enterpriseNumber }: Vouching,
  { email, mobilePhone }: CheckedAddresses,
): Promise<void> {
  await tx
    .updateTable('person')
    .set(({ eb, fn }) => ({
      ...{ email, mobile_phone: mobilePhone },
      ...{ version: eb('version', '+', 1), updated_at: fn<Date>('now') },
    }))
    .where('person_id', '=', (eb) =>
      eb.selectFrom('account').select('account.person_id').where('account_id', '=', accountId),
    )
    .execute()
  await tx
    .updateTable('account')
    .set({ vouched_by: [enterpriseNumber] })
    .where('account_id', '=', accountId)
    .execute()
}

const IN_USE = refusal(
  'SLU-STATE',
  'This account is in use.',
  'The person changes the addresses in the own profile. When every way in is lost, add --lost REASON.',
)
