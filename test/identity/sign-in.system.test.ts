import { hash as argon2 } from '@node-rs/argon2'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ssin } from '../../src/batch/ssin.ts'
import type { Database } from '../../src/database/database.ts'
import { isOutdated } from '../../src/identity/passwords/hash.ts'
import { findSession } from '../../src/identity/sessions.ts'
import { finishWithCode, signInByCodeAlone } from '../../src/identity/sign-in/by-code.ts'
import { signInByIdentity } from '../../src/identity/sign-in/by-identity.ts'
import { signInByPassword } from '../../src/identity/sign-in/by-password.ts'
import { proveAgainByCode, proveAgainByIdentity, proveAgainByPassword } from '../../src/identity/sign-in/prove-again.ts'
import type { SignInRules } from '../../src/identity/sign-in/sign-in-deps.ts'
import type { VerifiedIdentity } from '../../src/identity/verified-identity.ts'
import { loginOrigin } from '../../src/registry/login-origin.ts'
import { value } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import {
  actionsOf,
  codeNow,
  depsOf,
  enterprise,
  giveRole,
  PASSWORD,
  refused,
  SIGN_IN,
  type Someone,
  someone,
  stateOf,
  visitor,
  whileEnterpriseIsHeld,
  withApp,
  wrongCode,
} from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

let last = 0
/** An address of its own, so that tests do not make each other wait. */
function from() {
  last += 1
  return visitor(`198.51.${Math.floor(last / 250)}.${(last % 250) + 1}`)
}

describe('a user name and a password', () => {
  test('open a session, whatever the case and the form of what is typed', async () => {
    const { accountId, username } = await someone(database)
    const admitted = value(await byPassword(` ${username.toUpperCase()} `, PASSWORD.normalize('NFD')))
    if (admitted.next !== 'session') throw new Error('no session')
    expect(admitted).toEqual({
      ...{ next: 'session', token: expect.any(String), sessionId: expect.any(String), accountId, isLimited: false },
    })
    expect(await session(admitted.token)).toEqual(expect.objectContaining({ method: 'password', assurance: 200 }))
    expect(await actionsOf(database, `account:${accountId}`)).toEqual(['session.begun'])
  })

  // Holds rule 11.4.
  test('case R24: nobody learns from a refusal whether the user name exists', async () => {
    const { username } = await someone(database)
    const closed = await someone(database, { state: 'closed', password: null })
    const none = await someone(database, { password: null })
    const wrong = refused('SLU-LOGIN', 'wrongCredentials')
    const answers = await Promise.all([
      byPassword(username, 'Straßenfest2?'),
      byPassword('nobody.here', PASSWORD),
      byPassword(closed.username, PASSWORD),
      byPassword(none.username, ''),
      byPassword('', ''),
      byPassword(`${username}\0`, PASSWORD),
      byPassword(username, '\0'.repeat(1_000_000)),
      byPassword('x'.repeat(1_000_000), PASSWORD),
    ])
    expect(answers).toEqual(answers.map(() => wrong))
  })

  test('are not enough where the configuration says so, which is told after a right password only', async () => {
    const { username } = await someone(database)
    const rules = { passwordAlone: false }
    expect(await byPassword(username, 'wrong', { rules })).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    expect(await byPassword(username, PASSWORD, { rules })).toEqual(refused('SLU-METHOD', 'passwordLoginDisabled'))
  })

  test('are not enough where all enterprises of the person say so; where one takes them, the session reaches that one', async () => {
    const { accountId, username, enterpriseNumber } = await someone(database)
    await sql`update enterprise set password_login_enabled = false where enterprise_number = ${enterpriseNumber}`.execute(
      database.queries,
    )
    expect(await byPassword(username, 'wrong')).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    expect(await byPassword(username, PASSWORD)).toEqual(refused('SLU-METHOD', 'passwordLoginDisabled'))
    await giveRole(database, { accountId, enterpriseNumber: await enterprise(database), role: 'user' })
    expect(await byPassword(username, PASSWORD)).toEqual({ ok: true, value: expect.objectContaining({ accountId }) })
  })

  test('open nothing for somebody without a role', async () => {
    const { username } = await someone(database, { role: 'none' })
    expect(await byPassword(username, PASSWORD)).toEqual(refused('SLU-LOGIN', 'noRole'))
  })

  test('do not activate: a self-made password of an unfinished activation is sent back to it', async () => {
    const { username } = await someone(database, { state: 'pendingFirstLogin' })
    expect(await byPassword(username, PASSWORD)).toEqual(refused('SLU-STATE', 'activationUnfinished'))
  })

  test('renew a hash of other costs', async () => {
    const { accountId, username } = await someone(database)
    const hash = async () =>
      (
        await database.queries
          .selectFrom('account')
          .select('password_hash')
          .where('account_id', '=', accountId)
          .execute()
      )[0]?.password_hash ?? ''
    const cheap = await argon2(PASSWORD, { memoryCost: 1024, timeCost: 1, parallelism: 1 })
    await database.queries
      .updateTable('account')
      .set({ password_hash: cheap })
      .where('account_id', '=', accountId)
      .execute()
    expect(isOutdated(await hash())).toBe(true)
    expect((await byPassword(username, PASSWORD)).ok).toBe(true)
    expect(isOutdated(await hash())).toBe(false)
    expect((await byPassword(username, PASSWORD)).ok).toBe(true)
  })
})

describe('a first password of somebody else’s making', () => {
  test('opens a limited session, and the account has to change it', async () => {
    const { accountId, username } = await someone(database, {
      state: 'pendingFirstLogin',
      setBy: 'manager',
      expiresInSeconds: 60,
    })
    const admitted = value(await byPassword(username, PASSWORD))
    expect(admitted).toEqual(expect.objectContaining({ next: 'session', isLimited: true }))
    expect(await stateOf(database, accountId)).toBe('mustChangePassword')
  })

  test('is worth nothing when its time is over, which is told after the right one only', async () => {
    const { username } = await someone(database, {
      state: 'mustChangePassword',
      setBy: 'manager',
      expiresInSeconds: -1,
    })
    expect(await byPassword(username, 'wrong')).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    expect(await byPassword(username, PASSWORD)).toEqual(refused('SLU-LOGIN', 'credentialsExpired'))
  })

  test('provisional, is good once, even for two at once, and activates the enterprise of a main access manager', async () => {
    const waiting = await enterprise(database, 'pendingActivation')
    const { username, accountId } = await someone(database, {
      ...{ state: 'pendingFirstLogin', setBy: 'system', expiresInSeconds: 60 },
      ...{ role: 'mainAccessManager', enterpriseNumber: waiting },
    })
    const both = await Promise.all([byPassword(username, PASSWORD), byPassword(username, PASSWORD)])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await byPassword(username, PASSWORD)).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    expect([await stateOf(database, accountId), await activation(waiting)]).toEqual([
      'mustChangePassword',
      'provisional',
    ])
  })
})

describe('case R9: guessing', () => {
  // Holds rule 11.5.
  test('makes the account wait at that origin only, and the wait is told in seconds', async () => {
    const { username } = await someone(database)
    const [guesser, owner] = [from(), from()]
    for (let index = 0; index < 5; index += 1) await byPassword(username, 'wrong', { who: guesser })
    const waiting = await byPassword(username, PASSWORD, { who: guesser })
    expect(waiting).toEqual(refused('SLU-BUSY', 'tooManyFailures'))
    if (waiting.ok) throw new Error('let in')
    expect(waiting.problem.told?.values?.seconds).toBeGreaterThan(0)
    expect(waiting.problem.told?.values?.seconds).toBeLessThanOrEqual(60)
    expect((await byPassword(username, PASSWORD, { who: owner })).ok).toBe(true)
  })

  test('at once gets no further than one by one, but for the ones whose turn it was', async () => {
    const { username } = await someone(database)
    const guesser = from()
    const answers = await Promise.all(Array.from({ length: 20 }, () => byPassword(username, 'wrong', { who: guesser })))
    const looked = answers.filter((answer) => !answer.ok && answer.problem.code === 'SLU-LOGIN')
    expect(looked.length).toBeGreaterThanOrEqual(5)
    expect(looked.length).toBeLessThanOrEqual(6)
  })

  test('at unknown names waits as long as at known ones', async () => {
    const guesser = from()
    for (let index = 0; index < 5; index += 1) await byPassword('nobody.here', 'wrong', { who: guesser })
    expect(await byPassword('nobody.here', 'wrong', { who: guesser })).toEqual(refused('SLU-BUSY', 'tooManyFailures'))
  })

  test('leaves no user name and no password in the audit', async () => {
    const { username } = await someone(database)
    const guesser = from()
    for (const name of [username, 'my-secret.typed-as-name']) {
      for (let index = 0; index < 6; index += 1) await byPassword(name, 'wrong;secret12', { who: guesser })
    }
    const { rows } = await sql<{ text: string }>`select a::text as text from audit a`.execute(database.queries)
    expect(rows.length).toBeGreaterThan(1)
    for (const word of [username, 'my-secret', 'wrong;secret12']) {
      expect(rows.filter(({ text }) => text.includes(word))).toEqual([])
    }
  })
})

describe('an app', () => {
  // Holds rule 11.8.
  test('asks for its code after the password, whatever the password alone would open', async () => {
    const { accountId, username } = await someone(database)
    const { settings } = await withApp(database, accountId)
    const attempt = await attemptOf(username)
    const admitted = value(await byCode(attempt, codeNow(settings)))
    expect(await session(admitted.token)).toEqual(
      expect.objectContaining({ method: 'totp', assurance: 400, accountId }),
    )
  })

  test('a wrong code can be corrected; a code and an attempt are good once', async () => {
    const { accountId, username } = await someone(database)
    const { settings } = await withApp(database, accountId)
    const [attempt, second] = [await attemptOf(username), await attemptOf(username)]
    expect(await byCode(attempt, wrongCode(settings))).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    const code = codeNow(settings)
    expect((await byCode(attempt, code)).ok).toBe(true)
    expect(await byCode(attempt, codeNow(settings, 1))).toEqual(refused('SLU-LOGIN', 'attemptOver'))
    expect(await byCode(second, code)).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    expect((await byCode(second, codeNow(settings, 1))).ok).toBe(true)
  })

  test('case R11: of two requests with one code, one is let in', async () => {
    const { accountId, username } = await someone(database)
    const { settings } = await withApp(database, accountId)
    const attempts = [await attemptOf(username), await attemptOf(username)]
    const code = codeNow(settings)
    const answers = await Promise.all(attempts.map((attempt) => byCode(attempt, code)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('a recovery code in its place is in the audit, at the sign-in and when proving again; a code of the app is not', async () => {
    const { accountId, username } = await someone(database)
    const first = await held({ username })
    const { settings, recoveryCodes } = await withApp(database, accountId)
    const [one = '', other = ''] = recoveryCodes
    const who = from()
    value(await byCode(await attemptOf(username), one, who))
    value(await proveAgainByCode(depsOf(database), first, other, who))
    value(await byCode(await attemptOf(username), codeNow(settings), who))
    const rows = await database.queries
      .selectFrom('audit')
      .select(['actor', 'detail'])
      .where('subject', '=', `account:${accountId}`)
      .where('action', '=', 'account.recoveryCodeUsed')
      .orderBy('audit_no')
      .execute()
    const actor = `person:${accountId}`
    const as = { role: 'oneself', method: 'totp', assurance: 400, traceId: who.traceId }
    expect(rows).toEqual([
      { actor, detail: { after: { left: 9 }, as } },
      { actor, detail: { after: { left: 8 }, as } },
    ])
  })

  test.each(['after the password', 'alone'])(
    'a code %s waits for an enterprise without holding the account',
    async (way) => {
      const enterpriseNumber = await enterprise(database, 'pendingActivation')
      const manager = await someone(database, { role: 'mainAccessManager', enterpriseNumber })
      const { settings } = await withApp(database, manager.accountId)
      const attempt = await attemptOf(manager.username)
      const alone = { username: manager.username, code: codeNow(settings) }
      const answer = await whileEnterpriseIsHeld(database, manager, () =>
        way === 'alone'
          ? signInByCodeAlone(depsOf(database, { codeRequiresPassword: false }), alone, from())
          : byCode(attempt, codeNow(settings)),
      )
      expect([answer.ok, await activation(enterpriseNumber)]).toEqual([true, 'totp'])
    },
  )

  // Holds rule 11.22.
  test.each([
    ['an address', null],
    ['a network', 'publilink'],
  ])('case R9: codes alone, guessed at many user names from %s, make all of them wait there', async (_, network) => {
    const { accountId, username } = await someone(database)
    const { settings } = await withApp(database, accountId)
    const who = from()
    const guesser = { ...who, origin: loginOrigin(who.address, network && `${network}-${who.address}`) }
    const alone = (name: string, code: string, visiting = guesser) =>
      signInByCodeAlone(depsOf(database, { codeRequiresPassword: false }), { username: name, code }, visiting)
    for (let index = 0; index < 30; index += 1) {
      expect(await alone(`nobody.${index}`, '000000')).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    }
    expect(await alone(username, codeNow(settings))).toEqual(refused('SLU-BUSY', 'tooManyFailures'))
    expect((await byPassword(username, PASSWORD, { who: guesser })).ok).toBe(network !== null)
    expect((await alone(username, codeNow(settings), from())).ok).toBe(true)
  })

  // Holds rule 11.6.
  test('guessing codes after a right password waits, from wherever they come', async () => {
    const { accountId, username } = await someone(database)
    const { settings } = await withApp(database, accountId)
    const attempt = await attemptOf(username)
    for (let index = 0; index < 5; index += 1) await byCode(attempt, wrongCode(settings), from())
    expect(await byCode(attempt, codeNow(settings), from())).toEqual(refused('SLU-BUSY', 'tooManyFailures'))
  })

  test('codes guessed at once are counted one by one', async () => {
    const { accountId, username } = await someone(database)
    const { settings } = await withApp(database, accountId)
    const attempt = await attemptOf(username)
    const wrong = wrongCode(settings)
    const answers = await Promise.all(Array.from({ length: 12 }, () => byCode(attempt, wrong)))
    expect(answers.filter((answer) => !answer.ok && answer.problem.code === 'SLU-LOGIN')).toHaveLength(5)
  })

  test('an attempt is over after its minutes, and is not another kind of attempt', async () => {
    const { accountId, username } = await someone(database)
    const { settings } = await withApp(database, accountId)
    const attempt = await attemptOf(username)
    await sql`update sign_in_attempt set expires_at = now() where account_id = ${accountId}`.execute(database.queries)
    expect(await byCode(attempt, codeNow(settings))).toEqual(refused('SLU-LOGIN', 'attemptOver'))
    const other = await attemptOf(username)
    await sql`update sign_in_attempt set kind = 'activation' where account_id = ${accountId}`.execute(database.queries)
    expect(await byCode(other, codeNow(settings))).toEqual(refused('SLU-LOGIN', 'attemptOver'))
  })

  test('a temporary password with a code is a limited session all the same', async () => {
    const { accountId, username } = await someone(database, { state: 'mustChangePassword', setBy: 'manager' })
    const { settings } = await withApp(database, accountId)
    const admitted = value(await byCode(await attemptOf(username), codeNow(settings)))
    expect([admitted.isLimited, (await session(admitted.token))?.isLimited]).toEqual([true, true])
  })

  test('spec 6.1: a provisional password is good once with a code too', async () => {
    const { accountId, username } = await someone(database, { state: 'pendingFirstLogin', setBy: 'system' })
    const { settings } = await withApp(database, accountId)
    const admitted = value(await byCode(await attemptOf(username), codeNow(settings)))
    expect(admitted.isLimited).toBe(true)
    expect(await byPassword(username, PASSWORD)).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
  })

  test('its code is enough without the password only where the configuration says so', async () => {
    const { accountId, username } = await someone(database)
    const { settings } = await withApp(database, accountId)
    const alone = (name: string, code: string, rules: Partial<SignInRules>) =>
      signInByCodeAlone(depsOf(database, rules), { username: name, code }, from())
    const open = { codeRequiresPassword: false }
    const wrong = refused('SLU-LOGIN', 'wrongCredentials')
    expect(await alone(username, codeNow(settings), {})).toEqual(wrong)
    expect(await alone('nobody.here', codeNow(settings), open)).toEqual(wrong)
    expect(await alone(username, wrongCode(settings), open)).toEqual(wrong)
    expect(await alone(username, codeNow(settings), open)).toEqual({
      ok: true,
      value: expect.objectContaining({ accountId }),
    })
  })

  test('a password that was changed after it was typed is not finished with a code', async () => {
    const { accountId, username } = await someone(database)
    const { settings } = await withApp(database, accountId)
    const attempt = await attemptOf(username)
    await sql`update account set password_hash = 'x' where account_id = ${accountId}`.execute(database.queries)
    expect(await byCode(attempt, codeNow(settings))).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
  })
})

describe('a proven identity', () => {
  test('is found by the national number, then by the number at the provider, and activates', async () => {
    const waiting = await enterprise(database, 'pendingActivation')
    const ssin = '85073000160' as Ssin
    const { accountId } = await someone(database, {
      ...{ ssin, state: 'pendingFirstLogin', password: null },
      ...{ role: 'mainAccessManager', enterpriseNumber: waiting },
    })
    const admitted = value(await byIdentity({ ssin }))
    expect(await session(admitted.token)).toEqual(
      expect.objectContaining({ accountId, method: 'itsme', assurance: 450 }),
    )
    expect([await stateOf(database, accountId), await activation(waiting)]).toEqual(['active', 'itsme'])
    expect(value(await byIdentity({ ssin })).accountId).toBe(accountId)
    expect(value(await byIdentity({ ssin, method: 'eid', issuer: 'eid', subject: 'a card' })).accountId).toBe(accountId)
    const bound = await database.queries
      .selectFrom('external_identity')
      .select(['issuer', 'subject'])
      .where('account_id', '=', accountId)
      .orderBy('issuer')
      .execute()
    expect(bound).toEqual([
      { issuer: 'eid', subject: 'a card' },
      { issuer: 'https://idp.example', subject: 'sub-85073000160' },
    ])
  })

  // Holds rule 11.14.
  test('case R13: a number at the provider that comes with another national number is refused, for both people', async () => {
    const [one, other] = ['85073000261' as Ssin, '85073000362' as Ssin]
    const first = await someone(database, { ssin: one })
    await someone(database, { ssin: other })
    const account = { issuer: 'https://idp.example', subject: 'shared' }
    expect((await byIdentity({ ssin: one, ...account })).ok).toBe(true)
    expect(await byIdentity({ ssin: other, ...account })).toEqual(refused('SLU-LOGIN', 'notAdmitted'))
    expect(await byIdentity({ ssin: '85073000463' as Ssin, ...account })).toEqual(refused('SLU-LOGIN', 'notAdmitted'))
    expect(await actionsOf(database, `account:${first.accountId}`)).toEqual([
      'session.begun',
      'login.refused',
      'login.refused',
    ])
    expect((await byIdentity({ ssin: one, ...account, subject: 'made anew' })).ok).toBe(true)
  })

  test('of nobody, and of a closed account, gets the same answer', async () => {
    const ssin = '85073000564' as Ssin
    await someone(database, { ssin, state: 'closed', password: null })
    const answers = [await byIdentity({ ssin }), await byIdentity({ ssin: '85073000665' as Ssin })]
    expect(answers).toEqual([refused('SLU-LOGIN', 'notAdmitted'), refused('SLU-LOGIN', 'notAdmitted')])
  })

  test('is not limited by a password that waits to be changed', async () => {
    const ssin = '85073000766' as Ssin
    await someone(database, { ssin, state: 'mustChangePassword', setBy: 'manager' })
    expect(value(await byIdentity({ ssin })).isLimited).toBe(false)
  })
})

test('spec 16.5: whoever proves who he is and is not let in all the same is in the audit, with the reason', async () => {
  const [none, off, expired] = [
    await someone(database, { role: 'none', ssin: '85073001067' as Ssin }),
    await someone(database),
    await someone(database, { state: 'mustChangePassword', setBy: 'manager', expiresInSeconds: -1 }),
  ]
  await byIdentity({ ssin: '85073001067' as Ssin })
  await byPassword(none.username, PASSWORD)
  await byPassword(off.username, PASSWORD, { rules: { passwordAlone: false } })
  await byPassword(expired.username, PASSWORD)
  const refusals = (subject: string) =>
    database.queries
      .selectFrom('audit')
      .select(['action', 'reason', 'detail'])
      .where('subject', '=', subject)
      .where('action', '=', 'login.refused')
      .orderBy('audit_no')
      .execute()
  const told = await Promise.all([none, off, expired].map(({ accountId }) => refusals(`account:${accountId}`)))
  expect(told.map((rows) => rows.map(({ reason, detail }) => [reason, detail.method]))).toEqual([
    [
      ['noRole', 'itsme'],
      ['noRole', 'password'],
    ],
    [['passwordLoginDisabled', 'password']],
    [['credentialsExpired', 'password']],
  ])
  const who = from()
  const stranger = identityOf({ ssin: '85073000968' as Ssin })
  await database.transaction((tx) => signInByIdentity(tx, depsOf(database), stranger, who))
  const [row, ...more] = await refusals(`origin:${who.origin.key}`)
  expect([row?.reason, row?.detail, more]).toEqual(['notAdmitted', { method: 'itsme', origin: who.origin.key }, []])
})

describe('proving again', () => {
  test('by password, code or identity of the same person renews the token', async () => {
    const ssin = '85073000867' as Ssin
    const me = await someone(database, { ssin })
    const deps = depsOf(database)
    const first = await held(me)
    const second = await proveAgainByPassword(deps, first, PASSWORD, from()).then(value)
    const { settings } = await withApp(database, me.accountId)
    const third = await proveAgainByCode(deps, { ...first, ...second }, codeNow(settings), from()).then(value)
    const identity = identityOf({ ssin })
    const fourth = await database
      .transaction((tx) => proveAgainByIdentity(tx, deps, { ...first, ...third }, { identity, visitor: from() }))
      .then(value)
    expect(await Promise.all([first.token, second.token, third.token].map(session))).toEqual([null, null, null])
    expect(await session(fourth.token)).toEqual(expect.objectContaining({ method: 'itsme', provenAssurance: 450 }))
  })

  test('by anything wrong, or by somebody else, is refused, and the session stays as it was', async () => {
    const [mine, other] = ['85073000968' as Ssin, '85073001069' as Ssin]
    const me = await someone(database, { ssin: mine })
    await someone(database, { ssin: other })
    const deps = depsOf(database)
    const first = await held(me)
    const before = await session(first.token)
    const { settings } = await withApp(database, me.accountId)
    expect(await proveAgainByPassword(deps, first, 'wrong', from())).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    expect(await proveAgainByCode(deps, first, wrongCode(settings), from())).toEqual(
      refused('SLU-LOGIN', 'wrongCredentials'),
    )
    const identity = identityOf({ ssin: other })
    const answer = await database.transaction((tx) =>
      proveAgainByIdentity(tx, deps, first, { identity, visitor: from() }),
    )
    expect(answer).toEqual(refused('SLU-LOGIN', 'notTheSamePerson'))
    expect(await session(first.token)).toEqual(before)
  })
})

type How = { readonly who?: ReturnType<typeof visitor>; readonly rules?: Partial<SignInRules> }

function byPassword(username: string, password: string, { who = from(), rules = {} }: How = {}) {
  return signInByPassword(depsOf(database, rules), { username, password }, who)
}

async function attemptOf(username: string): Promise<string> {
  const answer = value(await byPassword(username, PASSWORD))
  if (answer.next !== 'code') throw new Error('no code was asked for')
  return answer.attempt
}

function byCode(attempt: string, code: string, who = from()) {
  return finishWithCode(depsOf(database), { attempt, code }, who)
}

function identityOf(parts: Partial<VerifiedIdentity> & { readonly ssin: Ssin }): VerifiedIdentity {
  return { method: 'itsme', assurance: 450, issuer: 'https://idp.example', subject: `sub-${parts.ssin}`, ...parts }
}

function byIdentity(parts: Partial<VerifiedIdentity> & { readonly ssin: Ssin }) {
  return database.transaction((tx) => signInByIdentity(tx, depsOf(database), identityOf(parts), from()))
}

function session(token: string) {
  return findSession(database.queries, token, SIGN_IN.sessions)
}

async function held({ username }: Pick<Someone, 'username'>) {
  const admitted = value(await byPassword(username, PASSWORD))
  if (admitted.next !== 'session') throw new Error('no session')
  const found = await session(admitted.token)
  if (!found) throw new Error('no session')
  return { session: found, token: admitted.token }
}

async function activation(number: string) {
  const row = await database.queries
    .selectFrom('enterprise')
    .select('activation_method')
    .where('enterprise_number', '=', number)
    .executeTakeFirst()
  return row?.activation_method
}
