import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EnterpriseNumber } from '../../../src/batch/identifiers.ts'
import type { Database } from '../../../src/database/database.ts'
import { linkTechnicalUser } from '../../../src/registry/link-technical-user.ts'
import { changeUsers } from '../../../src/registry/people/bulk-users.ts'
import { findUser, listUsers, type UserSearch } from '../../../src/registry/people/find-users.ts'
import { deleteUser, lockUser, unlockUser } from '../../../src/registry/people/move-user.ts'
import { createUser, type NewUser } from '../../../src/registry/people/quality-users.ts'
import { grantServices } from '../../../src/registry/people/service-grants.ts'
import { authorise } from '../../../src/registry/policy/authorise.ts'
import { rolesOf } from '../../../src/registry/policy/roles.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, auditOf, enrolled, OFFER, refusedWith, value } from '../fixtures.ts'
import {
  actor,
  addUser,
  BOX,
  founded,
  MUNICIPALITY,
  NOSS,
  newUser,
  person,
  RULES,
  type Run,
  runIn,
  ssin,
  USERS,
} from './fixtures.ts'

let database: Database
let run: Run
beforeAll(async () => {
  database = await testDatabase(20)
  run = runIn(database)
})
afterAll(() => database[Symbol.asyncDispose]())

const tryCreate = (parts: Partial<NewUser> & Pick<NewUser, 'enterpriseNumber'>, rules = USERS) =>
  run((tx) => createUser(tx, BOX, newUser(parts), rules, ACT))
const keyOf = (enterpriseNumber: EnterpriseNumber, qualityUserId: string) => ({
  ...{ enterpriseNumber, qualityCode: NOSS, qualityUserId },
})

describe('a new user', () => {
  test('has what he was granted, and is shown without his number', async () => {
    const { enterpriseNumber } = await founded(run)
    const named = person({ lastName: 'Claes', firstName: 'Els', ssin: ssin(200), email: 'els@example.be' })
    const created = await addUser(run, { enterpriseNumber, person: named, grants: ['DIMN', 'DMFA', 'DIMN'] })
    expect(created.accountState).toBe('pendingFirstLogin')
    expect(await rolesOf(database.queries, created.accountId)).toEqual([
      { role: 'user', enterpriseNumber, qualityCode: NOSS, grants: ['DIMN', 'DMFA'] },
    ])
    const found = await findUser(database.queries, BOX, keyOf(enterpriseNumber, created.qualityUserId))
    expect(found).toEqual({
      ...{ qualityUserId: created.qualityUserId, accountId: created.accountId, lastName: 'Claes', firstName: 'Els' },
      ...{ username: expect.stringMatching(/^eclaes\./), state: 'active', accountState: 'pendingFirstLogin' },
      ...{ grants: ['DIMN', 'DMFA'], lastLoginAt: null, passwordExpiresAt: null, version: 1, language: 'nl' },
      ...{ email: 'els@example.be', mobilePhone: null, lockedReason: null, maskedSsin: '85.07.30-***.**' },
      createdAt: expect.any(Date),
    })
    const entries = JSON.stringify(await auditOf(database, `enterprise:${enterpriseNumber}`))
    expect(entries).toContain('user.create')
    expect(entries).not.toMatch(/Claes|8507/)
  })

  test('is one, however many enter him at once', async () => {
    const { enterpriseNumber } = await founded(run)
    const named = { enterpriseNumber, person: person({ ssin: ssin(201) }) }
    const all = await Promise.all(Array.from({ length: 8 }, () => tryCreate(named)))
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    expect(all.filter(({ ok }) => !ok)).toEqual(Array.from({ length: 7 }, () => refusedWith('SLU-CONFLICT')))
  })

  // Holds rule 9.7.
  test('is refused whole: no person and no account is left of him', async () => {
    const { enterpriseNumber } = await founded(run)
    const before = await peopleCount()
    const missing = { enterpriseNumber, person: person({ firstName: '\u0000' }) }
    expect(await tryCreate(missing)).toEqual(refusedWith('SLU-INPUT'))
    expect(await tryCreate({ enterpriseNumber, grants: ['WECH', 'NOPE'] })).toMatchObject(told('serviceNotOffered'))
    expect(await tryCreate({ enterpriseNumber, employmentConfirmed: false })).toMatchObject(
      told('employmentUnconfirmed'),
    )
    expect(await tryCreate({ enterpriseNumber, qualityCode: MUNICIPALITY })).toMatchObject(told('qualityNotActive'))
    expect(await peopleCount()).toBe(before)
  })

  test('of a known person leaves nothing when he is a user already', async () => {
    const { enterpriseNumber } = await founded(run)
    await addUser(run, { enterpriseNumber, person: person({ ssin: ssin(202) }) })
    const before = await peopleCount()
    expect(await tryCreate({ enterpriseNumber, person: person({ ssin: ssin(202) }) })).toMatchObject(
      told('alreadyUser'),
    )
    expect(await peopleCount()).toBe(before)
  })

  test('R24: is never found by a number alone, under the name of those whose name is not known', async () => {
    const { enterpriseNumber } = await founded(run)
    const { enterpriseNumber: other } = await founded(run)
    const known = person({ lastName: 'Claes', firstName: 'Els', ssin: ssin(810), email: 'els@example.be' })
    await addUser(run, { enterpriseNumber, person: known })
    for (const unnamed of [
      { lastName: 'N.', firstName: 'N.' },
      { lastName: 'n', firstName: 'N' },
    ]) {
      const guessed = { ...known, ...unnamed }
      const input = newUser({ enterpriseNumber: other, person: guessed })
      const manager = { ...ACT, as: { role: 'accessManager', method: 'eid', assurance: 500, traceId: 'trace' } }
      expect(await run((tx) => createUser(tx, BOX, input, USERS, manager))).toMatchObject(told('lastName'))
    }
  })

  // Holds rule 9.10.
  test('is granted what his quality may choose', async () => {
    const { enterpriseNumber } = await founded(run, { qualities: ['QUAL_COMPANY'] })
    const inCompany = { enterpriseNumber, qualityCode: 'QUAL_COMPANY' }
    expect(await tryCreate({ ...inCompany, grants: ['DMFA'] })).toMatchObject(told('serviceNotOffered'))
    expect(await tryCreate({ ...inCompany, grants: ['DIMN'] })).toMatchObject({ ok: true })
  })

  test('is one too many above the limit, also when many are entered at once', async () => {
    const { enterpriseNumber } = await founded(run)
    const rules = { ...USERS, limits: { usersPerQuality: 3 } }
    const all = await Promise.all(Array.from({ length: 6 }, () => tryCreate({ enterpriseNumber }, rules)))
    expect(all.filter(({ ok }) => ok)).toHaveLength(3)
    expect(all.filter(({ ok }) => !ok)).toMatchObject(Array.from({ length: 3 }, () => told('userLimit')))
  })
})

describe('lock, unlock, delete', () => {
  // Holds rule 9.8.
  test('a lock takes the role and not the account, and is undone', async () => {
    const { enterpriseNumber } = await founded(run)
    const { qualityUserId, accountId } = await addUser(run, { enterpriseNumber })
    const key = keyOf(enterpriseNumber, qualityUserId)
    value(await run((tx) => lockUser(tx, { ...key, reason: 'on leave', expectedVersion: 1 }, ACT)))
    expect(await rolesOf(database.queries, accountId)).toEqual([])
    expect(await findUser(database.queries, BOX, key)).toMatchObject({
      ...{ state: 'locked', lockedReason: 'on leave', version: 2, grants: ['DMFA'], accountState: 'pendingFirstLogin' },
    })
    expect(await run((tx) => lockUser(tx, key, ACT))).toMatchObject(told('userLocked'))
    value(await run((tx) => unlockUser(tx, { ...key, expectedVersion: 2 }, ACT)))
    expect(await run((tx) => unlockUser(tx, key, ACT))).toMatchObject(told('userNotLocked'))
    expect(await rolesOf(database.queries, accountId)).toMatchObject([{ role: 'user', grants: ['DMFA'] }])
    const written = (await auditOf(database, `enterprise:${enterpriseNumber}`)).slice(-2)
    expect(written.map(({ action, reason }) => [action, reason])).toEqual([
      ['user.lock', 'on leave'],
      ['user.unlock', ACT.reason],
    ])
  })

  test('a reason has an end', async () => {
    const { enterpriseNumber } = await founded(run)
    const { qualityUserId } = await addUser(run, { enterpriseNumber })
    const locked = (reason: string) =>
      run((tx) => lockUser(tx, { ...keyOf(enterpriseNumber, qualityUserId), reason }, ACT))
    expect(await locked('é'.repeat(501))).toMatchObject({ ok: false, problem: { code: 'SLU-INPUT' } })
    expect(await locked('é'.repeat(500))).toMatchObject({ ok: true })
  })

  test('who was deleted is a new user of the same account when he comes back', async () => {
    const { enterpriseNumber } = await founded(run)
    const named = person({ ssin: ssin(203) })
    const first = await addUser(run, { enterpriseNumber, person: named })
    value(await run((tx) => deleteUser(tx, keyOf(enterpriseNumber, first.qualityUserId), ACT)))
    expect(await accountState(first.accountId)).toBe('closed')
    expect(await run((tx) => deleteUser(tx, keyOf(enterpriseNumber, first.qualityUserId), ACT))).toMatchObject(
      told('userUnknown'),
    )
    const again = await addUser(run, { enterpriseNumber, person: named, grants: [] })
    expect(again).toEqual({
      ...{ qualityUserId: expect.not.stringMatching(first.qualityUserId), accountId: first.accountId },
      accountState: 'pendingFirstLogin',
    })
    expect(await rolesOf(database.queries, first.accountId)).toMatchObject([{ grants: [] }])
  })

  test('who works elsewhere too keeps his account', async () => {
    const one = await founded(run)
    const two = await founded(run)
    const named = person({ ssin: ssin(204) })
    const here = await addUser(run, { enterpriseNumber: one.enterpriseNumber, person: named })
    await addUser(run, { enterpriseNumber: two.enterpriseNumber, person: named })
    value(await run((tx) => deleteUser(tx, keyOf(one.enterpriseNumber, here.qualityUserId), ACT)))
    expect(await accountState(here.accountId)).toBe('pendingFirstLogin')
  })

  test('case R2: nobody of another quality or enterprise is reached, whatever id is given', async () => {
    const { enterpriseNumber } = await founded(run, { qualities: [NOSS, MUNICIPALITY] })
    const other = await founded(run)
    const { qualityUserId } = await addUser(run, { enterpriseNumber })
    const places = [
      { enterpriseNumber, qualityCode: MUNICIPALITY, qualityUserId },
      { enterpriseNumber: other.enterpriseNumber, qualityCode: NOSS, qualityUserId },
      { enterpriseNumber, qualityCode: NOSS, qualityUserId: "' or true --" },
    ]
    for (const place of places) {
      for (const change of [lockUser, unlockUser, deleteUser]) {
        expect(await run((tx) => change(tx, place, ACT))).toMatchObject(told('userUnknown'))
      }
      const granted = { ...place, grants: [], offer: OFFER }
      expect(await run((tx) => grantServices(tx, granted, ACT))).toMatchObject(told('userUnknown'))
      expect(await findUser(database.queries, BOX, place)).toBeUndefined()
    }
  })

  // Holds rule 9.11.
  test('case R18: of two changes of the same version one is made', async () => {
    const { enterpriseNumber } = await founded(run)
    const { qualityUserId } = await addUser(run, { enterpriseNumber })
    const change = { ...keyOf(enterpriseNumber, qualityUserId), expectedVersion: 1 }
    const both = await Promise.all([
      run((tx) => grantServices(tx, { ...change, grants: ['DIMN'], offer: OFFER }, ACT)),
      run((tx) => lockUser(tx, change, ACT)),
    ])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.filter(({ ok }) => !ok)).toEqual([refusedWith('SLU-VERSION')])
  })
})

describe('a technical user', () => {
  test('case R7: who is locked in the quality holds no role in it', async () => {
    const { enterpriseNumber, user, key } = await technicalUser()
    expect((await rolesOf(database.queries, user.accountId)).map(({ role }) => role)).toEqual(['technicalUser', 'user'])
    value(await run((tx) => lockUser(tx, key, ACT)))
    expect(await rolesOf(database.queries, user.accountId)).toEqual([])
    value(await run((tx) => unlockUser(tx, key, ACT)))
    expect(await rolesOf(database.queries, user.accountId)).toHaveLength(2)
    expect((await rolesOf(database.queries, user.accountId))[0]?.enterpriseNumber).toBe(enterpriseNumber)
  })

  test('who is deleted is linked no longer, and his account goes', async () => {
    const { senderNumber, user, key } = await technicalUser()
    value(await run((tx) => deleteUser(tx, key, ACT)))
    expect([await rolesOf(database.queries, user.accountId), await accountState(user.accountId)]).toEqual([
      [],
      'closed',
    ])
    expect((await auditOf(database, `sender:${senderNumber}`)).at(-1)).toMatchObject({
      action: 'technicalUser.linked',
      detail: { after: { accountId: null } },
    })
  })

  test('is none who is no id', async () => {
    const { senderNumber } = await technicalUser()
    expect(await run((tx) => linkTechnicalUser(tx, { senderNumber, accountId: 'x' }, ACT))).toEqual(
      refusedWith('SLU-UNKNOWN'),
    )
  })
})

const CONTACT = { lastName: 'Claes', firstName: 'Els', email: 'els@example.be', phone: '+3225550100' }

/** A user of a quality that sends, who is its technical user too. */
async function technicalUser() {
  const { enterpriseNumber } = await founded(run)
  const { senderNumber } = await enrolled(database, { enterpriseNumber, contact: CONTACT })
  const user = await addUser(run, { enterpriseNumber })
  value(await run((tx) => linkTechnicalUser(tx, { senderNumber, accountId: user.accountId }, ACT)))
  return { enterpriseNumber, senderNumber, user, key: keyOf(enterpriseNumber, user.qualityUserId) }
}

describe('row 10: the password of somebody', () => {
  test('is not reset by who does not reach where he is locked at present', async () => {
    const here = await founded(run)
    const there = await founded(run)
    const els = person({ lastName: 'Claes', firstName: 'Els', ssin: ssin(811) })
    const user = await addUser(run, { enterpriseNumber: here.enterpriseNumber, person: els })
    const elsewhere = await addUser(run, { enterpriseNumber: there.enterpriseNumber, person: els })
    value(await run((tx) => lockUser(tx, keyOf(there.enterpriseNumber, elsewhere.qualityUserId), ACT)))
    const place = { enterpriseNumber: here.enterpriseNumber, qualityCode: NOSS }
    const asked = { action: 'resetPassword', place, subject: user.accountId } as const
    expect(await run((tx) => authorise(tx, actor(here.main), asked, RULES))).toMatchObject(told('elsewhere'))
    value(await run((tx) => deleteUser(tx, keyOf(there.enterpriseNumber, elsewhere.qualityUserId), ACT)))
    expect(await run((tx) => authorise(tx, actor(here.main), asked, RULES))).toMatchObject({ ok: true })
  })
})

describe('granting services', () => {
  test('gives and takes, and keeps what is no longer offered', async () => {
    const { enterpriseNumber } = await founded(run)
    const { qualityUserId, accountId } = await addUser(run, { enterpriseNumber, grants: ['DMFA', 'WECH'] })
    const key = keyOf(enterpriseNumber, qualityUserId)
    const grant = (grants: readonly string[], offer: Pick<typeof OFFER, 'services' | 'qualities'> = OFFER) =>
      run((tx) => grantServices(tx, { ...key, grants, offer }, ACT))
    const shrunk = { ...OFFER, services: OFFER.services.filter(({ code }) => code !== 'WECH') }
    value(await grant(['WECH', 'DIMN'], shrunk))
    expect(await rolesOf(database.queries, accountId)).toMatchObject([{ grants: ['DIMN', 'WECH'] }])
    expect((await auditOf(database, `enterprise:${enterpriseNumber}`)).at(-1)).toMatchObject({
      ...{ action: 'user.grants' },
      detail: { before: { grants: ['DMFA', 'WECH'] }, after: { grants: ['DIMN', 'WECH'] } },
    })
    value(await grant(['DIMN'], shrunk))
    expect(await grant(['DIMN', 'WECH'], shrunk)).toMatchObject(told('serviceNotOffered'))
  })
})

describe('several at once', () => {
  // Holds rule 9.9.
  test('have an outcome each, in the order given, judged one by one', async () => {
    const { enterpriseNumber, main } = await founded(run)
    const users = await Promise.all(
      ['A', 'B', 'C'].map((lastName) => addUser(run, { enterpriseNumber, person: person({ lastName }) })),
    )
    const [first, second, third] = users.map(({ qualityUserId }) => qualityUserId)
    const own = await addUser(run, { enterpriseNumber, person: person({ lastName: 'Main', ssin: ssin(205) }) })
    value(await run((tx) => lockUser(tx, keyOf(enterpriseNumber, second ?? ''), ACT)))
    const place = { enterpriseNumber, qualityCode: NOSS }
    const ids = [third, 'x', second, first, own.qualityUserId, third].map((id) => id ?? '')
    const outcomes = await run((tx) =>
      changeUsers(tx, { ...place, qualityUserIds: ids, change: 'lock' }, (subject) =>
        subject === own.accountId
          ? Promise.resolve({ ok: false, problem: { code: 'SLU-RIGHTS', cause: '', remedy: '' } })
          : authorise(tx, actor(main), { action: 'lockUser', place, subject }, RULES),
      ),
    )
    expect(value(outcomes)).toEqual([
      { qualityUserId: third, result: { ok: true, value: undefined } },
      { qualityUserId: 'x', result: refusedWith('SLU-UNKNOWN') },
      { qualityUserId: second, result: refusedWith('SLU-STATE') },
      { qualityUserId: first, result: { ok: true, value: undefined } },
      { qualityUserId: own.qualityUserId, result: refusedWith('SLU-RIGHTS') },
    ])
    const listed = await listUsers(database.queries, { ...place, limit: 10 })
    expect(listed.map(({ state }) => state)).toEqual(['locked', 'locked', 'locked', 'active'])
  })

  test('by two managers in opposite orders are all done', async () => {
    const { enterpriseNumber } = await founded(run)
    const two = await founded(run)
    const people = Array.from({ length: 10 }, (_, n) => person({ ssin: ssin(210 + n) }))
    const lists = await Promise.all([enterpriseNumber, two.enterpriseNumber].map((number) => everybody(number, people)))
    const outcomes = await Promise.all(
      [enterpriseNumber, two.enterpriseNumber].map((number, index) => {
        const ids = index === 0 ? lists[0] : lists[1]?.toReversed()
        const change = {
          enterpriseNumber: number,
          qualityCode: NOSS,
          qualityUserIds: ids ?? [],
          change: 'delete',
        } as const
        return run((tx) => changeUsers(tx, change, async () => ({ ok: true, value: ACT })))
      }),
    )
    expect(outcomes.flatMap(value).every(({ result }) => result.ok)).toBe(true)
  })

  test('are at most a thousand', async () => {
    const { enterpriseNumber } = await founded(run)
    const qualityUserIds = Array.from({ length: 1001 }, (_, n) => String(n))
    const change = { enterpriseNumber, qualityCode: NOSS, qualityUserIds, change: 'lock' } as const
    const permit = async () => ({ ok: true, value: ACT }) as const
    expect(await run((tx) => changeUsers(tx, change, permit))).toMatchObject(told('tooManyAtOnce'))
  })
})

describe('the list', () => {
  const names = ['Peeters', 'Łoś', 'ÉCLAIR', '100%', 'under_score', 'Αλέξανδρος', 'Дмитрий']
  let enterpriseNumber: EnterpriseNumber
  beforeAll(async () => {
    enterpriseNumber = (await founded(run)).enterpriseNumber
    for (const lastName of names)
      await addUser(run, { enterpriseNumber, person: person({ lastName: `${lastName} x` }) })
  })
  const list = async (search: Partial<UserSearch>) => {
    const users = await listUsers(database.queries, { enterpriseNumber, qualityCode: NOSS, limit: 100, ...search })
    return users.map(({ lastName }) => lastName.slice(0, -2))
  }

  test.each([
    ['', names],
    ['peet', ['Peeters']],
    ['éclair', ['ÉCLAIR']],
    ['ΑΛΈΞ', ['Αλέξανδρος']],
    ['ДМИТРИЙ X JAN', ['Дмитрий']],
    ['jan дмит', ['Дмитрий']],
    ['%', ['100%']],
    ['_', ['under_score']],
    ['e\u0301clair', ['ÉCLAIR']],
    ['\u0000', []],
    ['\ud800', []],
    ['jłos.', []],
    ['jlosx.', ['Łoś']],
    ["'; drop table person; --", []],
    ['x'.repeat(10_000), []],
  ])('searched for %j', async (search, found) => {
    expect(await list({ search })).toEqual(found)
  })

  test('is read page by page, each user once', async () => {
    const pages: string[] = []
    let after: string | undefined
    for (;;) {
      const search = { enterpriseNumber, qualityCode: NOSS, limit: 2, ...(after !== undefined && { after }) }
      const page = await listUsers(database.queries, search)
      if (page.length === 0) break
      pages.push(...page.map(({ lastName }) => lastName.slice(0, -2)))
      after = page.at(-1)?.qualityUserId
    }
    expect(pages).toEqual(names)
  })

  test('shows those of one state', async () => {
    const [user] = await listUsers(database.queries, { enterpriseNumber, qualityCode: NOSS, limit: 1 })
    value(await run((tx) => lockUser(tx, keyOf(enterpriseNumber, user?.qualityUserId ?? ''), ACT)))
    expect(await list({ state: 'locked' })).toEqual(['Peeters'])
    expect(await list({ state: 'active' })).toEqual(names.slice(1))
  })
})

async function everybody(
  enterpriseNumber: EnterpriseNumber,
  people: readonly ReturnType<typeof person>[],
): Promise<string[]> {
  const ids: string[] = []
  for (const named of people) ids.push((await addUser(run, { enterpriseNumber, person: named })).qualityUserId)
  return ids
}

async function accountState(accountId: string): Promise<string | undefined> {
  const query = database.queries.selectFrom('account').select('state').where('account_id', '=', accountId)
  return (await query.executeTakeFirst())?.state
}

async function peopleCount(): Promise<number> {
  return (await database.queries.selectFrom('person').select('person_id').execute()).length
}

function told(key: string) {
  return { ok: false, problem: { told: { key } } }
}
