import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ssin } from '../../src/batch/ssin.ts'
import type { Database } from '../../src/database/database.ts'
import { beginAttempt, findAttempt } from '../../src/identity/attempts.ts'
import { endAllOf } from '../../src/identity/end-sessions.ts'
import { sessionsOf } from '../../src/identity/living-sessions.ts'
import { BY_CODE, BY_PASSWORD, type Proof } from '../../src/identity/methods.ts'
import { changeOwnPassword } from '../../src/identity/passwords/change-own-password.ts'
import { choosePassword } from '../../src/identity/passwords/choose-password.ts'
import { resetPassword, setOwnPassword } from '../../src/identity/passwords/set-password.ts'
import { beginSession, findSession } from '../../src/identity/sessions.ts'
import { signInByPassword } from '../../src/identity/sign-in/by-password.ts'
import { value } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import {
  ACT,
  actionsOf,
  box,
  depsOf,
  PASSWORD,
  PASSWORDS,
  passwords,
  refused,
  SIGN_IN,
  someone,
  stateOf,
  visitor,
  withApp,
} from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

const RULES = { ...PASSWORDS, freshSeconds: 300, freshAssurance: 400 }

describe('a new password', () => {
  test('is judged by all of the rule, with what is known of the person', async () => {
    const { accountId, username } = await someone(database, { ssin: '85073000160' as Ssin })
    expect(await faultsOf(accountId, 'a1', 'b')).toEqual([
      'passwordTooShort',
      'passwordMissingRequiredCharacters',
      'passwordConfirmationMismatch',
    ])
    for (const word of [username, 'Jan.Peeters', '850730.001-60']) {
      expect(await faultsOf(accountId, `x;${word};y1`)).toEqual(['passwordContainsIdentity'])
    }
    expect(await faultsOf(accountId, '1'.repeat(1_000_000))).toEqual(['passwordTooLong'])
    expect(await faultsOf(accountId, 'zero\0byte;12')).toEqual([])
  })

  // Holds rule 11.3.
  test('is neither the present one nor one of the last five, in whatever form it is typed', async () => {
    const { accountId } = await someone(database)
    expect(await faultsOf(accountId, PASSWORD.normalize('NFD'))).toEqual(['passwordReused'])
    for (let index = 1; index <= 5; index += 1) await own(accountId, `number;${index};é`)
    expect(await faultsOf(accountId, PASSWORD)).toEqual(['passwordReused'])
    expect(await faultsOf(accountId, 'number;1;e\u0301')).toEqual(['passwordReused'])
    await own(accountId, 'number;6;é')
    expect(await faultsOf(accountId, PASSWORD)).toEqual([])
    expect(await faultsOf(accountId, 'number;1;é')).toEqual(['passwordReused'])
    expect(await formerOf(accountId)).toBe(5)
  })

  test('chosen twice at once is set once', async () => {
    const { accountId } = await someone(database)
    const both = [await chosen(accountId, 'first;one;12'), await chosen(accountId, 'second;one;12')]
    const answers = await Promise.all(
      both.map((password) =>
        database.transaction((tx) => setOwnPassword(tx, password, { ...PASSWORDS, reaches: null }, ACT)),
      ),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers).toContainEqual(refused('SLU-CONFLICT', 'passwordChangedMeanwhile'))
  })
})

describe('changing one’s own', () => {
  test('needs the old one, and gives the session a new token while all others end', async () => {
    const { accountId, username } = await someone(database)
    const [mine] = [await held(accountId, BY_PASSWORD), await held(accountId, BY_PASSWORD)]
    expect(await change(mine, null)).toEqual(refused('SLU-REAUTH', 'oldPasswordNeeded'))
    expect(await change(mine, 'wrong')).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    const { token } = value(await change(mine, PASSWORD))
    expect(await Promise.all([mine.token, token].map(sessionOf))).toEqual([
      null,
      expect.objectContaining({ accountId }),
    ])
    expect(await sessionsOf(database.queries, accountId, SIGN_IN.sessions)).toHaveLength(1)
    expect((await signIn(username, PASSWORD)).ok).toBe(false)
    expect((await signIn(username, 'renewed;12')).ok).toBe(true)
    expect(await actionsOf(database, `account:${accountId}`)).toContain('account.passwordChanged')
  })

  test('needs no old one after a fresh and strong sign-in, for five minutes', async () => {
    const { accountId } = await someone(database, { password: null })
    const mine = await held(accountId, BY_CODE)
    expect((await change(mine, null)).ok).toBe(true)
    const later = await held(accountId, BY_CODE)
    const old = { ...later, session: { ...later.session, provenAt: new Date(Date.now() - 301_000) } }
    expect(await change(old, null, 'another;12')).toEqual(refused('SLU-REAUTH', 'oldPasswordNeeded'))
  })

  test('in a limited session makes the account active and the session a full one', async () => {
    const { accountId } = await someone(database, {
      state: 'mustChangePassword',
      setBy: 'manager',
      expiresInSeconds: 60,
    })
    const mine = await held(accountId, BY_PASSWORD)
    expect(await change(mine, null, PASSWORD)).toEqual({
      ok: false,
      problem: expect.objectContaining({ code: 'SLU-PASSWORD', faults: ['passwordReused'] }),
    })
    const { token } = value(await change(mine, null))
    expect(await stateOf(database, accountId)).toBe('active')
    expect((await sessionOf(token))?.isLimited).toBe(false)
  })

  test('makes void what was begun with the old one', async () => {
    const { accountId, username } = await someone(database)
    await withApp(database, accountId)
    expect(value(await signIn(username, PASSWORD)).next).toBe('code')
    await own(accountId, 'renewed;12')
    const { rows } = await sql`select 1 from sign_in_attempt where account_id = ${accountId} and kind = 'code'`.execute(
      database.queries,
    )
    expect(rows).toEqual([])
  })

  test('case R25: under a token that has ended meanwhile changes nothing, however strong the proof was', async () => {
    const { accountId, username } = await someone(database)
    const [limited, fresh] = [await held(accountId, BY_PASSWORD), await held(accountId, BY_CODE)]
    await database.transaction((tx) => endAllOf(tx, accountId, 'signedOut', ACT))
    const isLimited = { ...limited, session: { ...limited.session, isLimited: true } }
    for (const mine of [isLimited, fresh]) expect(await change(mine, null)).toEqual(refused('SLU-LOGIN', 'notSignedIn'))
    expect((await signIn(username, PASSWORD)).ok).toBe(true)
  })

  test('case R7: makes void an activation that somebody has begun', async () => {
    const { accountId } = await someone(database)
    const begun = { kind: 'activation', accountId, seconds: 60 } as const
    const attempt = await beginAttempt(database.queries, box, begun)
    value(await change(await held(accountId, BY_CODE), null))
    expect(await findAttempt(database.queries, box, attempt, 'activation')).toBeNull()
  })

  test('guessing the old one waits like guessing at the door', async () => {
    const { accountId } = await someone(database)
    const mine = await held(accountId, BY_PASSWORD)
    const who = visitor('203.0.113.9')
    for (let index = 0; index < 5; index += 1) await change(mine, 'wrong', 'renewed;12', who)
    expect(await change(mine, PASSWORD, 'renewed;12', who)).toEqual(refused('SLU-BUSY', 'tooManyFailures'))
  })
})

describe('a manager’s reset', () => {
  test('tells nobody what the passwords of the person were, nor the national number', async () => {
    const { accountId, username } = await someone(database, { ssin: '85073000259' as Ssin })
    await own(accountId, 'renewed;12')
    for (const guess of [PASSWORD, 'renewed;12', 'x;85073000259;y']) {
      const wanted = { accountId, password: guess, confirmation: guess, isForAnother: true }
      const answer = await choosePassword({ queries: database.queries, box, passwords }, wanted, PASSWORDS)
      expect(answer).toEqual({ ok: true, value: expect.objectContaining({ accountId }) })
    }
    const obvious = { accountId, password: `x;${username};1`, confirmation: '', isForAnother: true }
    expect(await choosePassword({ queries: database.queries, box, passwords }, obvious, PASSWORDS)).toEqual({
      ok: false,
      problem: expect.objectContaining({ faults: ['passwordContainsIdentity', 'passwordConfirmationMismatch'] }),
    })
  })

  // Holds rule 11.7.
  test('ends all sessions and what was begun, and has to be changed in time', async () => {
    const { accountId, username, enterpriseNumber } = await someone(database)
    await withApp(database, accountId)
    await signIn(username, PASSWORD)
    const mine = await held(accountId, BY_CODE)
    expect(await reset(accountId, enterpriseNumber, 'first;one;12')).toEqual({ ok: true, value: undefined })
    expect([await stateOf(database, accountId), await sessionOf(mine.token)]).toEqual(['mustChangePassword', null])
    const { rows } = await sql<Record<string, unknown>>`
      select password_set_by as by, round(extract(epoch from password_expires_at - now()) / 3600)::integer as hours,
             (select count(*)::integer from sign_in_attempt t where t.account_id = a.account_id) as attempts
        from account a where account_id = ${accountId}`.execute(database.queries)
    expect(rows).toEqual([{ by: 'manager', hours: 72, attempts: 0 }])
    expect(await actionsOf(database, `account:${accountId}`)).toContain('account.passwordReset')
  })

  test('ends the waiting after failures, at every origin', async () => {
    const { accountId, username, enterpriseNumber } = await someone(database)
    const who = visitor('203.0.113.10')
    for (let index = 0; index < 5; index += 1) await signIn(username, 'wrong', who)
    expect(await signIn(username, PASSWORD, who)).toEqual(refused('SLU-BUSY', 'tooManyFailures'))
    await reset(accountId, enterpriseNumber, 'first;one;12')
    expect((await signIn(username, 'first;one;12', who)).ok).toBe(true)
  })

  test('leaves a person who has never signed in waiting for the first time', async () => {
    const { accountId, enterpriseNumber } = await someone(database, { state: 'pendingFirstLogin', password: null })
    await reset(accountId, enterpriseNumber, 'first;one;12')
    expect(await stateOf(database, accountId)).toBe('pendingFirstLogin')
  })

  test('is refused where passwords are switched off, and for a closed account', async () => {
    const { accountId, enterpriseNumber } = await someone(database)
    const password = await chosen(accountId, 'first;one;12')
    const set = () =>
      database.transaction((tx) =>
        resetPassword(tx, { password, enterpriseNumber }, { remembered: 5, temporarySeconds: 60 }, ACT),
      )
    await sql`update enterprise set password_login_enabled = false`.execute(database.queries)
    expect(await set()).toEqual(refused('SLU-METHOD', 'passwordLoginOff'))
    await sql`update enterprise set password_login_enabled = true`.execute(database.queries)
    await sql`update account set state = 'closed' where account_id = ${accountId}`.execute(database.queries)
    expect(await set()).toEqual(refused('SLU-STATE', 'accountClosed'))
  })
})

function choose(accountId: string, password: string, confirmation = password) {
  return choosePassword({ queries: database.queries, box, passwords }, { accountId, password, confirmation }, PASSWORDS)
}

async function faultsOf(accountId: string, password: string, confirmation = password) {
  const judged = await choose(accountId, password, confirmation)
  return !judged.ok && 'faults' in judged.problem ? judged.problem.faults : []
}

async function chosen(accountId: string, password: string) {
  return value(await choose(accountId, password))
}

async function own(accountId: string, password: string) {
  const judged = await chosen(accountId, password)
  await database.transaction((tx) => setOwnPassword(tx, judged, { ...PASSWORDS, reaches: null }, ACT)).then(value)
}

async function reset(accountId: string, enterpriseNumber: string, text: string) {
  const password = await chosen(accountId, text)
  const rules = { remembered: 5, temporarySeconds: 72 * 3600 }
  return database.transaction((tx) => resetPassword(tx, { password, enterpriseNumber }, rules, ACT))
}

async function held(accountId: string, proof: Proof) {
  const begun = { accountId, ...proof, reaches: null, address: '192.0.2.1', client: '' }
  const { token } = await database.transaction((tx) => beginSession(tx, begun, SIGN_IN.sessions, ACT))
  const session = await sessionOf(token)
  if (!session) throw new Error('no session')
  return { session, token }
}

function change(
  mine: Awaited<ReturnType<typeof held>>,
  oldPassword: string | null,
  password = 'renewed;12',
  who = visitor(),
) {
  const wanted = { oldPassword, password, confirmation: password }
  return changeOwnPassword(depsOf(database), mine, wanted, { rules: RULES, visitor: who })
}

function sessionOf(token: string) {
  return findSession(database.queries, token, SIGN_IN.sessions)
}

function signIn(username: string, password: string, who = visitor()) {
  return signInByPassword(depsOf(database), { username, password }, who)
}

async function formerOf(accountId: string) {
  const rows = await database.queries
    .selectFrom('former_password')
    .select('replaced_at')
    .where('account_id', '=', accountId)
    .execute()
  return rows.length
}
