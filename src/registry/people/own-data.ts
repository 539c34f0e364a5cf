/** What people change of themselves: language and where messages reach them, neither name nor national number (spec access.md §5 row 12). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Language } from '../../batch/languages.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import { recordChange } from '../change.ts'
import type { Reaches } from '../policy/reach.ts'
import type { SecretBox } from '../secret-box.ts'
import { parseLanguage, parseMailAddress, parseMobilePhone } from './person-fields.ts'
import { maskedSsin } from './persons.ts'
import { sameVersion } from './versions.ts'
import { vouchWithin } from './vouching.ts'

export type OwnData = {
  readonly lastName: string
  readonly firstName: string
  readonly username: string | null
  readonly language: Language
  readonly email: string | null
  readonly mobilePhone: string | null
  /** As `85.07.30-***.**`. */
  readonly maskedSsin: string | null
  /** Of the personal data; `editOwnData` compares it. */
  readonly version: number
}

export type OwnDataChange = {
  readonly accountId: string
  readonly expectedVersion: number
  readonly language: Language
  readonly email: string | null
  readonly mobilePhone: string | null
  /** Of the session in which it is changed. */
  readonly reaches: Reaches
}

/** Undefined when there is no such account. */
export async function ownDataOf(queries: Queries, box: SecretBox, accountId: string): Promise<OwnData | undefined> {
  const row = await queries
    .selectFrom('account')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['person.person_id', 'last_name', 'first_name', 'username', 'language', 'email', 'mobile_phone'])
    .select(['ssin_sealed', 'person.version'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    ...{ lastName: row.last_name, firstName: row.first_name, username: row.username },
    language: row.language as Language,
    ...{ email: row.email, mobilePhone: row.mobile_phone, version: row.version },
    maskedSsin: maskedSsin(box, { personId: row.person_id, ssinSealed: row.ssin_sealed }),
  }
}

/**
 * The audit tells which fields were changed, not what they are. Who has no national number must stay reachable by mail and telephone,
 * because new codes can reach him in no other way; codes that were sent to a former address are void,
 * and the new ones count for what this session reaches. Refuses: SLU-UNKNOWN, SLU-VERSION, SLU-INPUT.
 */
export async function editOwnData(tx: Transaction, change: OwnDataChange, act: Act): Promise<Result<void, Refusal>> {
  const person = await lockPersonOf(tx, change.accountId)
  if (!person) return no(NOBODY)
  const current = sameVersion(person.version, change.expectedVersion)
  if (!current.ok) return current
  const sound = soundChange(change)
  if (!sound.ok) return sound
  if (!person.ssin_hash && (sound.value.email === null || sound.value.mobile_phone === null)) return no(UNREACHABLE)
  const changed = Object.entries(sound.value).filter(([column, value]) => person[column as keyof Columns] !== value)
  if (changed.length === 0) return ok(undefined)
  await tx
    .updateTable('person')
    .set(({ eb, fn }) => ({ ...sound.value, version: eb('version', '+', 1), updated_at: fn('now') }))
    .where('person_id', '=', person.person_id)
    .execute()
  if (changed.some(([column]) => column !== 'language')) {
    await voidCodes(tx, change.accountId)
    await vouchWithin(tx, change.accountId, change.reaches)
  }
  await recordChange(tx, act, {
    action: 'account.dataEdited',
    subject: `account:${change.accountId}`,
    after: { changed: changed.map(([column]) => FIELD_OF[column as keyof Columns]) },
  })
  return ok(undefined)
}

/** Those on their way to the former address, which somebody else may read by now (case R23). */
async function voidCodes(tx: Transaction, accountId: string): Promise<void> {
  await tx.deleteFrom('one_time_code').where('account_id', '=', accountId).execute()
}

type Columns = { readonly language: Language; readonly email: string | null; readonly mobile_phone: string | null }

const FIELD_OF = { language: 'language', email: 'email', mobile_phone: 'mobilePhone' } as const

function soundChange({ language: spoken, email, mobilePhone }: OwnDataChange): Result<Columns, Refusal> {
  const language = parseLanguage(spoken)
  if (!language.ok) return language
  const address = email === null ? ok(null) : parseMailAddress(email)
  if (!address.ok) return address
  const phone = mobilePhone === null ? ok(null) : parseMobilePhone(mobilePhone)
  return phone.ok ? ok({ language: language.value, email: address.value, mobile_phone: phone.value }) : phone
}

async function lockPersonOf(tx: Transaction, accountId: string) {
  return tx
    .selectFrom('person')
    .select(['person_id', 'language', 'email', 'mobile_phone', 'ssin_hash', 'version'])
    .where('person_id', '=', (eb) =>
      eb
        .selectFrom('account')
        .select('account.person_id')
        .where('account_id', '=', accountId)
        .where('state', '<>', 'closed'),
    )
    .forNoKeyUpdate()
    .executeTakeFirst()
}

const NOBODY = refusal('SLU-UNKNOWN', 'There is no such account.', 'Sign in again.', { key: 'accountUnknown' })
const UNREACHABLE = refusal(
  'SLU-INPUT',
  'Without a national number, e-mail and mobile telephone are needed.',
  'Give both: new codes can reach you in no other way.',
  { key: 'contactNeeded' },
)
