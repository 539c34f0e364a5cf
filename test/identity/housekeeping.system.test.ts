import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { beginAttempt, findAttempt, takeAttempt } from '../../src/identity/attempts.ts'
import {
  expireTemporaryPasswords,
  forgetAbandonedAttempts,
  forgetOldAttempts,
  forgetOldSessions,
} from '../../src/identity/housekeeping.ts'
import { beginSession, findSession } from '../../src/identity/sessions.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, actionsOf, box, SIGN_IN, someone, stateOf } from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

test('a first password that nobody used or changed in time is void, with the sessions that rest on it', async () => {
  const temporary = { setBy: 'manager', expiresInSeconds: -1 } as const
  const [unused, unchanged, lasting, own] = [
    await someone(database, { ...temporary, state: 'pendingFirstLogin' }),
    await someone(database, { ...temporary, state: 'mustChangePassword' }),
    await someone(database, { ...temporary, state: 'mustChangePassword', expiresInSeconds: 60 }),
    await someone(database),
  ]
  const [weak, strong] = [await begun(unchanged.accountId, 'password'), await begun(unchanged.accountId, 'eid')]
  expect([await expire(), await expire()]).toEqual([2, 0])
  const states = [unused, unchanged, lasting, own].map(({ accountId }) => stateOf(database, accountId))
  expect(await Promise.all(states)).toEqual([
    ...['credentialsExpired', 'credentialsExpired', 'mustChangePassword', 'active'],
  ])
  expect([await find(weak), (await find(strong))?.accountId]).toEqual([null, unchanged.accountId])
  expect(await actionsOf(database, `account:${unused.accountId}`)).toEqual(['account.credentialsExpired'])
})

test('two processes at once expire each account once', async () => {
  for (let index = 0; index < 3; index += 1) {
    await someone(database, { state: 'mustChangePassword', setBy: 'manager', expiresInSeconds: -1 })
  }
  const [one, other] = await Promise.all([expire(), expire()])
  expect(one + other).toBe(3)
})

test('an attempt is found until it is used or over, by its kind only, and of two at once one takes it', async () => {
  const attempt = { kind: 'webEid', body: { nonce: 'n' }, seconds: 60 } as const
  const token = await beginAttempt(database.queries, box, attempt)
  expect(await findAttempt(database.queries, box, token, 'webEid')).toEqual({ accountId: null, body: { nonce: 'n' } })
  expect(await findAttempt(database.queries, box, token, 'oidc')).toBeNull()
  expect(await findAttempt(database.queries, box, 'x', 'webEid')).toBeNull()
  const take = () => database.transaction((tx) => takeAttempt(tx, box, token, 'webEid'))
  const taken = await Promise.all([take(), take(), take()])
  expect(taken.filter((one) => one !== null)).toHaveLength(1)
  expect(await findAttempt(database.queries, box, token, 'webEid')).toBeNull()
  const late = await beginAttempt(database.queries, box, { ...attempt, seconds: 0 })
  expect(await database.transaction((tx) => takeAttempt(tx, box, late, 'webEid'))).toBeNull()
})

test('what was begun is forgotten a day after its end, or within a minute when it is nobody’s, and sessions a month after theirs', async () => {
  await sql`delete from sign_in_attempt`.execute(database.queries)
  const { accountId } = await someone(database)
  for (const seconds of [60, -86_300, -86_500]) {
    await beginAttempt(database.queries, box, { kind: 'code', accountId, seconds })
  }
  // Anybody may begin these, as many as he likes.
  for (const seconds of [60, -1]) await beginAttempt(database.queries, box, { kind: 'oidc', seconds })
  await begun(accountId, 'eid')
  for (const days of [29, 31]) {
    await begun(accountId, 'eid')
    await sql`update person_session set ended_at = now() - make_interval(days => ${days})
      where account_id = ${accountId} and ended_at is null and created_at = (select max(created_at) from person_session)`.execute(
      database.queries,
    )
  }
  await forgetOldAttempts(database.queries)
  expect(await begunByNobody()).toBe(2)
  await forgetAbandonedAttempts(database.queries)
  expect(await begunByNobody()).toBe(1)
  await forgetOldSessions(database.queries)
  const { rows } = await sql<Record<string, number>>`
    select (select count(*)::integer from sign_in_attempt) as attempts,
           (select count(*)::integer from person_session where account_id = ${accountId}) as sessions`.execute(
    database.queries,
  )
  expect(rows).toEqual([{ attempts: 3, sessions: 2 }])
})

async function begunByNobody(): Promise<number> {
  const rows = await database.queries
    .selectFrom('sign_in_attempt')
    .select('kind')
    .where('account_id', 'is', null)
    .execute()
  return rows.length
}

function expire() {
  return database.transaction((tx) => expireTemporaryPasswords(tx))
}

async function begun(accountId: string, method: 'password' | 'eid'): Promise<string> {
  const session = { accountId, method, assurance: 200, reaches: null, address: '192.0.2.1', client: '' }
  return (await database.transaction((tx) => beginSession(tx, session, SIGN_IN.sessions, ACT))).token
}

function find(token: string) {
  return findSession(database.queries, token, SIGN_IN.sessions)
}
