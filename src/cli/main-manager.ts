import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { EnterpriseNumber } from '../batch/identifiers.ts'
import type { Language } from '../batch/languages.ts'
import { parseSsin } from '../batch/ssin.ts'
import type { Config } from '../config/schema.ts'
import { openSecretBox } from '../daemon/registry-key.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from '../registry/audit.ts'
import { lockEnterprise } from '../registry/enterprises.ts'
import { nameMainAccessManager } from '../registry/people/main-access-manager.ts'
import { type PersonInput, soundPerson, UNNAMED } from '../registry/people/persons.ts'
import type { SecretBox } from '../registry/secret-box.ts'

export type ManagerOptions = { readonly managerSsin?: string; readonly managerName?: string }

export type NamedManager = { readonly person: PersonInput; readonly box: SecretBox }

/** Reads `--manager-ssin` and `--manager-name`, which may be added later; null without either. Refuses: SLU-INPUT, SLU-NUMBER. */
export async function namedManager(
  { managerSsin, managerName }: ManagerOptions,
  { language, now, config }: { readonly language: Language; readonly now: Date; readonly config: Config },
): Promise<Result<NamedManager | null, Refusal>> {
  if (managerSsin === undefined && managerName === undefined) return ok(null)
  if (managerSsin === undefined) return no(NO_NUMBER)
  const ssin = parseSsin(managerSsin, now)
  if (!ssin.ok) return ssin
  const names = managerName === undefined ? ok(UNNAMED) : namesIn(managerName)
  if (!names.ok) return names
  const person = soundPerson({ ...names.value, language, ssin: ssin.value })
  return person.ok ? ok({ person: person.value, box: await openSecretBox(config) }) : person
}

/** Makes him the main access manager of an enterprise that has none. Refuses: SLU-STATE when it has another one, SLU-INPUT. */
export async function keepManager(
  tx: Transaction,
  { person, box }: NamedManager,
  enterpriseNumber: EnterpriseNumber,
  act: Act,
): Promise<Result<unknown, Refusal>> {
  await lockEnterprise(tx, enterpriseNumber)
  return await nameMainAccessManager(tx, box, { enterpriseNumber, person, otherwise: 'refuse' }, act)
}

function namesIn(text: string): Result<Pick<PersonInput, 'lastName' | 'firstName'>, Refusal> {
  const [lastName = '', firstName = '', ...more] = text.split(',')
  return more.length > 0 ? no(TWO_NAMES) : ok({ lastName, firstName })
}

const NO_NUMBER = refusal(
  'SLU-INPUT',
  'The main access manager is known by his national number.',
  "Give it too: --manager-ssin 85073000160 --manager-name 'Peeters,Jan'",
)
const TWO_NAMES = refusal('SLU-INPUT', 'A last and a first name are expected.', "Write --manager-name 'Peeters,Jan'")
