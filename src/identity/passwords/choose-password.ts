/** A new password, judged and hashed before any transaction begins: hashing takes long, and nobody shall wait for it. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries } from '../../database/database.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import type { PasswordHasher } from './hash.ts'
import { judgePassword, type PasswordFault, type PasswordRules } from './rule.ts'

export type ChosenRules = PasswordRules & {
  /** rule 11.3: former passwords that may not be used again. */
  readonly remembered: number
}

export type NewPassword = {
  readonly accountId: string
  readonly hash: string
  /** What it was compared with: when that is no longer the password, somebody else was faster. */
  readonly replaces: string | null
}

/** All faults, in the order of the rule; `told` is of the first. */
export type PasswordRefusal = Refusal & { readonly faults: readonly PasswordFault[] }

export type Choice = {
  readonly accountId: string
  readonly password: string
  readonly confirmation: string
  /** A manager chooses it: former passwords and the national number are not compared, for the answer would tell them to whoever guesses. */
  readonly isForAnother?: boolean
}

/** Refuses with SLU-PASSWORD and all faults of spec access.md §7 at once, SLU-UNKNOWN for no account. */
export async function choosePassword(
  {
    queries,
    box,
    passwords,
  }: { readonly queries: Queries; readonly box: SecretBox; readonly passwords: PasswordHasher },
  { accountId, password, confirmation, isForAnother = false }: Choice,
  rules: ChosenRules,
): Promise<Result<NewPassword, PasswordRefusal | Refusal>> {
  const known = await knownOf(queries, box, accountId)
  if (!known) return no(NO_ACCOUNT)
  const identity = isForAnother ? known.told : [...known.told, known.ssin]
  const faults = judgePassword({ password, confirmation, identity }, rules)
  if (faults.length > 0) return no(passwordRefusal(faults, rules))
  const former = [known.hash ?? [], await formerPasswords(queries, accountId, rules.remembered)].flat()
  for (const stored of isForAnother ? [] : former) {
    if (await passwords.isRight(password, stored)) return no(passwordRefusal(['passwordReused'], rules))
  }
  return ok({ accountId, hash: await passwords.hash(password), replaces: known.hash })
}

async function knownOf(queries: Queries, box: SecretBox, accountId: string) {
  const row = await queries
    .selectFrom('account')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['username', 'email', 'ssin_sealed', 'person.person_id', 'password_hash'])
    .where('account_id', '=', accountId)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
  if (!row) return null
  const ssin = row.ssin_sealed ? box.open(row.ssin_sealed, 'ssin', row.person_id) : ''
  return { hash: row.password_hash, ssin, told: [row.username ?? '', row.email?.split('@')[0] ?? ''] }
}

async function formerPasswords(queries: Queries, accountId: string, most: number): Promise<string[]> {
  const rows = await queries
    .selectFrom('former_password')
    .select('password_hash')
    .where('account_id', '=', accountId)
    .orderBy('replaced_at', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => row.password_hash)
}

export function passwordRefusal(faults: readonly PasswordFault[], { lengthMax }: PasswordRules): PasswordRefusal {
  const [first = 'passwordTooShort'] = faults
  const cause = faults.map((fault) => CAUSES[fault]).join(' ')
  return { ...refusal('SLU-PASSWORD', cause, REMEDY, { key: first, values: { lengthMax } }), faults }
}

// biome-ignore format: a table
const CAUSES: Readonly<Record<PasswordFault, string>> = {
  passwordTooShort:                  'The password has fewer than 10 characters.',
  passwordTooLong:                   'The password is too long.',
  passwordMissingRequiredCharacters: 'The password has fewer than two digits or special characters.',
  passwordForbiddenCharacters:       'The password has characters that are not allowed.',
  passwordContainsIdentity:          'The password contains your user name, e-mail address or national number.',
  passwordTooCommon:                 'The password is one that many people use.',
  passwordConfirmationMismatch:      'The two passwords are not the same.',
  passwordReused:                    'The password was used before.',
}
const REMEDY = `Choose at least 10 characters, two of them digits or of ;:=?./+*$%><&@#'(!{})- and type it twice.`
const NO_ACCOUNT = refusal('SLU-UNKNOWN', 'There is no such account.', 'Reload the list.', { key: 'noSuchAccount' })
