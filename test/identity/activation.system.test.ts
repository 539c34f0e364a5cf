import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import {
  beginActivationApp,
  findActivation,
  finishActivation,
  setActivationPassword,
} from '../../src/identity/activation/finish-activation.ts'
import { issueActivation } from '../../src/identity/activation/issue-activation.ts'
import { issueProvisional, makeProvisionalPassword } from '../../src/identity/activation/issue-provisional.ts'
import { redeemActivation } from '../../src/identity/activation/redeem-activation.ts'
import { DEFAULTS } from '../../src/identity/code-app/totp.ts'
import { changeOwnPassword } from '../../src/identity/passwords/change-own-password.ts'
import { findSession } from '../../src/identity/sessions.ts'
import { signInByPassword } from '../../src/identity/sign-in/by-password.ts'
import { value } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import {
  ACT,
  actionsOf,
  box,
  codeNow,
  depsOf,
  enterprise,
  PASSWORD,
  PASSWORDS,
  passwords,
  refused,
  SIGN_IN,
  type SomeoneParts,
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

const PORTAL = 'https://portal.example'
const RULES = { publicUrl: PORTAL, activationSeconds: 259_200 }
const PROVISIONAL = { publicUrl: PORTAL, provisionalSeconds: 2_592_000, remembered: 5 }
const CHOICES = { rules: PASSWORDS, visitor: visitor() }
const REFUSED = refused('SLU-LOGIN', 'activationRefused')

let last = 0
function origin() {
  last += 1
  return visitor(`198.51.100.${last}`).origin
}

describe('decision 35: a link by mail and a code by SMS', () => {
  test('lead to a password, an app, an active account, an active enterprise and a session', async () => {
    const { accountId, username, enterpriseNumber } = await newcomer()
    const { link, code } = await issued(accountId)
    const { attempt } = value(await redeem(link, code))
    expect(await findActivation(database.queries, box, attempt)).toEqual({
      ...{ accountId, username, hasPassword: false, reaches: null },
    })
    expect(await app(attempt)).toEqual(refused('SLU-STATE', 'passwordFirst'))
    expect(await choose(attempt, 'too short')).toEqual({
      ok: false,
      problem: expect.objectContaining({ code: 'SLU-PASSWORD' }),
    })
    expect(await choose(attempt, PASSWORD)).toEqual({ ok: true, value: undefined })
    expect(await signIn(username, PASSWORD)).toEqual(refused('SLU-STATE', 'activationUnfinished'))
    const { token, secret } = value(await app(attempt))
    const settings = { ...DEFAULTS, secret }
    expect(await finish(attempt, token, wrongCode(settings))).toEqual(refused('SLU-INPUT', 'codeAppWrongCode'))
    const done = value(await finish(attempt, token, codeNow(settings)))
    expect([done.recoveryCodes.length, done.isLimited]).toEqual([10, false])
    expect(await session(done.token)).toEqual(expect.objectContaining({ accountId, method: 'totp', assurance: 400 }))
    expect([await stateOf(database, accountId), await enterpriseOf(enterpriseNumber)]).toEqual([
      'active',
      { state: 'active', method: 'totp' },
    ])
    expect(await finish(attempt, token, codeNow(settings, 1))).toEqual(refused('SLU-STATE', 'activationOver'))
    expect(await actionsOf(database, `account:${accountId}`)).toEqual([
      'account.activationIssued',
      'account.activationRedeemed',
      'account.passwordChanged',
      'login.refused',
      'account.codeAppConfirmed',
      'account.signedIn',
      'session.begun',
    ])
  })

  test('wait for the enterprise without holding the account', async () => {
    const person = await newcomer()
    const { link, code } = await issued(person.accountId)
    const { attempt } = value(await redeem(link, code))
    value(await choose(attempt, PASSWORD))
    const { token, secret } = value(await app(attempt))
    const first = codeNow({ ...DEFAULTS, secret })
    const answer = await whileEnterpriseIsHeld(database, person, () => finish(attempt, token, first))
    expect([answer.ok, await enterpriseOf(person.enterpriseNumber)]).toEqual([
      true,
      { state: 'active', method: 'totp' },
    ])
  })

  test('leave by two ways, the code after the link, which leads to the configured address (case R23)', async () => {
    const { accountId } = await newcomer()
    await issue(accountId)
    const sent = await messagesTo(accountId)
    expect(sent).toEqual([
      {
        ...{ medium: 'mail', template: 'activation.link', to: `${accountId}@example.be`, language: 'nl', after: false },
        values: { url: expect.stringMatching(/^https:\/\/portal\.example\/activation\?link=[A-Za-z0-9_-]{43}$/) },
      },
      {
        ...{ medium: 'sms', template: 'activation.code', to: '+32470123456', language: 'nl', after: true },
        values: { code: expect.stringMatching(/^\d{8}$/) },
      },
    ])
  })

  // Holds rule 11.10.
  test('are good once, and only together', async () => {
    const [one, other] = [await issued((await newcomer()).accountId), await issued((await newcomer()).accountId)]
    expect(await redeem(one.link, other.code)).toEqual(REFUSED)
    expect(await redeem('x', one.code)).toEqual(REFUSED)
    const both = await Promise.all([redeem(one.link, one.code), redeem(one.link, one.code)])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await redeem(one.link, one.code)).toEqual(REFUSED)
    expect((await redeem(other.link, `${other.code.slice(0, 4)} ${other.code.slice(4)}`)).ok).toBe(true)
  })

  test('case R23: are not taken up where somebody else is signed in, and are good all the same', async () => {
    const [mine, other] = [await newcomer(), await newcomer()]
    const { link, code } = await issued(mine.accountId)
    expect(await redeem(link, code, origin(), other.accountId)).toEqual(refused('SLU-LOGIN', 'notTheSamePerson'))
    expect((await redeem(link, code, origin(), mine.accountId)).ok).toBe(true)
  })

  test('are void after five wrong codes, also when they come at once', async () => {
    const { accountId } = await newcomer()
    const { link, code } = await issued(accountId)
    const wrong = code === '00000000' ? '00000001' : '00000000'
    await Promise.all(Array.from({ length: 5 }, () => redeem(link, wrong)))
    expect(await redeem(link, code)).toEqual(REFUSED)
  })

  test('are over after their time, when new ones are issued, and when the account is closed', async () => {
    const accounts = [await newcomer(), await newcomer(), await newcomer()]
    const codes = []
    for (const { accountId } of accounts) codes.push(await issued(accountId))
    const [late, again, closed] = accounts.map(({ accountId }) => accountId)
    await sql`update one_time_code set expires_at = now() where account_id = ${late}`.execute(database.queries)
    await issue(again ?? '')
    await sql`update account set state = 'closed' where account_id = ${closed}`.execute(database.queries)
    const answers = []
    for (const { link, code } of codes) answers.push(await redeem(link, code))
    expect(answers).toEqual([REFUSED, REFUSED, REFUSED])
  })

  test('case R23: what somebody else has begun by them is void when new ones are issued, and when the person has finished', async () => {
    const { accountId } = await newcomer()
    const first = await issued(accountId)
    const stolen = value(await redeem(first.link, first.code)).attempt
    value(await choose(stolen, 'Stolen words 12'))
    const app1 = value(await app(stolen))
    const second = await issued(accountId)
    expect(await choose(stolen, 'Stolen words 34')).toEqual(refused('SLU-STATE', 'activationOver'))
    expect(await finish(stolen, app1.token, codeNow({ ...DEFAULTS, secret: app1.secret }))).toEqual(
      refused('SLU-STATE', 'activationOver'),
    )
    const { attempt } = value(await redeem(second.link, second.code))
    value(await choose(attempt, PASSWORD))
    const [mine, abandoned] = [value(await app(attempt)), value(await app(attempt))]
    value(await finish(attempt, mine.token, codeNow({ ...DEFAULTS, secret: mine.secret })))
    const left = await database.queries
      .selectFrom('sign_in_attempt')
      .select('attempt_hash')
      .where('account_id', '=', accountId)
      .where('used_at', 'is', null)
      .execute()
    expect([abandoned.token === mine.token, left]).toEqual([false, []])
  })

  test('are void when the person gets a provisional password instead', async () => {
    const { accountId } = await newcomer()
    const begun = await issued(accountId)
    const { attempt } = value(await redeem(begun.link, begun.code))
    value(await provisional(accountId))
    expect(await choose(attempt, PASSWORD)).toEqual(refused('SLU-STATE', 'activationOver'))
    const other = await newcomer()
    const codes = await issued(other.accountId)
    value(await provisional(other.accountId))
    expect(await redeem(codes.link, codes.code)).toEqual(REFUSED)
  })

  test('make an address wait that tries many', async () => {
    const from = origin()
    const one = () => redeem('A'.repeat(43), '00000000', from)
    for (let index = 0; index < 30; index += 1) expect(await one()).toEqual(REFUSED)
    expect(await one()).toEqual(refused('SLU-BUSY', 'tooManyFailures'))
  })

  test('replace the app of somebody who has lost it, and end the sessions', async () => {
    const { accountId, username } = await newcomer({ state: 'active', password: PASSWORD })
    const former = await withApp(database, accountId)
    const { link, code } = await issued(accountId)
    const { attempt } = value(await redeem(link, code))
    const { token, secret } = value(await app(attempt))
    expect(secret).not.toBe(former.settings.secret)
    expect((await finish(attempt, token, codeNow({ ...DEFAULTS, secret }))).ok).toBe(true)
    expect(value(await signIn(username, PASSWORD)).next).toBe('code')
  })

  test('need an address and a telephone, and an account that is not closed', async () => {
    const people = [
      await newcomer({ email: null }),
      await newcomer({ mobilePhone: null }),
      await newcomer({ state: 'closed' }),
    ]
    const answers = []
    for (const { accountId } of people) answers.push(await issue(accountId))
    expect(answers).toEqual([
      refused('SLU-INPUT', 'notReached'),
      refused('SLU-INPUT', 'notReached'),
      refused('SLU-STATE', 'accountClosed'),
    ])
  })
})

describe('spec 6.1: a person without a Belgian number', () => {
  // Holds rule 11.11.
  test('gets the user name by mail, then a password by SMS, which is good once and has to be changed', async () => {
    const { accountId, username, enterpriseNumber } = await newcomer()
    await provisional(accountId)
    const [mail, sms] = await messagesTo(accountId)
    expect([mail?.medium, mail?.values, mail?.after]).toEqual(['mail', { username, url: PORTAL }, false])
    expect([sms?.medium, sms?.after]).toEqual(['sms', true])
    const password = sms?.values.password ?? ''
    const admitted = value(await signIn(username, password))
    if (admitted.next !== 'session') throw new Error('no session')
    expect(admitted.isLimited).toBe(true)
    expect(await enterpriseOf(enterpriseNumber)).toEqual({ state: 'active', method: 'provisional' })
    expect(await signIn(username, password)).toEqual(refused('SLU-LOGIN', 'wrongCredentials'))
    const found = await session(admitted.token)
    if (!found) throw new Error('no session')
    const held = { session: found, token: admitted.token }
    expect(await change(held, password)).toEqual({
      ok: false,
      problem: expect.objectContaining({ faults: ['passwordReused'] }),
    })
    value(await change(held, PASSWORD))
    expect(await stateOf(database, accountId)).toBe('active')
    expect(value(await signIn(username, PASSWORD))).toEqual(
      expect.objectContaining({ next: 'session', isLimited: false }),
    )
  })

  test('is refused after thirty days, and gets new ones', async () => {
    const { accountId, username } = await newcomer()
    await provisional(accountId)
    const password = (await messagesTo(accountId))[1]?.values.password ?? ''
    await sql`update account set password_expires_at = now() where account_id = ${accountId}`.execute(database.queries)
    expect(await signIn(username, password)).toEqual(refused('SLU-LOGIN', 'credentialsExpired'))
    expect(await provisional(accountId)).toEqual({ ok: true, value: undefined })
    const renewed = (await messagesTo(accountId))[3]?.values.password ?? ''
    expect((await signIn(username, renewed)).ok).toBe(true)
  })

  test('is nobody who has a national number or is active', async () => {
    const people = [await newcomer({ ssin: '85073000160' as never }), await newcomer({ state: 'active' })]
    const answers = []
    for (const { accountId } of people) answers.push(await provisional(accountId))
    expect(answers).toEqual([refused('SLU-STATE', 'hasNationalNumber'), refused('SLU-STATE', 'alreadyActive')])
  })
})

test('what leaves the house is not readable in the database, nor in the audit', async () => {
  const [one, other] = [await newcomer(), await newcomer()]
  const { link, code } = await issued(one.accountId)
  await provisional(other.accountId)
  const password = (await messagesTo(other.accountId))[1]?.values.password ?? ''
  const { rows } = await sql<{ text: string }>`
    select t::text as text from one_time_code t union all select t::text from outgoing_message t
    union all select t::text from account t union all select t::text from audit t`.execute(database.queries)
  const words = [link, code, password].flatMap((word) => [word, Buffer.from(word).toString('hex')])
  expect(rows.length).toBeGreaterThan(5)
  expect(rows.filter(({ text }) => words.some((word) => text.includes(word)))).toEqual([])
})

/** The main access manager of an enterprise that waits, with an address of its own. */
async function newcomer(parts: SomeoneParts = {}) {
  const person = await someone(database, {
    ...{ state: 'pendingFirstLogin', password: null, role: 'mainAccessManager' },
    enterpriseNumber: await enterprise(database, 'pendingActivation'),
    ...parts,
  })
  if (parts.email !== null) {
    await sql`update person set email = ${`${person.accountId}@example.be`}
      where person_id = (select person_id from account where account_id = ${person.accountId})`.execute(
      database.queries,
    )
  }
  return person
}

function issue(accountId: string) {
  return database.transaction((tx) => issueActivation(tx, box, { accountId }, RULES, ACT))
}

async function issued(accountId: string) {
  value(await issue(accountId))
  const [mail, sms] = (await messagesTo(accountId)).slice(-2)
  return { link: new URL(mail?.values.url ?? '').searchParams.get('link') ?? '', code: sms?.values.code ?? '' }
}

function redeem(link: string, code: string, from = origin(), signedInAs?: string) {
  const asked = { link, code, origin: from, signedInAs }
  return database.transaction((tx) => redeemActivation(tx, box, asked, SIGN_IN.throttle))
}

function choose(attempt: string, password: string) {
  return setActivationPassword(depsOf(database), { attempt, password, confirmation: password }, CHOICES)
}

function app(attempt: string) {
  const label = { issuer: 'Sluice', label: 'x' }
  return beginActivationApp(database.queries, box, { attempt, label, seconds: 600 })
}

function finish(attempt: string, token: string, code: string) {
  return finishActivation(depsOf(database), { attempt, app: token, code }, visitor())
}

async function provisional(accountId: string) {
  const made = await makeProvisionalPassword(passwords)
  return database.transaction((tx) => issueProvisional(tx, box, { accountId, provisional: made }, PROVISIONAL, ACT))
}

function signIn(username: string, password: string) {
  return signInByPassword(depsOf(database), { username, password }, visitor())
}

function session(token: string) {
  return findSession(database.queries, token, SIGN_IN.sessions)
}

function change(held: Parameters<typeof changeOwnPassword>[1], password: string) {
  const wanted = { oldPassword: null, password, confirmation: password }
  const rules = { ...PASSWORDS, freshSeconds: 300, freshAssurance: 400 }
  return changeOwnPassword(depsOf(database), held, wanted, { rules, visitor: visitor() })
}

type Sent = { readonly to: string; readonly language: string; readonly values: Readonly<Record<string, string>> }

/** What was queued for a person, opened: a mail by its address, and the SMS that waits for it. */
async function messagesTo(accountId: string) {
  const rows = await database.queries.selectFrom('outgoing_message').selectAll().orderBy('message_id').execute()
  const opened = rows.map((row) => ({
    ...{ id: row.message_id, after: row.after_message_id, medium: row.medium, template: row.template },
    ...(JSON.parse(box.open(row.body_sealed ?? Buffer.alloc(0), 'message', row.message_id)) as Sent),
  }))
  const mails = opened.filter(({ to }) => to === `${accountId}@example.be`)
  return mails
    .flatMap((mail) => [mail, ...opened.filter(({ after }) => after === mail.id)])
    .map(({ id: _, after, ...message }) => ({ ...message, after: after !== null }))
}

async function enterpriseOf(number: string) {
  return await database.queries
    .selectFrom('enterprise')
    .select(['state', 'activation_method as method'])
    .where('enterprise_number', '=', number)
    .executeTakeFirst()
}
