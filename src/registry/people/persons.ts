/**
 * Who people are. A national number finds the person it belongs to and never changes what is known of him, because codes are sent to the
 * address he gave himself (spec access.md §3, §16.3; rule 9.1).
 */
import { uuidV7 } from '../../base/ids.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Language } from '../../batch/languages.ts'
import type { Ssin } from '../../batch/ssin.ts'
import type { Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import type { SecretBox } from '../secret-box.ts'
import { foldedName } from './names.ts'
import { parseMailAddress, parseMobilePhone, parsePersonName } from './person-fields.ts'

export type PersonInput = {
  readonly lastName: string
  readonly firstName: string
  readonly language: Language
  readonly email?: string
  /** E.164. */
  readonly mobilePhone?: string
  readonly ssin?: Ssin
}

/**
 * Of somebody whose number an operator gave without a name; whoever gives the name next completes it. Nobody who acts for an enterprise may
 * use it: it finds whoever has the number, whatever his name is.
 */
export const UNNAMED = { lastName: 'N.', firstName: 'N.' } as const

/**
 * Resolves with the person's id. Without a national number there is nothing to find him by: it adds a person each time. It leaves no
 * entry in the audit, which tells of the account that `ensureAccount` makes next.
 * Refuses: SLU-INPUT (a field, or names that do not go with the number; rule 9.2: whose number it is is not told).
 */
export async function findOrAddPerson(
  tx: Transaction,
  box: SecretBox,
  input: PersonInput,
  act: Act,
): Promise<Result<string, Refusal>> {
  const sound = soundPerson(input)
  if (!sound.ok) return sound
  if (act.as && haveSameNames(sound.value, UNNAMED)) return no(NO_NAME)
  const personId = uuidV7()
  const { lastName, firstName, language, email = null, mobilePhone = null, ssin } = sound.value
  const ssin_hash = ssin ? box.fingerprint(ssin, 'ssin') : null
  const added = await tx
    .insertInto('person')
    .values({
      ...{
        person_id: personId,
        last_name: lastName,
        first_name: firstName,
        language,
        email,
        mobile_phone: mobilePhone,
      },
      ...{ ssin_hash, ssin_sealed: ssin ? box.seal(ssin, 'ssin', personId) : null, created_by: act.actor },
    })
    .onConflict((conflict) => conflict.column('ssin_hash').doNothing())
    .returning('person_id')
    .executeTakeFirst()
  return added || !ssin_hash ? ok(personId) : knownPerson(tx, ssin_hash, sound.value)
}

/** Checks and composes all fields; pure. Refuses with SLU-INPUT. */
export function soundPerson(input: PersonInput): Result<PersonInput, Refusal> {
  const lastName = parsePersonName(input.lastName, 'lastName')
  if (!lastName.ok) return lastName
  const firstName = parsePersonName(input.firstName, 'firstName')
  if (!firstName.ok) return firstName
  const email = input.email === undefined ? ok(undefined) : parseMailAddress(input.email)
  if (!email.ok) return email
  const phone = input.mobilePhone === undefined ? ok(undefined) : parseMobilePhone(input.mobilePhone)
  if (!phone.ok) return phone
  return ok({
    ...{ lastName: lastName.value, firstName: firstName.value, language: input.language },
    ...(email.value !== undefined && { email: email.value }),
    ...(phone.value !== undefined && { mobilePhone: phone.value }),
    ...(input.ssin && { ssin: input.ssin }),
  })
}

export type SealedSsin = { readonly personId: string; readonly ssinSealed: Buffer | null }

/** rule 9.3: the birth date and nothing else: `85.07.30-***.**`; null for somebody without a Belgian number. Throws `Corrupt`. */
export function maskedSsin(box: SecretBox, { personId, ssinSealed }: SealedSsin): string | null {
  if (!ssinSealed) return null
  const [, year, month, day] = /^(\d\d)(\d\d)(\d\d)/.exec(box.open(ssinSealed, 'ssin', personId)) ?? []
  return `${year}.${month}.${day}-***.**`
}

/** The unique index has let the first of several through; the others read what it has written. */
async function knownPerson(tx: Transaction, hash: Buffer, input: PersonInput): Promise<Result<string, Refusal>> {
  const known = await tx
    .selectFrom('person')
    .select(['person_id', 'last_name', 'first_name'])
    .where('ssin_hash', '=', hash)
    .executeTakeFirstOrThrow()
  const knownNames = { lastName: known.last_name, firstName: known.first_name }
  if (haveSameNames(knownNames, input) || haveSameNames(input, UNNAMED)) return ok(known.person_id)
  if (!haveSameNames(knownNames, UNNAMED)) return no(OTHER_NAMES)
  await tx
    .updateTable('person')
    .set(({ eb, fn }) => ({
      ...{ last_name: input.lastName, first_name: input.firstName },
      ...{ version: eb('version', '+', 1), updated_at: fn<Date>('now') },
    }))
    .where('person_id', '=', known.person_id)
    .execute()
  return ok(known.person_id)
}

type Names = Pick<PersonInput, 'lastName' | 'firstName'>

function haveSameNames(one: Names, other: Names): boolean {
  return (
    foldedName(one.lastName) === foldedName(other.lastName) && foldedName(one.firstName) === foldedName(other.firstName)
  )
}

const NO_NAME = refusal('SLU-INPUT', 'This is no last name.', 'Copy the names from the identity card.', {
  key: 'lastName',
})
const OTHER_NAMES = refusal(
  'SLU-INPUT',
  'This name and this national number do not go together.',
  'Copy both from the identity card.',
  { key: 'namesDoNotFit' },
)
