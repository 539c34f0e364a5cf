/** The technical user: the person at the sender whom one calls when its files are wrong (spec access.md §3). One per sender. */

import { uuidV7 } from '../base/ids.ts'
import { MAIL_ADDRESS } from '../base/mail-address.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import { UNSEEN } from './people/person-fields.ts'
import { lockOpenSender } from './senders.ts'

export type Contact = {
  readonly lastName: string
  readonly firstName: string
  readonly email: string
  readonly phone: string
  /** French when nothing is said. */
  readonly language?: 'de' | 'fr' | 'nl' | 'en'
}

const NAME = /^[^,]{1,100}$/u
const PHONE = /^\+?[0-9][0-9 ()./-]{2,38}$/

/** Reads `Last,First,mail,phone`. Refuses with SLU-NAME. */
export function parseContact(text: string): Result<Contact, Refusal> {
  const [lastName = '', firstName = '', email = '', phone = '', ...more] = text.split(',').map((part) => part.trim())
  return more.length > 0 ? no(MALFORMED) : soundContact({ lastName, firstName, email, phone })
}

/**
 * Replaces the technical user of the sender, whose number stays; the same person again changes nothing. The audit names the row and not
 * the person. Refuses: SLU-NAME, SLU-UNKNOWN, SLU-STATE when the sender is closed.
 */
export async function appointTechnicalUser(
  tx: Transaction,
  { senderNumber, contact }: { readonly senderNumber: SenderNumber; readonly contact: Contact },
  act: Act,
): Promise<Result<void, Refusal>> {
  const sound = soundContact(contact)
  if (!sound.ok) return sound
  const sender = await lockOpenSender(tx, senderNumber)
  if (!sender.ok) return sender
  const before = await activeUser(tx, senderNumber)
  const { lastName: last_name, firstName: first_name, email, phone, language = before?.language ?? 'fr' } = contact
  const row = { last_name, first_name, email, phone, language }
  if (before && Object.entries(row).every(([column, value]) => before[column as keyof typeof row] === value)) {
    return ok(undefined)
  }
  await endTechnicalUser(tx, senderNumber, 'replaced')
  const technical_user_id = uuidV7()
  await tx
    .insertInto('technical_user')
    .values({ ...row, technical_user_id, sender_number: senderNumber, state: 'active' })
    .execute()
  await recordChange(tx, act, {
    action: 'technicalUser.appointed',
    subject: `sender:${senderNumber}`,
    before: { technicalUser: before?.technical_user_id ?? null },
    after: { technicalUser: technical_user_id },
  })
  return ok(undefined)
}

/** The row stays, so that the audit can still be read. */
export async function endTechnicalUser(
  tx: Transaction,
  senderNumber: SenderNumber,
  state: 'replaced' | 'ended',
): Promise<void> {
  await tx
    .updateTable('technical_user')
    .set({ state })
    .where('sender_number', '=', senderNumber)
    .where('state', '=', 'active')
    .execute()
}

async function activeUser(tx: Transaction, senderNumber: SenderNumber) {
  return tx
    .selectFrom('technical_user')
    .select(['technical_user_id', 'last_name', 'first_name', 'email', 'phone', 'language'])
    .where('sender_number', '=', senderNumber)
    .where('state', '=', 'active')
    .executeTakeFirst()
}

const MALFORMED = refusal(
  'SLU-NAME',
  'This is no technical user.',
  'Give last name, first name, e-mail address and telephone number: Janssens,An,an@example.be,+3225550100',
  { key: 'contactMalformed' },
)

const isName = (text: string) => NAME.test(text) && !UNSEEN.test(text)

// biome-ignore format: a table
const FAULTS: readonly (readonly [keyof Contact, (text: string) => boolean, Refusal])[] = [
  ['lastName',  isName,                            refusal('SLU-NAME', 'This is no last name.', 'Give 1 to 100 characters without a comma.', { key: 'contactLastName' })],
  ['firstName', isName,                            refusal('SLU-NAME', 'This is no first name.', 'Give 1 to 100 characters without a comma.', { key: 'contactFirstName' })],
  ['email',     (text) => MAIL_ADDRESS.test(text), refusal('SLU-NAME', 'This is no e-mail address that can be sent to.', 'Give one address, such as an@example.be, without accents or other special letters.', { key: 'contactEmail' })],
  ['phone',     (text) => PHONE.test(text),        refusal('SLU-NAME', 'This is no telephone number.', 'Give it with digits, such as +3225550100.', { key: 'contactPhone' })],
]

/** Refuses with SLU-NAME, about the first field that cannot be taken. */
export function soundContact(contact: Contact): Result<Contact, Refusal> {
  const fault = FAULTS.find(([field, isSound]) => !isSound(contact[field] ?? ''))
  return fault ? no(fault[2]) : ok(contact)
}
