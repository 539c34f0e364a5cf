import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '../../src/base/result.ts'
import type { ConsoleGround } from '../../src/console/ground.ts'
import type { NamedOperator } from '../../src/identity/operators/by-oidc.ts'
import { type Browser, headingOf, type Page } from '../portal/browser.ts'
import { appCode, PASSWORD } from '../portal/people.ts'
import { atProofs, enrolled, forgetSteps, invited, told } from './enrolled.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'

const THROTTLE = ['limits.loginFailures.perAccount=4', 'limits.loginFailures.lockSeconds=60']
let named: NamedOperator = { issuer: 'https://id.example', subject: 's', name: 'x', roleMax: undefined }
const attempt = { provider: 'operators', state: 's', nonce: 'n', verifier: 'v', freshSince: null } as const
const provider: ConsoleGround['provider'] = () => ({
  begin: async () => ok({ url: 'https://id.example/authorize', attempt }),
  finish: async () => ok(named),
})

let rig: ConsoleRig
beforeAll(async () => {
  rig = await consoleRig({ sets: THROTTLE, ground: { provider } })
})
afterAll(() => rig?.[Symbol.asyncDispose]())

test('rule 21.7: the first sign-in asks for a code, a password and an app, and is good once', async () => {
  const code = await invited(rig, 'first')
  const browser = rig.visitor()
  const proofs = await atProofs(browser, code)
  expect(headingOf(proofs)).toBe('Welcome, first: password and app')
  const secret = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(proofs.html)?.[0].replaceAll(' ', '') ?? ''
  const send = (fields: Record<string, string>) => browser.send(proofs, '/first-sign-in/enrol', fields)
  const chosen = { password: PASSWORD, confirmation: PASSWORD }
  const weak = await send({ password: 'short', confirmation: 'other', code: appCode(secret) })
  expect([weak.status, weak.html.includes('The two passwords are not the same.')]).toEqual([400, true])
  const named = await send({ password: 'first-is-my-1', confirmation: 'first-is-my-1', code: appCode(secret) })
  expect([named.status, named.html.includes('contains your user name')]).toEqual([400, true])
  const wrong = await send({ ...chosen, code: '000000' })
  expect([wrong.status, wrong.html.includes('This is not the code that the app shows now.')]).toEqual([400, true])
  const done = await browser.fill(wrong, '/first-sign-in/enrol', { ...chosen, code: appCode(secret) })
  expect([done.status, headingOf(done), done.html.includes('You are signed in.')]).toEqual([
    200,
    'Nothing is stuck',
    true,
  ])
  const again = await atProofs(rig.visitor(), code)
  expect([again.status, headingOf(again)]).toEqual([403, 'First sign-in'])
  expect(await told(rig, 'first')).toEqual(['operator:test operator.added', 'operator:first@console operator.enrolled'])
})

test('rule 21.7: a code that has run out opens nothing', async () => {
  const code = await invited(rig, 'late')
  await rig.database.queries
    .updateTable('operator')
    .set({ invitation_expires_at: new Date(0) })
    .where('name', '=', 'late')
    .execute()
  expect((await atProofs(rig.visitor(), code)).status).toBe(403)
})

test('rule 21.9: a name opens with its password and a code of its app, once (case W4)', async () => {
  const { browser: first, secret } = await enrolled(rig, 'ann')
  const before = first.cookies.get('console-session')
  const browser = rig.visitor()
  const code = appCode(secret, 1)
  const page = await signIn(browser, 'Ann', PASSWORD, code)
  expect([page.status, page.headers.location]).toEqual([303, '/queues?a=b'])
  expect(browser.cookies.get('console-session')).not.toBe(before)
  const cookie = String(page.headers['set-cookie'])
  expect(cookie).toMatch(/^console-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax,/)
  const replayed = await signIn(rig.visitor(), 'ann', PASSWORD, code)
  expect([replayed.status, replayed.headers['set-cookie']]).toEqual([403, undefined])
})

test('rule 21.9: a session that somebody else put into the browser is not taken up (case W4)', async () => {
  const { secret } = await enrolled(rig, 'fixed')
  await forgetSteps(rig)
  const planted = 'p'.repeat(43)
  const browser = rig.visitor()
  browser.cookies.set('console-session', planted)
  const page = await signIn(browser, 'fixed', PASSWORD, appCode(secret))
  expect([page.status, browser.cookies.get('console-session') === planted]).toEqual([303, false])
})

test('rule 21.9: whatever is wrong, the answer is the same, and waiting begins alike (case R24)', async () => {
  const { secret } = await enrolled(rig, 'bob')
  await forgetSteps(rig)
  const right = appCode(secret)
  const asked: [string, string, string][] = [
    ['bob', 'Kennwort-mit-13', right],
    ['bob', PASSWORD, '000000'],
    ['nobody', PASSWORD, right],
    ['late', '', ''],
  ]
  const answers = []
  for (const [name, password, code] of asked) answers.push(await signIn(rig.visitor(), name, password, code))
  expect(new Set(answers.map(({ status, html }) => `${status} ${textOf(html)}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(403)
  for (const name of ['bob', 'nobody']) {
    for (let tries = 0; tries < 4; tries++) await signIn(rig.visitor(), name, 'x', '1')
  }
  const busy = [await signIn(rig.visitor(), 'bob', PASSWORD, right), await signIn(rig.visitor(), 'nobody', 'x', '1')]
  expect(busy.map(({ status }) => status)).toEqual([429, 429])
  expect(Number(busy[0]?.headers['retry-after'])).toBeGreaterThan(0)
})

test('rule 21.5: a session ends by signing out, by a lock and by time', async () => {
  const { browser } = await enrolled(rig, 'carl', 'viewer')
  const token = browser.cookies.get('console-session') ?? ''
  const opens = async () => (await rig.ask({ url: '/', headers: { cookie: `console-session=${token}` } })).statusCode
  expect(await opens()).toBe(200)
  const { sessions } = rig.ground.signIn.rules()
  await touch(token, { seen_at: new Date(Date.now() - sessions.idleSeconds * 1000 - 1000) })
  expect(await opens()).toBe(303)
  await touch(token, { seen_at: new Date(), created_at: new Date(Date.now() - sessions.sessionSeconds * 1000 - 1000) })
  expect(await opens()).toBe(303)
  await touch(token, { created_at: new Date(Date.now() + 180_000) }) // the clock went back (rule 32.6)
  expect(await opens()).toBe(303)
  await touch(token, { created_at: new Date() })
  expect(await opens()).toBe(200)
  const out = await browser.fill(await browser.get('/'), '/sign-out', {})
  expect([headingOf(out), browser.cookies.has('console-session'), await opens()]).toEqual(['Sign in', false, 303])
})

test('rule 21.10: the provider of the house proves who it is, binds the name once, and can only lower the role', async () => {
  await invited(rig, 'dora', 'administrator')
  named = { issuer: 'https://id.example', subject: 'dora-1', name: 'dora', roleMax: 'operator' }
  const browser = rig.visitor()
  expect((await comeBack(browser)).headers.location).toBe('/')
  const me = await rig.ask({
    url: '/api/v1/me',
    headers: { cookie: `console-session=${browser.cookies.get('console-session')}` },
  })
  expect(me.json()).toMatchObject({ name: 'dora', role: 'operator', method: 'oidc' })
  named = { ...named, subject: 'dora-2' }
  expect((await comeBack(rig.visitor())).status).toBe(403)
  named = { ...named, subject: 'dora-1', name: 'renamed', roleMax: null }
  expect((await comeBack(rig.visitor())).status).toBe(403)
  named = { ...named, roleMax: undefined }
  expect((await comeBack(rig.visitor())).headers.location).toBe('/')
})

test('rule 21.10: who has a password is not taken over by a name, and nobody unknown becomes an operator', async () => {
  await enrolled(rig, 'eve')
  for (const name of ['eve', 'stranger', null]) {
    named = { issuer: 'https://id.example', subject: `of ${name}`, name, roleMax: undefined }
    expect((await comeBack(rig.visitor())).status).toBe(403)
  }
})

test('an answer of the provider is of one browser, and used once', async () => {
  await invited(rig, 'fred')
  named = { issuer: 'https://id.example', subject: 'fred', name: 'fred', roleMax: undefined }
  const browser = rig.visitor()
  await browser.look('/sign-in/oidc')
  const kept = browser.cookies.get('console-attempt') ?? ''
  expect((await rig.visitor().look('/sign-in/oidc/callback?code=x')).status).toBe(403)
  expect((await browser.look('/sign-in/oidc/callback?code=x')).status).toBe(303)
  const other = rig.visitor()
  other.cookies.set('console-attempt', kept)
  expect((await other.look('/sign-in/oidc/callback?code=x')).status).toBe(403)
})

test('the own password can be changed, and other sessions end (case R8)', async () => {
  const { browser, secret } = await enrolled(rig, 'gina')
  await forgetSteps(rig)
  const other = rig.visitor()
  await signIn(other, 'gina', PASSWORD, appCode(secret))
  const fields = { old: PASSWORD, password: 'Anderes-Wort-77', confirmation: 'Anderes-Wort-77' }
  const asked = await browser.get('/profile/password')
  expect((await browser.send(asked, '/profile/password', { ...fields, old: 'x' })).status).toBe(403)
  const done = await browser.fill(asked, '/profile/password', fields)
  expect(done.html).toContain('The password is changed; other sessions have ended.')
  expect((await other.look('/')).status).toBe(303)
})

test('rule 21.6: with no operator the page says how the host makes one, and nothing over HTTP does (case G9)', async () => {
  await using empty = await consoleRig()
  await empty.database.queries.deleteFrom('operator_session').execute()
  await empty.database.queries.deleteFrom('operator').execute()
  const page = await empty.visitor().get('/sign-in')
  expect(page.html).toContain('sluice operator add NAME --role administrator')
  const body = { name: 'mallory', role: 'administrator', reason: 'x' }
  const made = await empty.ask({
    method: 'POST',
    url: '/api/v1/operators',
    headers: empty.as('administrator'),
    payload: body,
  })
  const typed = await empty.ask({
    method: 'POST',
    url: '/operators/new',
    headers: empty.as('administrator'),
    payload: {},
  })
  expect([made.statusCode, typed.statusCode]).toEqual([401, 303])
  expect(await empty.database.queries.selectFrom('operator').select('name').execute()).toEqual([])
})

async function signIn(browser: Browser, name: string, password: string, code: string): Promise<Page> {
  const path = '/sign-in?returnTo=%2Fqueues%3Fa%3Db'
  const fixed = browser.cookies.get('console-session')
  browser.cookies.delete('console-session')
  const page = await browser.look(path)
  if (fixed) browser.cookies.set('console-session', fixed)
  return await browser.send(page, path, { name, password, code })
}

async function comeBack(browser: Browser): Promise<Page> {
  await browser.look('/sign-in/oidc')
  return await browser.look('/sign-in/oidc/callback?code=x')
}

async function touch(token: string, values: { seen_at?: Date; created_at?: Date }): Promise<void> {
  const hash = createHash('sha256').update(token).digest()
  await rig.database.queries.updateTable('operator_session').set(values).where('session_hash', '=', hash).execute()
}

function textOf(html: string): string {
  return html.replaceAll(/value="[^"]*"/g, '')
}
