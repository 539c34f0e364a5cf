/** For the day on which the telephone is lost: codes shown once, each good for one sign-in (spec access.md §8.4, case R11). */
import { randomBytes } from 'node:crypto'
import type { Queries, Transaction } from '../../database/database.ts'
import type { SecretBox } from '../../registry/secret-box.ts'

const CODES = 10
const CODE_BYTES = 10
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Ten new ones, `ABCD-EFGH-IJKL-MNOP` of 80 bits each; earlier ones are worth nothing from now on. Only keyed hashes are kept. */
export async function renewRecoveryCodes(tx: Transaction, box: SecretBox, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, makeCode)
  await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute()
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ account_id: accountId, code_hash: hashOf(box, accountId, code) })))
    .execute()
  return codes
}

/** Uses it up, in one statement: of two at once, one is right. */
export async function takeRecoveryCode(
  tx: Transaction,
  box: SecretBox,
  accountId: string,
  typed: string,
): Promise<boolean> {
  if (typed.length > 100) return false
  const { numUpdatedRows } = await tx
    .updateTable('recovery_code')
    .set(({ fn }) => ({ used_at: fn<Date>('now') }))
    .where('account_id', '=', accountId)
    .where('code_hash', '=', hashOf(box, accountId, typed))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** How many are left. */
export async function recoveryCodesLeft(queries: Queries, accountId: string): Promise<number> {
  const { left } = await queries
    .selectFrom('recovery_code')
    .select(({ fn }) => fn.countAll<string>().as('left'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(left)
}

function makeCode(): string {
  const bits = [...randomBytes(CODE_BYTES)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = bits.match(/.{5}/g)?.map((five) => ALPHABET[Number.parseInt(five, 2)] ?? '') ?? []
  return letters.join('').match(/.{4}/g)?.join('-') ?? ''
}

/** However it is typed: the alphabet has neither 0 nor 1. */
function hashOf(box: SecretBox, accountId: string, typed: string): Buffer {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('0', 'O').replaceAll('1', 'I')
  return box.fingerprint(`${accountId}\0${code}`, 'code')
}
