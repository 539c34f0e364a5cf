import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EnterpriseNumber } from '../../../src/batch/identifiers.ts'
import type { Database } from '../../../src/database/database.ts'
import { suspendEnterprise } from '../../../src/registry/enterprises.ts'
import { type ActivationMethod, activateEnterpriseBy } from '../../../src/registry/people/activate-enterprise.ts'
import { appoint } from '../../../src/registry/people/appointments.ts'
import { listAppointments } from '../../../src/registry/people/find-appointments.ts'
import { type ImportInput, importRegistry } from '../../../src/registry/people/import.ts'
import type { ImportedEnterprise } from '../../../src/registry/people/import-document.ts'
import { editOwnData } from '../../../src/registry/people/own-data.ts'
import { rolesOf } from '../../../src/registry/policy/roles.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, auditOf, enrolled, enterpriseNumber, OFFER, refusedWith, value } from '../fixtures.ts'
import { addUser, BOX, founded, LIMITS, MUNICIPALITY, NOSS, type Run, runIn, ssin } from './fixtures.ts'

let database: Database
let run: Run
beforeAll(async () => {
  database = await testDatabase(20)
  run = runIn(database)
})
afterAll(() => database[Symbol.asyncDispose]())

let enterprises = 40_000
const JAN = { lastName: 'Peeters', firstName: 'Jan', email: 'jan@example.be', mobilePhone: '+32470000000' }
const AN = { lastName: 'Maes', firstName: 'An', email: 'an@example.be', mobilePhone: '+32470000001' }

function entry(parts: Partial<ImportedEnterprise> = {}): ImportedEnterprise {
  return {
    ...{ enterpriseNumber: enterpriseNumber(enterprises++), legalName: 'Bakkerij Peeters', language: 'nl' },
    ...{ qualities: [{ code: NOSS }, { code: MUNICIPALITY }], mainAccessManager: JAN },
    ...parts,
  }
}

function tryImport(list: readonly ImportedEnterprise[], more: Partial<ImportInput> = {}) {
  const input = { document: { enterprises: list }, offered: OFFER.qualities, ...more }
  return run((tx) => importRegistry(tx, BOX, input, ACT))
}

describe('an import', () => {
  test('adds enterprises that wait for their main access manager', async () => {
    const bakery = entry({
      notificationEmail: 'loket@example.be',
      qualities: [{ code: NOSS, employerId: '93017373' as never }],
    })
    const withNumber = entry({ mainAccessManager: { lastName: 'Maes', firstName: 'An', ssin: ssin(300) } })
    const summary = value(await tryImport([bakery, withNumber]))
    const accountId = await mainOf(bakery.enterpriseNumber)
    expect(summary).toEqual({
      ...{ enterprises: 2, added: 2, replacedManagers: 0 },
      activations: [{ enterpriseNumber: bakery.enterpriseNumber, accountId, kind: 'provisional' }],
    })
    expect(await enterpriseRow(bakery.enterpriseNumber)).toEqual({
      ...{ legal_name: 'Bakkerij Peeters', language: 'nl', state: 'pendingActivation' },
      ...{ notification_email: 'loket@example.be', activated_at: null, activation_method: null },
    })
    expect(await qualitiesOf(bakery.enterpriseNumber)).toEqual([[NOSS, 'inactive', true, '93017373']])
    expect(await qualitiesOf(withNumber.enterpriseNumber)).toEqual([
      [NOSS, 'inactive', true, null],
      [MUNICIPALITY, 'inactive', false, null],
    ])
    expect(await rolesOf(database.queries, accountId)).toEqual([
      { role: 'mainAccessManager', enterpriseNumber: bakery.enterpriseNumber, qualityCode: null },
    ])
  })

  // Holds rule 9.12.
  test('done again changes nothing and leaves no trace', async () => {
    const list = [entry(), entry({ mainAccessManager: { ...AN, ssin: ssin(301) } })]
    value(await tryImport(list))
    const before = await wholeRegistry()
    expect(value(await tryImport(list))).toEqual({ enterprises: 2, added: 0, replacedManagers: 0, activations: [] })
    expect(await wholeRegistry()).toEqual(before)
  })

  test('done by several at once is done once', async () => {
    const list = [entry({ mainAccessManager: { ...AN, ssin: ssin(302) } }), entry()]
    const all = await Promise.all([tryImport(list), tryImport(list.toReversed()), tryImport(list)])
    expect(
      all
        .map(value)
        .map(({ added }) => added)
        .sort(),
    ).toEqual([0, 0, 2])
    expect(await listAppointments(database.queries, list[1] ?? entry())).toHaveLength(1)
  })

  test('is taken over whole or not at all, and tells where it fails', async () => {
    const sound = entry({ mainAccessManager: { ...AN, ssin: ssin(303) } })
    const before = await wholeRegistry()
    const wrong = entry({ mainAccessManager: { ...JAN, ssin: ssin(303) } })
    expect(await tryImport([sound, wrong])).toMatchObject({
      ok: false,
      problem: { cause: 'enterprises[1]: This name and this national number do not go together.' },
    })
    expect(await tryImport([sound, entry({ qualities: [{ code: 'QUAL_NONE' }] })])).toEqual(refusedWith('SLU-UNKNOWN'))
    const offered = [{ code: NOSS }, { code: MUNICIPALITY, holder: 'person' }] as const
    expect(await tryImport([sound], { offered })).toEqual(refusedWith('SLU-STATE'))
    const issue = async () => ({ ok: false, problem: { code: 'SLU-BUSY', cause: '', remedy: '' } }) as const
    expect(await tryImport([sound], { issue })).toEqual(refusedWith('SLU-BUSY'))
    expect(await wholeRegistry()).toEqual(before)
  })

  test('has codes sent to those who need them, in its own transaction', async () => {
    const asked: unknown[] = []
    const issue: ImportInput['issue'] = async (_, needed) => {
      asked.push(needed)
      return { ok: true, value: undefined }
    }
    const list = [entry({ mainAccessManager: { ...AN, ssin: ssin(304) } }), entry()]
    const { activations } = value(await tryImport(list, { issue }))
    expect(asked).toEqual(activations.map(({ accountId, kind }) => ({ accountId, kind })))
    expect(activations.map(({ kind }) => kind)).toEqual(['link', 'provisional'])
  })

  test('case R13: has none sent to addresses that somebody else has given for the same number', async () => {
    const { enterpriseNumber: elsewhere } = await founded(run)
    const foreign = { language: 'nl', ssin: ssin(310), lastName: 'Maes', firstName: 'An' } as const
    const planted = { ...foreign, email: 'planted@example.org', mobilePhone: '+32470999999' }
    await addUser(run, { enterpriseNumber: elsewhere, person: planted })
    const bakery = entry({ mainAccessManager: { ...AN, ssin: ssin(310) } })
    expect(value(await tryImport([bakery])).activations).toEqual([])
    const again = entry({ mainAccessManager: { ...planted, email: 'Planted@Example.org' } })
    expect(value(await tryImport([again])).activations).toHaveLength(1)
  })

  test('leaves the address of notices that people have chosen', async () => {
    const bakery = entry({ notificationEmail: 'first@example.be' })
    value(await tryImport([bakery]))
    value(await tryImport([{ ...bakery, notificationEmail: 'second@example.be' }]))
    expect(await enterpriseRow(bakery.enterpriseNumber)).toMatchObject({ notification_email: 'first@example.be' })
  })
})

describe('another main access manager', () => {
  test('takes over from the former one, whose role, profiles and account end', async () => {
    const { enterpriseNumber: number, main: former } = await founded(run, { qualities: [NOSS, MUNICIPALITY] })
    const named = entry({ enterpriseNumber: number, mainAccessManager: { ...AN, ssin: ssin(305) } })
    expect(value(await tryImport([named]))).toMatchObject({
      added: 0,
      replacedManagers: 1,
      activations: [{ kind: 'link' }],
    })
    const main = await mainOf(number)
    expect(await held(number)).toEqual([
      ['mainAccessManager', null, main, 'legalRepresentative'],
      ['accessManager', NOSS, main, 'automatic'],
      ['accessManager', MUNICIPALITY, main, 'automatic'],
    ])
    expect(await accountState(former)).toBe('closed')
    const ended = (await auditOf(database, `enterprise:${number}`)).filter(({ action }) => action === 'appointment.end')
    expect(ended).toHaveLength(3)
  })

  test('who was a co-main one is that no longer, and keeps his profile', async () => {
    const { enterpriseNumber: number } = await founded(run)
    const other = await founded(run, { main: { ...AN, ssin: ssin(306) } })
    const role = { enterpriseNumber: number, role: 'coMainAccessManager', qualityCode: null } as const
    value(await run((tx) => appoint(tx, { ...role, accountId: other.main }, LIMITS, ACT)))
    value(await tryImport([entry({ enterpriseNumber: number, mainAccessManager: { ...AN, ssin: ssin(306) } })]))
    expect(await held(number)).toEqual([
      ['mainAccessManager', null, other.main, 'legalRepresentative'],
      ['accessManager', NOSS, other.main, 'automatic'],
    ])
  })

  test('is not who has the same name at the same address', async () => {
    const bakery = entry()
    value(await tryImport([bakery]))
    const before = await mainOf(bakery.enterpriseNumber)
    value(await tryImport([{ ...bakery, mainAccessManager: { ...JAN, lastName: 'PEETERS', email: 'JAN@example.be' } }]))
    expect(await mainOf(bakery.enterpriseNumber)).toBe(before)
    value(await tryImport([{ ...bakery, mainAccessManager: { ...JAN, email: 'other@example.be' } }]))
    expect(await mainOf(bakery.enterpriseNumber)).not.toBe(before)
  })

  test('is not who has changed the mail address or the telephone himself', async () => {
    const bakery = entry()
    value(await tryImport([bakery]))
    const main = await mainOf(bakery.enterpriseNumber)
    const own = {
      accountId: main,
      expectedVersion: 1,
      reaches: null,
      language: 'nl',
      mobilePhone: JAN.mobilePhone,
    } as const
    value(await run((tx) => editOwnData(tx, { ...own, email: 'new@example.be' }, ACT)))
    expect(value(await tryImport([bakery])).replacedManagers).toBe(0)
    const back = { ...own, expectedVersion: 2, email: JAN.email, mobilePhone: '+32470000099' }
    value(await run((tx) => editOwnData(tx, back, ACT)))
    expect(value(await tryImport([bakery])).replacedManagers).toBe(0)
    expect(await mainOf(bakery.enterpriseNumber)).toBe(main)
  })

  test('is not the same person by name when one of them has a national number', async () => {
    const { enterpriseNumber: number, main } = await founded(run, { main: { ssin: ssin(307), ...JAN } })
    value(await tryImport([entry({ enterpriseNumber: number })]))
    expect(await mainOf(number)).not.toBe(main)
  })
})

// Holds rule 11.1.
describe('spec §6.1: the first sign-in', () => {
  const activate = (number: EnterpriseNumber, accountId: string, method: ActivationMethod) =>
    run((tx) =>
      activateEnterpriseBy(tx, { enterpriseNumber: number, accountId, method, offered: OFFER.qualities }, ACT),
    )

  test('activates enterprise and default quality, and makes the profile', async () => {
    const bakery = entry()
    value(await tryImport([bakery]))
    const main = await mainOf(bakery.enterpriseNumber)
    value(await activate(bakery.enterpriseNumber, main, 'provisional'))
    expect(await enterpriseRow(bakery.enterpriseNumber)).toMatchObject({
      ...{ state: 'active', activation_method: 'provisional', activated_at: expect.any(Date) },
    })
    expect(await qualitiesOf(bakery.enterpriseNumber)).toEqual([
      [NOSS, 'active', true, null],
      [MUNICIPALITY, 'inactive', false, null],
    ])
    expect(await held(bakery.enterpriseNumber)).toEqual([
      ['mainAccessManager', null, main, 'legalRepresentative'],
      ['accessManager', NOSS, main, 'automatic'],
    ])
    const audit = await auditOf(database, `enterprise:${bakery.enterpriseNumber}`)
    expect(audit.find(({ action }) => action === 'enterprise.activate')?.detail).toEqual({
      before: { state: 'pendingActivation' },
      after: { state: 'active', method: 'provisional' },
    })
    value(await activate(bakery.enterpriseNumber, main, 'eid'))
    expect(await auditOf(database, `enterprise:${bakery.enterpriseNumber}`)).toEqual(audit)
  })

  test('of anybody else, or by a password, does not', async () => {
    const bakery = entry()
    value(await tryImport([bakery]))
    const main = await mainOf(bakery.enterpriseNumber)
    const other = await founded(run)
    const refused = [
      await activate(bakery.enterpriseNumber, other.main, 'eid'),
      await activate(enterpriseNumber(99_000), main, 'eid'),
      await activate(bakery.enterpriseNumber, main, 'password' as ActivationMethod),
    ]
    expect(refused).toEqual([refusedWith('SLU-RIGHTS'), refusedWith('SLU-RIGHTS'), refusedWith('SLU-METHOD')])
    expect(await enterpriseRow(bakery.enterpriseNumber)).toMatchObject({ state: 'pendingActivation' })
  })

  test('resumes nothing that is suspended', async () => {
    const { enterpriseNumber: number, main } = await founded(run)
    value(await run((tx) => suspendEnterprise(tx, number, ACT)))
    expect(await activate(number, main, 'eid')).toEqual(refusedWith('SLU-STATE'))
  })

  test('after an enrolment makes the profile that was missing', async () => {
    const bakery = entry({ qualities: [] })
    value(await tryImport([bakery]))
    await enrolled(database, { enterpriseNumber: bakery.enterpriseNumber })
    const main = await mainOf(bakery.enterpriseNumber)
    value(await activate(bakery.enterpriseNumber, main, 'itsme'))
    expect(await held(bakery.enterpriseNumber)).toHaveLength(2)
  })
})

async function held(number: EnterpriseNumber) {
  const rows = await listAppointments(database.queries, { enterpriseNumber: number })
  return rows.map(({ role, qualityCode, accountId, origin }) => [role, qualityCode, accountId, origin])
}

async function mainOf(number: EnterpriseNumber): Promise<string> {
  const rows = await listAppointments(database.queries, { enterpriseNumber: number })
  return rows.find(({ role }) => role === 'mainAccessManager')?.accountId ?? ''
}

function enterpriseRow(number: EnterpriseNumber) {
  return database.queries
    .selectFrom('enterprise')
    .select(['legal_name', 'language', 'state', 'notification_email', 'activated_at', 'activation_method'])
    .where('enterprise_number', '=', number)
    .executeTakeFirst()
}

async function qualitiesOf(number: EnterpriseNumber) {
  const rows = await database.queries
    .selectFrom('quality')
    .select(['quality_code', 'state', 'is_default', 'employer_id'])
    .where('enterprise_number', '=', number)
    .orderBy('is_default', 'desc')
    .execute()
  return rows.map((row) => Object.values(row))
}

async function accountState(accountId: string): Promise<string | undefined> {
  const query = database.queries.selectFrom('account').select('state').where('account_id', '=', accountId)
  return (await query.executeTakeFirst())?.state
}

/** Rows of every table that an import writes, and the audit. */
async function wholeRegistry() {
  const { queries } = database
  return Promise.all([
    queries.selectFrom('enterprise').selectAll().orderBy('enterprise_number').execute(),
    queries.selectFrom('quality').selectAll().orderBy('enterprise_number').orderBy('quality_code').execute(),
    queries.selectFrom('person').selectAll().orderBy('person_id').execute(),
    queries.selectFrom('account').selectAll().orderBy('account_id').execute(),
    queries.selectFrom('appointment').selectAll().orderBy('appointment_id').execute(),
    queries.selectFrom('audit').select('audit_no').orderBy('audit_no').execute(),
  ])
}
