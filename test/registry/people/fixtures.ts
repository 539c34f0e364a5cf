import type { EnterpriseNumber } from '../../../src/batch/identifiers.ts'
import { parseSsin, type Ssin } from '../../../src/batch/ssin.ts'
import type { Database, Transaction } from '../../../src/database/database.ts'
import { registerEnterprise } from '../../../src/registry/enterprises.ts'
import { ensureAccount } from '../../../src/registry/people/accounts.ts'
import { activateEnterpriseBy } from '../../../src/registry/people/activate-enterprise.ts'
import { nameMainAccessManager } from '../../../src/registry/people/main-access-manager.ts'
import { openQuality } from '../../../src/registry/people/open-quality.ts'
import { findOrAddPerson, type PersonInput } from '../../../src/registry/people/persons.ts'
import { createUser, type NewUser } from '../../../src/registry/people/quality-users.ts'
import type { Actor } from '../../../src/registry/policy/authorise.ts'
import { createSecretBox } from '../../../src/registry/secret-box.ts'
import { ACT, enterpriseNumber, OFFER, value } from '../fixtures.ts'

export const BOX = createSecretBox('5e'.repeat(32))
export const NOSS = 'QUAL_EMP_NOSS'
export const MUNICIPALITY = 'QUAL_MUN_ADM'
export const LIMITS = { coMainAccessManagers: null, coAccessManagers: 1 }
export const USERS = { limits: { usersPerQuality: 10_000 }, offer: OFFER }
export const RULES = { usersManageChannels: false, freshSeconds: 300, freshAssurance: 400 }

/** The n-th person born on 30 July 1985, valid for n from 1 to 998. */
export function ssin(n: number): Ssin {
  const nine = `850730${String(n).padStart(3, '0')}`
  const check = String(97 - (Number(nine) % 97)).padStart(2, '0')
  return value(parseSsin(`${nine}${check}`, new Date('2026-11-27T00:00:00Z')))
}

export function person(parts: Partial<PersonInput> = {}): PersonInput {
  return { lastName: 'Peeters', firstName: 'Jan', language: 'nl', ...parts }
}

export type Run = <Value>(work: (tx: Transaction) => Promise<Value>) => Promise<Value>

export function runIn(database: Database): Run {
  return (work) => database.transaction(work)
}

let enterprises = 20_000

/** An active enterprise of its own, with this main access manager and these qualities. */
export async function founded(
  run: Run,
  {
    qualities = [NOSS],
    main = {},
  }: { readonly qualities?: readonly string[]; readonly main?: Partial<PersonInput> } = {},
): Promise<{ readonly enterpriseNumber: EnterpriseNumber; readonly main: string }> {
  const number = enterpriseNumber(enterprises++)
  return run(async (tx) => {
    value(await registerEnterprise(tx, { enterpriseNumber: number, legalName: 'Bakkerij Peeters' }, ACT))
    const reachable = { email: 'jan@example.be', mobilePhone: '+32470000000' }
    const named = { enterpriseNumber: number, person: person({ ...reachable, ...main }), otherwise: 'refuse' } as const
    const { accountId } = value(await nameMainAccessManager(tx, BOX, named, ACT))
    const activation = { enterpriseNumber: number, accountId, method: 'eid', offered: OFFER.qualities } as const
    value(await activateEnterpriseBy(tx, activation, ACT))
    for (const qualityCode of qualities) {
      value(await openQuality(tx, { enterpriseNumber: number, qualityCode, offered: OFFER.qualities }, ACT))
    }
    return { enterpriseNumber: number, main: accountId }
  })
}

/** Somebody with an account and nothing else. */
export function somebody(run: Run, parts: Partial<PersonInput> = {}): Promise<string> {
  return run(async (tx) => {
    const personId = value(await findOrAddPerson(tx, BOX, person({ lastName: 'Maes', firstName: 'An', ...parts }), ACT))
    return (await ensureAccount(tx, personId, ACT)).accountId
  })
}

export function newUser(parts: Partial<NewUser> & Pick<NewUser, 'enterpriseNumber'>): NewUser {
  return {
    qualityCode: NOSS,
    person: person({ lastName: 'Claes', firstName: 'Els' }),
    grants: ['DMFA'],
    employmentConfirmed: true,
    ...parts,
  }
}

export async function addUser(run: Run, parts: Partial<NewUser> & Pick<NewUser, 'enterpriseNumber'>) {
  return value(await run((tx) => createUser(tx, BOX, newUser(parts), USERS, ACT)))
}

/** Somebody who has proven just now who he is. */
export function actor(accountId: string): Actor {
  const provenAt = new Date()
  return { accountId, method: 'eid', reaches: null, assurance: 500, provenAt, provenAssurance: 500, traceId: 'trace' }
}
