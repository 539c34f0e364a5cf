/**
 * The one main access manager of an enterprise, whom the legal representative names and replaces (spec access.md §4, rule 10.5): taken over
 * from there, never appointed by people here.
 */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import type { Act } from '../audit.ts'
import type { SecretBox } from '../secret-box.ts'
import { type EnsuredAccount, ensureAccount } from './accounts.ts'
import { addAppointment, closeAppointments, type EndedAppointment } from './appointment-rows.ts'
import { closeAccountIfUnused } from './close-accounts.ts'
import { foldedName } from './names.ts'
import { findOrAddPerson, type PersonInput, soundPerson } from './persons.ts'
import { completeProfiles, endProfiles } from './profiles.ts'

export type NamedMain = {
  readonly enterpriseNumber: string
  readonly person: PersonInput
  /** What happens when somebody else is the main access manager. */
  readonly otherwise: 'replace' | 'refuse'
}

export type MainAccessManager = EnsuredAccount & { readonly outcome: 'kept' | 'named' | 'replaced' }

/**
 * The caller has locked the enterprise. The former one loses role and automatic profiles, and his account with its last role; the new one
 * gets profiles in all active qualities, and gives up a co-main role for it. The same person again changes nothing.
 * Refuses: SLU-INPUT (a field, or names that do not go with the number; unreachable), SLU-STATE (there is another one).
 */
export async function nameMainAccessManager(
  tx: Transaction,
  box: SecretBox,
  { enterpriseNumber, person: input, otherwise }: NamedMain,
  act: Act,
): Promise<Result<MainAccessManager, Refusal>> {
  const sound = soundPerson(input)
  if (!sound.ok) return sound
  const person = sound.value
  if (!person.ssin && (person.email === undefined || person.mobilePhone === undefined)) return no(UNREACHABLE)
  const present = await presentMain(tx, enterpriseNumber)
  const isSameOne = present && !person.ssin && isSame(present, person)
  const personId = isSameOne ? ok(present.personId) : await findOrAddPerson(tx, box, person, act)
  if (!personId.ok) return personId
  const isKept = present?.personId === personId.value
  if (present && !isKept && otherwise === 'refuse') return no(THERE_IS_ONE)
  const account = await ensureAccount(tx, personId.value, act)
  if (!isKept) await exchange(tx, { enterpriseNumber, accountId: account.accountId }, present, act)
  await completeProfiles(tx, enterpriseNumber, act)
  return ok({ ...account, outcome: isKept ? 'kept' : present ? 'replaced' : 'named' })
}

type PresentMain = {
  readonly appointmentId: string
  readonly accountId: string
  readonly personId: string
  readonly lastName: string
  readonly firstName: string
  readonly email: string | null
  readonly ssinHash: Buffer | null
  readonly version: number
}

async function exchange(
  tx: Transaction,
  { enterpriseNumber, accountId }: { readonly enterpriseNumber: string; readonly accountId: string },
  former: PresentMain | undefined,
  act: Act,
): Promise<void> {
  const main = { enterpriseNumber, qualityCode: null, role: 'mainAccessManager' } as const
  if (former) await closeAppointments(tx, [{ ...main, ...former, origin: 'legalRepresentative' }], act)
  await addAppointment(tx, { ...main, accountId }, 'legalRepresentative', act)
  await endCoMainRole(tx, { enterpriseNumber, accountId }, act)
  if (!former) return
  await endProfiles(tx, { enterpriseNumber, accountId: former.accountId }, act)
  await closeAccountIfUnused(tx, former.accountId, act)
}

async function endCoMainRole(
  tx: Transaction,
  { enterpriseNumber, accountId }: { readonly enterpriseNumber: string; readonly accountId: string },
  act: Act,
): Promise<void> {
  const rows = await tx
    .selectFrom('appointment')
    .select(['appointment_id as appointmentId', 'origin'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where('account_id', '=', accountId)
    .where('role', '=', 'coMainAccessManager')
    .where('state', '=', 'active')
    .execute()
  const role = { enterpriseNumber, accountId, role: 'coMainAccessManager', qualityCode: null } as const
  const ended = rows.map((row): EndedAppointment => ({ ...row, ...role }))
  await closeAppointments(tx, ended, act)
}

async function presentMain(queries: Queries, enterpriseNumber: string): Promise<PresentMain | undefined> {
  return queries
    .selectFrom('appointment')
    .innerJoin('account', 'account.account_id', 'appointment.account_id')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['appointment_id as appointmentId', 'account.account_id as accountId', 'person.person_id as personId'])
    .select(['last_name as lastName', 'first_name as firstName', 'email', 'ssin_hash as ssinHash', 'person.version'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where('role', '=', 'mainAccessManager')
    .where('appointment.state', '=', 'active')
    .executeTakeFirst()
}

/**
 * Of two without a national number: somebody of this name at this address. Who has changed his data himself is known by the name alone, or
 * the next import, which still has the former address, would replace him by a newcomer there.
 */
function isSame(present: PresentMain, person: PersonInput): boolean {
  return (
    present.ssinHash === null &&
    (present.version > 1 || present.email?.toLowerCase() === person.email?.toLowerCase()) &&
    foldedName(present.lastName) === foldedName(person.lastName) &&
    foldedName(present.firstName) === foldedName(person.firstName)
  )
}

const UNREACHABLE = refusal(
  'SLU-INPUT',
  'Without a national number, e-mail and mobile telephone are needed.',
  'Give both: the first codes are sent there.',
  { key: 'contactNeeded' },
)
const THERE_IS_ONE = refusal(
  'SLU-STATE',
  'The enterprise has another main access manager.',
  'The legal representative replaces him: import it with `sluice registry import`.',
  { key: 'otherMain' },
)
