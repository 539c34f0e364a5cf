import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EnterpriseNumber } from '../../../src/batch/identifiers.ts'
import type { Database } from '../../../src/database/database.ts'
import { suspendEnterprise } from '../../../src/registry/enterprises.ts'
import type { AppointedRole } from '../../../src/registry/people/appointment-rules.ts'
import { appoint, endAppointment } from '../../../src/registry/people/appointments.ts'
import { closeQuality } from '../../../src/registry/people/close-quality.ts'
import { findAppointment, listAppointments } from '../../../src/registry/people/find-appointments.ts'
import { openQuality } from '../../../src/registry/people/open-quality.ts'
import { createOwnProfile } from '../../../src/registry/people/profiles.ts'
import { rolesOf } from '../../../src/registry/policy/roles.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, auditOf, enrolled, enterpriseNumber as numberOf, OFFER, refusedWith, value } from '../fixtures.ts'
import { addUser, founded, LIMITS, MUNICIPALITY, NOSS, type Run, runIn, somebody } from './fixtures.ts'

let database: Database
let run: Run
beforeAll(async () => {
  database = await testDatabase(20)
  run = runIn(database)
})
afterAll(() => database[Symbol.asyncDispose]())

describe('the automatic profile', () => {
  // Holds rule 10.6.
  test('comes with a quality for the main access manager, and with the role for a co-main one', async () => {
    const { enterpriseNumber, main } = await founded(run, { qualities: [NOSS, MUNICIPALITY] })
    const co = await somebody(run)
    await appointed(enterpriseNumber, 'coMainAccessManager', null, co)
    expect(await held(enterpriseNumber)).toEqual([
      ['mainAccessManager', null, main, 'legalRepresentative'],
      ['coMainAccessManager', null, co, 'appointment'],
      ['accessManager', NOSS, main, 'automatic'],
      ['accessManager', NOSS, co, 'automatic'],
      ['accessManager', MUNICIPALITY, main, 'automatic'],
      ['accessManager', MUNICIPALITY, co, 'automatic'],
    ])
  })

  test('ends with the co-main role, and the account with the last role', async () => {
    const { enterpriseNumber, main } = await founded(run)
    const co = await somebody(run)
    const appointmentId = await appointed(enterpriseNumber, 'coMainAccessManager', null, co)
    value(await end(appointmentId))
    expect((await held(enterpriseNumber)).map(([, , accountId]) => accountId)).toEqual([main, main])
    expect(await rolesOf(database.queries, co)).toEqual([])
    expect(await accountState(co)).toBe('closed')
    await appointed(enterpriseNumber, 'coMainAccessManager', null, co)
    expect(await accountState(co)).toBe('pendingFirstLogin')
  })

  test('is not ended by itself', async () => {
    const { enterpriseNumber } = await founded(run)
    const [, profile] = await listAppointments(database.queries, { enterpriseNumber })
    expect(await end(profile?.appointmentId ?? '')).toMatchObject(told('automaticProfile'))
  })

  test('is made by the one who misses it, once, and by nobody else', async () => {
    const { enterpriseNumber, main } = await founded(run)
    const other = await somebody(run)
    await database.queries
      .deleteFrom('appointment')
      .where('origin', '=', 'automatic')
      .where('account_id', '=', main)
      .execute()
    const own = (accountId: string) =>
      run((tx) => createOwnProfile(tx, { enterpriseNumber, qualityCode: NOSS, accountId }, ACT))
    value(await own(main))
    value(await own(main))
    expect(await held(enterpriseNumber)).toHaveLength(2)
    expect(await own(other)).toMatchObject(told('noMainRole'))
  })
})

describe('appointing', () => {
  test('tells in the audit who was appointed, by account', async () => {
    const { enterpriseNumber } = await founded(run)
    const accountId = await somebody(run)
    const appointmentId = await appointed(enterpriseNumber, 'accessManager', NOSS, accountId)
    expect((await auditOf(database, `enterprise:${enterpriseNumber}`)).at(-1)).toEqual({
      ...{ actor: ACT.actor, reason: ACT.reason, action: 'appointment.begin' },
      detail: { after: { appointmentId, role: 'accessManager', qualityCode: NOSS, accountId, origin: 'appointment' } },
    })
  })

  test.each<[AppointedRole, string | null]>([
    ['accessManager', NOSS],
    ['coAccessManager', NOSS],
  ])('%s: of many at once one takes the place', async (role, qualityCode) => {
    const { enterpriseNumber } = await founded(run)
    const people = await Promise.all(Array.from({ length: 8 }, () => somebody(run)))
    const all = await Promise.all(
      people.map((accountId) => tryAppoint({ enterpriseNumber, role, qualityCode, accountId })),
    )
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    expect(all.filter(({ ok }) => !ok)).toEqual(Array.from({ length: 7 }, () => refusedWith('SLU-STATE')))
    expect(
      (await held(enterpriseNumber)).filter(([is, , , origin]) => is === role && origin === 'appointment'),
    ).toHaveLength(1)
  })

  test('co-main access managers at once go up to the limit', async () => {
    const { enterpriseNumber } = await founded(run)
    const people = await Promise.all(Array.from({ length: 6 }, () => somebody(run)))
    const role = { enterpriseNumber, role: 'coMainAccessManager', qualityCode: null } as const
    const limits = { ...LIMITS, coMainAccessManagers: 2 }
    const all = await Promise.all(
      people.map((accountId) => run((tx) => appoint(tx, { ...role, accountId }, limits, ACT))),
    )
    expect(all.filter(({ ok }) => ok)).toHaveLength(2)
  })

  test('needs an active quality, an account that is there, and an enterprise that is', async () => {
    const { enterpriseNumber } = await founded(run)
    const accountId = await somebody(run)
    const input = { enterpriseNumber, role: 'accessManager', qualityCode: NOSS, accountId } as const
    expect(await tryAppoint({ ...input, qualityCode: MUNICIPALITY })).toMatchObject(told('qualityNotActive'))
    expect(await tryAppoint({ ...input, accountId: 'nobody' })).toMatchObject(told('accountUnknown'))
    expect(await tryAppoint({ ...input, enterpriseNumber: numberOf(90_000) })).toMatchObject(told('enterpriseUnknown'))
    value(await run((tx) => suspendEnterprise(tx, enterpriseNumber, ACT)))
    expect(await tryAppoint(input)).toMatchObject({ ok: true })
  })

  test('a refusal opens no closed account', async () => {
    const { enterpriseNumber } = await founded(run)
    const co = await somebody(run)
    value(await end(await appointed(enterpriseNumber, 'accessManager', NOSS, co)))
    expect(await accountState(co)).toBe('closed')
    await appointed(enterpriseNumber, 'accessManager', NOSS, await somebody(run))
    expect(
      await tryAppoint({ enterpriseNumber, role: 'accessManager', qualityCode: NOSS, accountId: co }),
    ).toMatchObject(told('accessManagerTaken'))
    expect(await accountState(co)).toBe('closed')
  })

  test('co-access managers stay when their manager leaves, and none is added until there is a new one', async () => {
    const { enterpriseNumber } = await founded(run)
    const manager = await appointed(enterpriseNumber, 'accessManager', NOSS, await somebody(run))
    const co = await somebody(run)
    await appointed(enterpriseNumber, 'coAccessManager', NOSS, co)
    value(await end(manager))
    expect(await rolesOf(database.queries, co)).toMatchObject([{ role: 'coAccessManager' }])
    const limits = { ...LIMITS, coAccessManagers: 5 }
    const accountId = await somebody(run)
    const another = { enterpriseNumber, role: 'coAccessManager', qualityCode: NOSS, accountId } as const
    expect(await run((tx) => appoint(tx, another, limits, ACT))).toMatchObject(told('noAccessManager'))
    await appointed(enterpriseNumber, 'accessManager', NOSS, await somebody(run))
    expect(await run((tx) => appoint(tx, another, limits, ACT))).toMatchObject({ ok: true })
  })
})

describe('ending', () => {
  // Holds rule 10.5.
  test('is never done to the main access manager', async () => {
    const { enterpriseNumber, main } = await founded(run)
    const [appointment] = await listAppointments(database.queries, { enterpriseNumber })
    expect(appointment).toMatchObject({ accountId: main, role: 'mainAccessManager', lastName: 'Peeters' })
    expect(await end(appointment?.appointmentId ?? '')).toMatchObject(told('mainElsewhere'))
  })

  test('case R18: refuses another version than the one that was looked at', async () => {
    const { enterpriseNumber } = await founded(run)
    const appointmentId = await appointed(enterpriseNumber, 'accessManager', NOSS, await somebody(run))
    expect(await end(appointmentId, 2)).toEqual(refusedWith('SLU-VERSION'))
    value(await end(appointmentId, 1))
    expect(await findAppointment(database.queries, appointmentId)).toMatchObject({ state: 'ended', version: 2 })
    expect(await end(appointmentId, 2)).toMatchObject(told('appointmentEnded'))
  })

  test('done by many at once is done once', async () => {
    const { enterpriseNumber } = await founded(run)
    const appointmentId = await appointed(enterpriseNumber, 'accessManager', NOSS, await somebody(run))
    const all = await Promise.all(Array.from({ length: 8 }, () => end(appointmentId)))
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    const ends = (await auditOf(database, `enterprise:${enterpriseNumber}`)).filter(
      ({ action }) => action === 'appointment.end',
    )
    expect(ends).toHaveLength(1)
  })

  test.each(['', 'x', '00000000-0000-7000-8000-000000000000'])('of %j, which nobody has', async (appointmentId) => {
    expect(await end(appointmentId)).toMatchObject(told('appointmentUnknown'))
  })
})

describe('a quality', () => {
  test('of a natural person is not supported', async () => {
    const { enterpriseNumber } = await founded(run)
    const offered = [{ code: 'QUAL_CUR', holder: 'person' }] as const
    const opened = await run((tx) => openQuality(tx, { enterpriseNumber, qualityCode: 'QUAL_CUR', offered }, ACT))
    expect(opened).toMatchObject(told('qualityOfPerson'))
  })

  test('keeps its number as an employer', async () => {
    const { enterpriseNumber } = await founded(run)
    const input = { enterpriseNumber, qualityCode: NOSS, offered: OFFER.qualities }
    value(await run((tx) => openQuality(tx, { ...input, employerId: '93017373' as never }, ACT)))
    value(await run((tx) => openQuality(tx, input, ACT)))
    expect(await qualityRow(enterpriseNumber)).toEqual({ state: 'active', employer_id: '93017373', version: 2 })
  })

  // Holds rule 10.14.
  test('case R19: is not closed while it has a sender number, and closed with all roles in it', async () => {
    const { enterpriseNumber, main } = await founded(run, { qualities: [NOSS, MUNICIPALITY] })
    const { senderNumber } = await enrolled(database, { enterpriseNumber })
    const manager = await somebody(run)
    await appointed(enterpriseNumber, 'accessManager', NOSS, manager)
    const user = await addUser(run, { enterpriseNumber })
    const close = (expectedVersion: number) =>
      run((tx) => closeQuality(tx, { enterpriseNumber, qualityCode: NOSS, expectedVersion }, ACT))
    expect(await close(1)).toMatchObject(told('qualityStillSends'))
    await database.queries
      .updateTable('sender')
      .set({ state: 'closed' })
      .where('sender_number', '=', senderNumber)
      .execute()
    expect(await close(9)).toEqual(refusedWith('SLU-VERSION'))
    value(await close(1))
    expect(await rolesOf(database.queries, main)).toMatchObject([
      { role: 'mainAccessManager' },
      { role: 'accessManager', qualityCode: MUNICIPALITY },
    ])
    expect([await accountState(manager), await accountState(user.accountId), await accountState(main)]).toEqual([
      'closed',
      'closed',
      'pendingFirstLogin',
    ])
    expect(await close(2)).toEqual(refusedWith('SLU-STATE'))
  })

  test('that the enterprise never had is not closed', async () => {
    const { enterpriseNumber } = await founded(run)
    const closed = await run((tx) => closeQuality(tx, { enterpriseNumber, qualityCode: MUNICIPALITY }, ACT))
    expect(closed).toMatchObject(told('qualityUnknown'))
  })
})

type Input = Parameters<typeof appoint>[1]

function tryAppoint(input: Input) {
  return run((tx) => appoint(tx, input, LIMITS, ACT))
}

async function appointed(
  enterpriseNumber: EnterpriseNumber,
  role: AppointedRole,
  qualityCode: string | null,
  accountId: string,
): Promise<string> {
  return value(await tryAppoint({ enterpriseNumber, role, qualityCode, accountId }))
}

function end(appointmentId: string, expectedVersion?: number) {
  const input = { appointmentId, ...(expectedVersion !== undefined && { expectedVersion }) }
  return run((tx) => endAppointment(tx, input, ACT))
}

async function held(enterpriseNumber: string) {
  const rows = await listAppointments(database.queries, { enterpriseNumber })
  return rows.map(({ role, qualityCode, accountId, origin }) => [role, qualityCode, accountId, origin])
}

async function accountState(accountId: string): Promise<string | undefined> {
  const row = await database.queries
    .selectFrom('account')
    .select('state')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.state
}

function qualityRow(enterpriseNumber: string) {
  return database.queries
    .selectFrom('quality')
    .select(['state', 'employer_id', 'version'])
    .where('enterprise_number', '=', enterpriseNumber)
    .executeTakeFirst()
}

function told(key: string) {
  return { ok: false, problem: { told: { key } } }
}
