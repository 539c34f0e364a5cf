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
import { type PersonInput, soundPerson } from '../registry/people/persons.ts'
import type { SecretBox } from '../registry/secret-box.ts'

export type ManagerOptions = { readonly managerSsin?: string; readonly managerName?: string }

export type NamedManager = { readonly person: PersonInput; readonly box: SecretBox }

/** Reads `--manager-ssin` and `--manager-name`; null without either. Refuses: SLU-INPUT, SLU-NUMBER. */
export async function namedManager(
  { managerSsin, managerName }: ManagerOptions,
  { language, now, config }: { readonly language: Language; readonly now: Date; readonly config: Config },
): Promise<Result<NamedManager | null, Refusal>> {
  if (managerSsin === undefined && managerName === undefined) return ok(null)
  if (managerSsin === undefined || managerName === undefined) return no(BOTH)
  const ssin = parseSsin(managerSsin, now)
  if (!ssin.ok) return ssin
  const [lastName = '', firstName = '', ...more] = managerName.split(',')
  if (more.length > 0) return no(BOTH)
  const person = soundPerson({ lastName, firstName, language, ssin: ssin.value })
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

const BOTH = refusal(
  'SLU-INPUT',
  'The main access manager is named by his national number and his name.',
  "Give both: --manager-ssin 85073000160 --manager-name 'Peeters,Jan'",
)
