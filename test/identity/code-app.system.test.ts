import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ssin } from '../../src/batch/ssin.ts'
import type { Database } from '../../src/database/database.ts'
import { recoveryCodesLeft } from '../../src/identity/code-app/recovery-codes.ts'
import { removeCodeApp } from '../../src/identity/code-app/remove.ts'
import { beginCodeApp, confirmCodeApp, pendingCodeApp } from '../../src/identity/code-app/set-up.ts'
import { hasCodeApp, takeCode } from '../../src/identity/code-app/take-code.ts'
import { DEFAULTS } from '../../src/identity/code-app/totp.ts'
import { sessionsOf } from '../../src/identity/living-sessions.ts'
import { beginSession } from '../../src/identity/sessions.ts'
import { value } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, actionsOf, box, codeNow, refused, SIGN_IN, someone, withApp, wrongCode } from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

const LABEL = { issuer: 'Sluice', label: 'jpeeters' }

test('an app is in use after its first code, which is not taken a second time', async () => {
  const { accountId } = await someone(database)
  const { token, secret, uri } = await begin(accountId)
  const settings = { ...DEFAULTS, secret }
  expect(uri).toContain(`secret=${secret}`)
  expect(await pending(accountId, token)).toEqual({ token, secret, uri })
  expect(await confirm(accountId, token, wrongCode(settings))).toEqual(refused('SLU-INPUT', 'codeAppWrongCode'))
  expect(await hasCodeApp(database.queries, accountId)).toBe(false)
  const code = codeNow(settings)
  expect(await confirm(accountId, token, code)).toEqual({ ok: true, value: { recoveryCodes: expect.any(Array) } })
  expect(await hasCodeApp(database.queries, accountId)).toBe(true)
  expect([await take(accountId, code), await take(accountId, codeNow(settings, 1))]).toEqual([null, 'app'])
  expect(await actionsOf(database, `account:${accountId}`)).toEqual(['account.codeAppConfirmed'])
  expect(await confirm(accountId, token, codeNow(settings))).toEqual(refused('SLU-STATE', 'codeAppNotBegun'))
})

test('what one person has begun is nothing for another', async () => {
  const [mine, other] = [await someone(database), await someone(database)]
  const { token, secret } = await begin(mine.accountId)
  expect(await pending(other.accountId, token)).toBeNull()
  const answer = await confirm(other.accountId, token, codeNow({ ...DEFAULTS, secret }))
  expect(answer).toEqual(refused('SLU-STATE', 'codeAppNotBegun'))
})

// Holds rule 11.9.
test('case R11: a code is right once, also for two connections at once', async () => {
  const { accountId } = await someone(database)
  const { settings } = await withApp(database, accountId)
  const code = codeNow(settings)
  const answers = await Promise.all([take(accountId, code), take(accountId, code), take(accountId, code)])
  expect(answers.filter(Boolean)).toHaveLength(1)
})

test('case R11: after a later code no earlier one is right', async () => {
  const { accountId } = await someone(database)
  const { settings } = await withApp(database, accountId)
  expect(await take(accountId, codeNow(settings, 1))).toBe('app')
  expect(await take(accountId, codeNow(settings))).toBeNull()
})

test('case R11: a recovery code is good once, however it is typed, and for its own account', async () => {
  const [{ accountId }, other] = [await someone(database), await someone(database)]
  const { recoveryCodes } = await withApp(database, accountId)
  await withApp(database, other.accountId)
  expect(new Set(recoveryCodes).size).toBe(10)
  const [first = '', second = ''] = recoveryCodes
  expect(first).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/)
  expect(await take(other.accountId, first)).toBeNull()
  const typed = first.toLowerCase().replaceAll('-', ' ').replaceAll('o', '0').replaceAll('i', '1')
  const answers = await Promise.all([take(accountId, typed), take(accountId, first)])
  expect(answers.filter(Boolean)).toHaveLength(1)
  expect([await take(accountId, first), await take(accountId, second)]).toEqual([null, 'recovery'])
  expect(await recoveryCodesLeft(database.queries, accountId)).toBe(8)
})

test('case R11: a new set-up has a new secret and new recovery codes, and ends other sessions', async () => {
  const { accountId } = await someone(database)
  const former = await withApp(database, accountId)
  const [mine, other] = [await session(accountId), await session(accountId)]
  const { token, secret } = await begin(accountId)
  const settings = { ...DEFAULTS, secret }
  expect(secret).not.toBe(former.settings.secret)
  expect(await take(accountId, codeNow(former.settings))).toBe('app')
  await confirm(accountId, token, codeNow(settings), mine.sessionId).then(value)
  expect(await take(accountId, codeNow(former.settings, 1))).toBeNull()
  expect(await take(accountId, former.recoveryCodes[0] ?? '')).toBeNull()
  expect(await sessionIds(accountId)).toEqual([mine.sessionId])
  expect(other.sessionId).not.toBe(mine.sessionId)
})

test('case R11: two set-ups that are confirmed at once are one app with one set of recovery codes', async () => {
  const { accountId } = await someone(database)
  const both = [await begin(accountId), await begin(accountId)]
  const answers = await Promise.all(
    both.map(({ token, secret }) => confirm(accountId, token, codeNow({ ...DEFAULTS, secret }))),
  )
  expect(answers.map(({ ok }) => ok)).toEqual([true, true])
  expect(await recoveryCodesLeft(database.queries, accountId)).toBe(10)
})

test('an app is taken away with its recovery codes and other sessions', async () => {
  const { accountId } = await someone(database)
  const { settings, recoveryCodes } = await withApp(database, accountId)
  const mine = await session(accountId)
  await session(accountId)
  expect(await remove(accountId, mine.sessionId)).toEqual({ ok: true, value: undefined })
  expect(await sessionIds(accountId)).toEqual([mine.sessionId])
  expect([await take(accountId, codeNow(settings)), await take(accountId, recoveryCodes[0] ?? '')]).toEqual([
    null,
    null,
  ])
  expect(await remove(accountId)).toEqual(refused('SLU-STATE', 'noCodeApp'))
})

test('an app that is the only way in stays; with a national number it may go where that lets in', async () => {
  const people = [await someone(database), await someone(database, { ssin: '85073000160' as Ssin })]
  for (const { accountId, enterpriseNumber } of people) {
    await withApp(database, accountId)
    await sql`update enterprise set password_login_enabled = false where enterprise_number = ${enterpriseNumber}`.execute(
      database.queries,
    )
  }
  const [, numbered] = people
  expect(await remove(numbered?.accountId ?? '', undefined, false)).toEqual(refused('SLU-METHOD', 'codeAppIsOnlyWay'))
  const answers = await Promise.all(people.map(({ accountId }) => remove(accountId)))
  expect(answers).toEqual([refused('SLU-METHOD', 'codeAppIsOnlyWay'), { ok: true, value: undefined }])
})

test('neither secrets nor recovery codes are readable in the database', async () => {
  const { accountId } = await someone(database)
  const { token, secret } = await begin(accountId)
  const { settings, recoveryCodes } = await withApp(database, accountId)
  const { rows } = await sql<{ text: string }>`
    select t::text as text from code_app t union all select t::text from recovery_code t
    union all select t::text from sign_in_attempt t union all select t::text from audit t`.execute(database.queries)
  const words = [secret, settings.secret, token, ...recoveryCodes].flatMap((word) => [
    word,
    Buffer.from(word).toString('hex'),
  ])
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.filter(({ text }) => words.some((word) => text.includes(word)))).toEqual([])
})

function begin(accountId: string) {
  return beginCodeApp(database.queries, box, { accountId, label: LABEL, seconds: 600 })
}

function pending(accountId: string, token: string) {
  return pendingCodeApp(database.queries, box, { accountId, token, label: LABEL })
}

function confirm(accountId: string, token: string, code: string, sessionId?: string) {
  const asked = { accountId, token, code, reaches: null, ...(sessionId !== undefined && { sessionId }) }
  return database.transaction((tx) => confirmCodeApp(tx, box, asked, ACT))
}

function take(accountId: string, code: string) {
  return database.transaction((tx) => takeCode(tx, box, accountId, code))
}

function remove(accountId: string, sessionId?: string, byNumber = true) {
  return database.transaction((tx) =>
    removeCodeApp(tx, { accountId, ...(sessionId !== undefined && { sessionId }) }, { byNumber, byApp: true }, ACT),
  )
}

function session(accountId: string) {
  const begun = { accountId, method: 'eid', assurance: 500, reaches: null, address: '192.0.2.1', client: '' } as const
  return database.transaction((tx) => beginSession(tx, begun, SIGN_IN.sessions, ACT))
}

async function sessionIds(accountId: string) {
  const sessions = await sessionsOf(database.queries, accountId, SIGN_IN.sessions)
  return sessions.map(({ sessionId }) => sessionId)
}
