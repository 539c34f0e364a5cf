/** One's own record, password, app and sessions (spec access.md §5 rows 11 and 12, §6.2, §7, §8.4, §8.6). */
import { expect, test } from 'vitest'
import { holdAccount } from '../../src/identity/hold-account.ts'
import { choosePassword } from '../../src/identity/passwords/choose-password.ts'
import { resetPassword } from '../../src/identity/passwords/set-password.ts'
import { untilWaiting } from '../support/test-database.ts'
import { type Browser, headingOf, notesOf, type Page, textIn } from './browser.ts'
import { appCode, ENTERPRISE, PASSWORD, secretIn } from './people.ts'
import { giveApp, givePassword, ORIGIN, type RealPortal, realPortal } from './real-portal.ts'

const TEMPORARY = 'Vorläufig-123'
const NEXT = 'Anderes-Kennwort-7'

test('a password of a manager’s making opens the change of the password, and nothing else', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  await setByManager(portal)
  const visitor = await portal.signedIn(username, TEMPORARY)
  const seen = []
  for (const path of ['/profile', '/profile/code-app', '/sign-in/again', '/profile/password']) {
    const { status, headers } = await visitor.look(path)
    seen.push([path, status, headers.location])
  }
  expect(seen).toEqual([
    ['/profile', 303, '/profile/password'],
    ['/profile/code-app', 303, '/profile/password'],
    ['/sign-in/again', 303, '/profile/password'],
    ['/profile/password', 200, undefined],
  ])
  const limited = visitor.cookies.get('__Host-session')
  const page = await visitor.look('/profile/password')
  const faulty = await visitor.send(page, '/profile/password', { password: 'short', confirmation: 'other' })
  expect([faulty.status, notesOf(faulty)]).toEqual([
    400,
    [
      '2 entries are not right yet. New password : The password has fewer than 10 characters. The password has fewer than two digits or special characters. Confirm the new password : The two passwords are not the same.',
    ],
  ])
  const changed = await visitor.send(page, '/profile/password', { password: NEXT, confirmation: NEXT })
  expect([changed.status, visitor.cookies.get('__Host-session') === limited]).toEqual([303, false])
  expect((await visitor.look('/profile')).status).toBe(200)
})

test('a password is changed with the old one, and ends all other sessions', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const [visitor, other] = [await portal.signedIn(username), await portal.signedIn(username)]
  const page = await visitor.look('/profile/password')
  const chosen = { password: NEXT, confirmation: NEXT }
  const without = await visitor.send(page, '/profile/password', chosen)
  const wrong = await visitor.send(page, '/profile/password', { ...chosen, old: 'wrong-password-1' })
  const right = await visitor.send(page, '/profile/password', { ...chosen, old: PASSWORD })
  expect([without.status, wrong.status, right.status]).toEqual([403, 403, 303])
  expect([(await visitor.look('/profile')).status, (await other.look('/profile')).status]).toEqual([200, 303])
})

test('an app is set up with one code, shows recovery codes once, and is asked for at the next sign-in', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const visitor = await portal.signedIn(username)
  const first = await visitor.look('/profile/code-app')
  const again = await visitor.look('/profile/code-app')
  expect(secretIn(again)).toBe(secretIn(first))
  const wrong = await visitor.send(first, '/profile/code-app', { code: '12' })
  expect([wrong.status, secretIn(wrong)]).toEqual([400, secretIn(first)])
  const codes = await visitor.send(first, '/profile/code-app', { code: appCode(secretIn(first)) })
  const recovery = /[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}/.exec(codes.html)?.[0] ?? ''
  expect(headingOf(codes)).toBe('Recovery codes')

  const next = portal.visitor()
  const asked = await next.fill(await next.look('/sign-in'), '/sign-in', { username, password: PASSWORD })
  const inside = await next.send(asked, '/sign-in/code', { code: recovery })
  expect(inside.status).toBe(303)
  const left = textIn((await next.look('/profile')).html)
  expect(left).toContain('In use; 9 recovery codes left')
})

test('case R8: of two set-ups by password that end at once, one is in use, and the other asks for a code of it', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const visitors = [await portal.signedIn(username), await portal.signedIn(username)]
  const { begun } = await portal.database.transaction(async (tx) => {
    await holdAccount(tx, portal.manager)
    const begun = visitors.map(async (visitor) => {
      const page = await visitor.look('/profile/code-app')
      return visitor.send(page, '/profile/code-app', { code: appCode(secretIn(page)) })
    })
    await untilWaiting(portal.database, 2)
    return { begun }
  })
  const pages = await Promise.all(begun)
  expect(pages.map((page) => page.status).toSorted()).toEqual([200, 403])
  expect(pages.map(headingOf)).toContain('Recovery codes')
})

test('an app is taken away after a fresh proof by a code, and not by a password alone', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const visitor = await portal.signedIn(username)
  const secret = await giveApp(portal)
  const profile = await visitor.look('/profile')
  const refused = await visitor.send(profile, '/profile/code-app/removal', {})
  expect([refused.status, refused.html.includes('/sign-in/again?returnTo=%2Fprofile')]).toEqual([403, true])
  const again = await visitor.look('/sign-in/again?returnTo=/profile')
  const proven = await visitor.fill(again, '/sign-in/again?returnTo=%2Fprofile', { code: appCode(secret, 1) })
  const removed = await visitor.fill(proven, '/profile/code-app/removal', {})
  expect(notesOf(removed)).toEqual(['The app is removed.'])
})

test('own data are changed by whoever looked at the newest, and what is wrong is told at its field', async () => {
  await using portal = await realPortal()
  const visitor = await portal.signedIn(await givePassword(portal))
  const profile = await visitor.look('/profile')
  const data = { language: 'nl', email: 'anna@neu.example', mobilePhone: '+32 470 00 00 02' }
  const wrong = await visitor.send(profile, '/profile', { ...data, email: 'no address' })
  expect([wrong.status, wrong.html.includes('aria-invalid="true" aria-describedby="email-error"')]).toEqual([400, true])
  const saved = await visitor.send(profile, '/profile', data)
  const stale = await visitor.send(profile, '/profile', { ...data, email: 'anna@noch.example' })
  expect([saved.status, stale.status]).toEqual([303, 412])
  const { html } = await visitor.get('/profile')
  expect([html.includes('value="anna@neu.example"'), html.includes('lang="nl"')]).toEqual([true, true])
})

test('another address asks for a fresh proof, and is told to the former one (case R8)', async () => {
  await using portal = await realPortal()
  const visitor = await portal.signedIn(await givePassword(portal))
  const profile = await visitor.look('/profile')
  const { queries } = portal.database
  await queries
    .updateTable('person_session')
    .set({ proven_at: new Date(0) })
    .execute()
  const same = { language: 'nl', email: 'anna@baeckerei.example', mobilePhone: '+32 470 00 00 01' }
  expect((await visitor.send(profile, '/profile', same)).status).toBe(303)
  const again = await visitor.look('/profile')
  const elsewhere = { ...same, email: 'thief@elsewhere.example' }
  const refused = await visitor.send(again, '/profile', elsewhere)
  expect([refused.status, refused.html.includes('/sign-in/again?returnTo=%2Fprofile')]).toEqual([403, true])
  const told = () => queries.selectFrom('outgoing_message').select('template').where('template', '=', 'reach.changed')
  expect(await told().execute()).toEqual([])
  await queries.updateTable('person_session').set({ proven_at: new Date() }).execute()
  expect((await visitor.send(again, '/profile', elsewhere)).status).toBe(303)
  const [sent] = await told().select(['body_sealed', 'message_id']).execute()
  const body = portal.box.open(sent?.body_sealed ?? Buffer.of(), 'message', sent?.message_id ?? '')
  expect(JSON.parse(body)).toEqual({ to: same.email, language: 'nl', values: {} })
})

test('one’s own sessions are listed and ended, and nobody else’s', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const [visitor, other] = [await portal.signedIn(username), await portal.signedIn(username)]
  const profile = await visitor.look('/profile')
  expect([...profile.html.matchAll(/name="sessionId"/g)].length).toBe(1)
  const strange = '0197a000-0000-7000-8000-000000000009'
  expect((await visitor.send(profile, '/profile/sessions', { sessionId: strange })).status).toBe(303)
  expect((await other.look('/profile')).status).toBe(200)
  await visitor.send(profile, '/profile/sessions', {})
  expect([(await visitor.look('/profile')).status, (await other.look('/profile')).status]).toEqual([200, 303])
})

test('the API changes one’s own record, password and sessions by the same rules', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const [visitor, other] = [await portal.signedIn(username), await portal.signedIn(username)]
  const api = (method: string, path: string, body?: object, more: Record<string, string> = {}) =>
    askApi(portal, visitor, { method, path, more, ...(body && { body }) })
  const me = await api('GET', '/me')
  expect(me.body).not.toHaveProperty('ssin')
  expect((await api('PATCH', '/me', { email: 'api@example.be' })).status).toBe(428)
  expect((await api('PATCH', '/me', { email: 'api@example.be' }, { 'if-match': me.etag })).status).toBe(204)
  expect((await api('PATCH', '/me', { email: 'late@example.be' }, { 'if-match': me.etag })).status).toBe(412)
  expect((await api('PATCH', '/me', { lastName: 'X' }, { 'if-match': me.etag })).status).toBe(400)
  expect((await api('GET', '/me')).body).toMatchObject({ email: 'api@example.be', mobilePhone: '+32470000001' })

  const { items } = (await api('GET', '/me/sessions')).body as { items: { sessionId: string; isCurrent: boolean }[] }
  const [theirs] = items.filter(({ isCurrent }) => !isCurrent)
  expect((await api('DELETE', `/me/sessions/${theirs?.sessionId}`)).status).toBe(204)
  expect((await api('DELETE', `/me/sessions/${theirs?.sessionId}`)).status).toBe(404)
  expect((await other.look('/profile')).status).toBe(303)

  const change = { newPassword: NEXT, newPasswordConfirmation: NEXT }
  expect((await api('PUT', '/me/password', change)).status).toBe(403)
  expect((await api('PUT', '/me/password', { ...change, oldPassword: PASSWORD })).status).toBe(204)
  expect((await api('GET', '/me')).status).toBe(200)
})

test('by the API too, a password of a manager’s making is changed with the token that it tells, and opens nothing else', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  await setByManager(portal)
  const visitor = await portal.signedIn(username, TEMPORARY)
  const asked = { method: 'GET', path: '/me', more: {} }
  const { status, body } = await askApi(portal, visitor, asked)
  const { csrfToken } = body as { csrfToken: string }
  expect([status, (await askApi(portal, visitor, { ...asked, path: '/me/sessions' })).status]).toEqual([200, 403])
  const change = { newPassword: NEXT, newPasswordConfirmation: NEXT }
  const put = { method: 'PUT', path: '/me/password', body: change, more: { 'x-csrf-token': csrfToken } }
  expect((await askApi(portal, visitor, put)).status).toBe(204)
  const open = await askApi(portal, visitor, asked)
  expect(open.body).toMatchObject({ roles: [{ role: 'mainAccessManager' }, { role: 'accessManager' }] })
})

async function setByManager({ database, ground, manager: accountId }: RealPortal): Promise<void> {
  const { signIn, passwordRules } = ground.identity
  const chosen = { accountId, password: TEMPORARY, confirmation: TEMPORARY }
  const judged = await choosePassword({ ...signIn, queries: database.queries }, chosen, passwordRules())
  if (!judged.ok) throw new Error(judged.problem.cause)
  const wish = { password: judged.value, enterpriseNumber: ENTERPRISE }
  const rules = { ...passwordRules(), temporarySeconds: 60 }
  const reset = await database.transaction((tx) => resetPassword(tx, wish, rules, { actor: 'operator:test' }))
  if (!reset.ok) throw new Error(reset.problem.cause)
}

type ApiAsked = {
  readonly method: string
  readonly path: string
  readonly body?: object
  readonly more: Readonly<Record<string, string>>
}

/** With the CSRF token that a page of the same browser shows. */
async function askApi({ listener }: RealPortal, visitor: Browser, { method, path, body, more }: ApiAsked) {
  const page: Page = await visitor.look('/profile')
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await listener.app.inject({
    ...{ method: method as 'GET', url: `/REST/accessManagement/v1${path}` },
    headers: { cookie, origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrf, ...more },
    ...(body && { payload: body }),
  })
  for (const { name, value } of answer.cookies) visitor.cookies.set(name, value)
  return {
    status: answer.statusCode,
    etag: String(answer.headers.etag ?? ''),
    body: answer.payload === '' ? null : (JSON.parse(answer.payload) as object),
  }
}
