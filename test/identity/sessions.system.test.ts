import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { endAllOf, endSession } from '../../src/identity/end-sessions.ts'
import { sessionsOf } from '../../src/identity/living-sessions.ts'
import { BY_CODE, BY_PASSWORD, type Proof } from '../../src/identity/methods.ts'
import { beginSession, findSession, proveAgain, rotateSession } from '../../src/identity/sessions.ts'
import { value } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, actionsOf, enterprise, giveRole, refused, SIGN_IN, someone, stateOf } from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

const RULES = SIGN_IN.sessions
const EID: Proof = { method: 'eid', assurance: 500 }

test('a session is found by its token and by nothing else', async () => {
  const { accountId } = await someone(database)
  const { token, sessionId } = await begun(accountId, BY_PASSWORD)
  expect(await find(token)).toEqual({
    ...{ sessionId, accountId, ...BY_PASSWORD, provenAt: expect.any(Date), provenAssurance: 200 },
    ...{ isLimited: false, reaches: null },
  })
  for (const other of ['', sessionId, `${token}=`, token.slice(1), token.toUpperCase(), 'A'.repeat(43), '\0']) {
    expect(await find(other)).toBeNull()
  }
})

test('the database holds no token, and the audit none either', async () => {
  const { accountId } = await someone(database)
  const { token } = await begun(accountId, EID)
  const { rows } = await sql<{ text: string }>`
    select s::text as text from person_session s union all select a::text from audit a`.execute(database.queries)
  expect(rows.length).toBeGreaterThan(1)
  expect(rows.filter(({ text }) => text.includes(token))).toEqual([])
})

test('what a browser says of itself is kept short and plain', async () => {
  const { accountId } = await someone(database)
  const client = `${'x'.repeat(300)}`
  await database.transaction((tx) =>
    beginSession(tx, { accountId, ...EID, reaches: null, address: '::1', client: `\0é${client}` }, RULES, ACT),
  )
  const [session] = await sessionsOf(database.queries, accountId, RULES)
  expect([session?.client, session?.address]).toEqual([`??${'x'.repeat(198)}`, '::1'])
})

// Holds rule 11.15.
describe('a session ends', () => {
  test.each([
    ['after half an hour without a request', sql`seen_at = now() - interval '30 minutes'`],
    ['eight hours after its beginning', sql`created_at = now() - interval '8 hours'`],
    ['when the clock went back behind its beginning (rule 32.6)', sql`created_at = now() + interval '3 minutes'`],
  ])('%s', async (_, change) => {
    const { accountId } = await someone(database)
    const { token } = await begun(accountId, EID)
    await sql`update person_session set ${change} where account_id = ${accountId}`.execute(database.queries)
    expect(await find(token)).toBeNull()
    expect(await sessionsOf(database.queries, accountId, RULES)).toEqual([])
  })

  test('when the account is closed, and when the person holds no role any more (case R7)', async () => {
    const [closed, locked] = [await someone(database), await someone(database)]
    const tokens = [await begun(closed.accountId, EID), await begun(locked.accountId, EID)]
    await sql`update account set state = 'closed' where account_id = ${closed.accountId}`.execute(database.queries)
    await sql`update quality_user set state = 'locked' where account_id = ${locked.accountId}`.execute(database.queries)
    expect(await Promise.all(tokens.map(({ token }) => find(token)))).toEqual([null, null])
  })

  test('when it is one of more than the rules allow, the oldest first', async () => {
    const { accountId } = await someone(database)
    const tokens: string[] = []
    for (let index = 0; index < 4; index += 1) tokens.push((await begun(accountId, EID, 3)).token)
    const found = await Promise.all(tokens.map(find))
    expect(found.map((session) => session !== null)).toEqual([false, true, true, true])
  })

  test('when the person ends it, and not when another person tries', async () => {
    const [mine, other] = [await someone(database), await someone(database)]
    const { token, sessionId } = await begun(mine.accountId, EID)
    const end = (accountId: string) => database.transaction((tx) => endSession(tx, { accountId, sessionId }, ACT))
    expect(await end(other.accountId)).toEqual(refused('SLU-MISSING', 'noSuchSession'))
    expect(await find(token)).not.toBeNull()
    expect(await end(mine.accountId)).toEqual({ ok: true, value: undefined })
    expect(await find(token)).toBeNull()
    expect(await end(mine.accountId)).toEqual(refused('SLU-MISSING', 'noSuchSession'))
    expect(await actionsOf(database, `account:${mine.accountId}`)).toEqual(['session.begun', 'session.ended'])
  })

  test('with all the others of the account, except the one that is told', async () => {
    const { accountId } = await someone(database)
    const [kept, ended] = [await begun(accountId, EID), await begun(accountId, EID)]
    const number = await database.transaction((tx) => endAllOf(tx, accountId, 'test', ACT, { except: kept.sessionId }))
    expect([number, await find(ended.token)]).toEqual([1, null])
    expect(await find(kept.token)).not.toBeNull()
  })
})

test('a request keeps a session alive, and is written down once a minute', async () => {
  const { accountId } = await someone(database)
  const { token } = await begun(accountId, EID)
  const seenAt = async () => (await sessionsOf(database.queries, accountId, RULES))[0]?.seenAt
  const before = await seenAt()
  await find(token)
  expect(await seenAt()).toEqual(before)
  await sql`update person_session set seen_at = now() - interval '61 seconds' where account_id = ${accountId}`.execute(
    database.queries,
  )
  const old = await seenAt()
  await find(token)
  expect(await seenAt()).not.toEqual(old)
})

describe('case R25: proving again', () => {
  // Holds rule 11.17.
  test('gives a new token, and the old one is worth nothing', async () => {
    const { accountId } = await someone(database)
    const { token, sessionId } = await begun(accountId, BY_PASSWORD)
    const renewed = value(await again(token, BY_CODE)).token
    expect(await find(token)).toBeNull()
    expect(await find(renewed)).toEqual(
      expect.objectContaining({ sessionId, ...BY_CODE, provenAssurance: 400, isLimited: false }),
    )
    expect(await again(token, BY_CODE)).toEqual(refused('SLU-LOGIN', 'notSignedIn'))
  })

  test('by less is told, and takes nothing away from the session', async () => {
    const { accountId } = await someone(database)
    const { token } = await begun(accountId, EID)
    const renewed = value(await again(token, BY_PASSWORD)).token
    expect(await find(renewed)).toEqual(expect.objectContaining({ ...EID, provenAssurance: 200 }))
  })

  test('twice at once leaves one session with one token', async () => {
    const { accountId } = await someone(database)
    const { token } = await begun(accountId, EID)
    const both = await Promise.all([again(token, BY_CODE), again(token, BY_CODE)])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('a rotation does not revive what has ended', async () => {
    const { accountId } = await someone(database)
    const { token } = await begun(accountId, EID)
    const renewed = await database.transaction((tx) => rotateSession(tx, token))
    expect([await find(token), (await find(renewed ?? ''))?.accountId]).toEqual([null, accountId])
    await database.transaction((tx) => endAllOf(tx, accountId, 'test', ACT))
    expect(await database.transaction((tx) => rotateSession(tx, renewed ?? ''))).toBeNull()
  })
})

describe('what a session by password is worth', () => {
  test('it is limited while the password has to be changed; one by eID is not', async () => {
    const { accountId } = await someone(database, { state: 'mustChangePassword', setBy: 'manager' })
    const [weak, strong] = [await begun(accountId, BY_PASSWORD), await begun(accountId, EID)]
    expect([(await find(weak.token))?.isLimited, (await find(strong.token))?.isLimited]).toEqual([true, false])
  })

  test('nothing once the time of its password is over', async () => {
    const { accountId } = await someone(database, { state: 'credentialsExpired', password: null })
    const [weak, strong] = [await begun(accountId, BY_PASSWORD), await begun(accountId, EID)]
    expect([await find(weak.token), (await find(strong.token))?.accountId]).toEqual([null, accountId])
    expect(await stateOf(database, accountId)).toBe('credentialsExpired')
  })

  // Holds rule 11.16.
  test('it does not hold where every enterprise of the person refuses passwords, and holds where one takes them', async () => {
    const { accountId, enterpriseNumber } = await someone(database)
    const { token } = await begun(accountId, BY_PASSWORD)
    const refuse = (number: string) =>
      sql`update enterprise set password_login_enabled = false where enterprise_number = ${number}`.execute(
        database.queries,
      )
    await refuse(enterpriseNumber)
    expect(await find(token)).toBeNull()
    const second = await enterprise(database)
    await giveRole(database, { accountId, enterpriseNumber: second, role: 'user' })
    expect((await find(token))?.accountId).toBe(accountId)
    await refuse(second)
    expect(await find(token)).toBeNull()
  })
})

function begun(accountId: string, proof: Proof, sessionsMax = RULES.sessionsMax) {
  const session = { accountId, ...proof, reaches: null, address: '192.0.2.1', client: 'a browser' }
  return database.transaction((tx) => beginSession(tx, session, { ...RULES, sessionsMax }, ACT))
}

function find(token: string) {
  return findSession(database.queries, token, RULES)
}

function again(token: string, proof: Proof) {
  return database.transaction((tx) => proveAgain(tx, token, { ...proof, reaches: null }, RULES, ACT))
}
