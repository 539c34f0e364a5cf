/** The door of the portal: who comes in, who does not, and what a browser is told (spec access.md §8; cases R7, R9, R24, R25, W4, W7). */
import { expect, test } from 'vitest'
import { endAllOf } from '../../src/identity/end-sessions.ts'
import { formOf, headingOf, notesOf } from './browser.ts'
import { appCode, PASSWORD } from './people.ts'
import { giveApp, givePassword, realPortal } from './real-portal.ts'

test('a right password opens a session in a new cookie that only this host gets, over TLS', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const visitor = portal.visitor()
  visitor.cookies.set('__Host-session', 'x'.repeat(43))
  const door = await visitor.look('/sign-in?returnTo=/profile')
  const answer = await visitor.send(door, '/sign-in?returnTo=%2Fprofile', { username, password: PASSWORD })
  expect([answer.status, answer.headers.location]).toEqual([303, '/profile'])
  const [cookie = ''] = [answer.headers['set-cookie'] ?? []].flat().filter((line) => line.includes('session'))
  expect(cookie).toMatch(/^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(cookie).not.toContain('x'.repeat(43))
  expect(headingOf(await visitor.get('/profile'))).toBe('My profile')
})

test('an unknown name, a wrong password and no password are answered alike', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const typed = [
    { username: 'nobody.x', password: PASSWORD },
    { username, password: 'wrong-password-1' },
    { username, password: '' },
  ]
  const seen = []
  for (const fields of typed) {
    const visitor = portal.visitor()
    const page = await visitor.send(await visitor.look('/sign-in'), '/sign-in', fields)
    seen.push([page.status, notesOf(page), visitor.cookies.has('__Host-session')])
  }
  expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(seen[0]?.slice(0, 1)).toEqual([403])
})

test('whoever guesses has to wait, and is told how long; the right password does not help meanwhile', async () => {
  await using portal = await realPortal(['limits.loginFailures.perAccount=2'])
  const username = await givePassword(portal)
  const visitor = portal.visitor()
  const statuses = []
  for (const password of ['wrong-1', 'wrong-2', PASSWORD]) {
    const page = await visitor.send(await visitor.look('/sign-in'), '/sign-in', { username, password })
    statuses.push([page.status, Number(page.headers['retry-after'] ?? 0) > 0])
  }
  expect(statuses).toEqual([
    [403, false],
    [403, false],
    [429, true],
  ])
})

test.each([
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/%0d%0aset-cookie:x', '/%0d%0aset-cookie:x'],
  ['/sign-in', '/'],
  ['/profile?lang=fr', '/profile?lang=fr'],
])('after the sign-in %s leads to %s (case W7)', async (returnTo, place) => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const visitor = portal.visitor()
  const at = `/sign-in?${new URLSearchParams({ returnTo })}`
  const answer = await visitor.send(await visitor.look(at), at, { username, password: PASSWORD })
  expect(answer.headers.location).toBe(place)
})

test('a form that this browser was not given signs nobody in', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const [other, visitor] = [portal.visitor(), portal.visitor()]
  const csrf = formOf(await other.look('/sign-in'), '/sign-in').csrf ?? ''
  const page = await visitor.send(await visitor.look('/sign-in'), '/sign-in', { username, password: PASSWORD, csrf })
  expect([page.status, visitor.cookies.has('__Host-session')]).toEqual([403, false])
})

test('a code is good once, whatever browser sends it', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const secret = await giveApp(portal)
  const [seen, once]: [unknown[], string] = [[], appCode(secret, 1)]
  for (const code of [once, once]) {
    const visitor = portal.visitor()
    const asked = await visitor.fill(await visitor.look('/sign-in'), '/sign-in', { username, password: PASSWORD })
    const answer = await visitor.send(asked, '/sign-in/code', { code })
    seen.push([answer.status, visitor.cookies.has('__Host-session'), visitor.cookies.has('__Host-attempt')])
  }
  expect(seen).toEqual([
    [303, true, false],
    [403, false, true],
  ])
})

test('a session that was ended elsewhere opens nothing at the next request', async () => {
  await using portal = await realPortal()
  const visitor = await portal.signedIn(await givePassword(portal))
  expect((await visitor.look('/profile')).status).toBe(200)
  await portal.database.transaction((tx) => endAllOf(tx, portal.manager, 'test', { actor: 'operator:test' }))
  expect((await visitor.look('/profile')).headers.location).toBe('/sign-in?returnTo=%2Fprofile')
})

test('signing out ends the session, not only the cookie', async () => {
  await using portal = await realPortal()
  const visitor = await portal.signedIn(await givePassword(portal))
  const kept = visitor.cookies.get('__Host-session') ?? ''
  const profile = await visitor.look('/profile')
  const out = await visitor.fill(profile, '/sign-out', {})
  expect([out.at, notesOf(out)]).toEqual(['/sign-in?done=signedOut', ['You are signed out.']])
  visitor.cookies.set('__Host-session', kept)
  expect((await visitor.look('/profile')).status).toBe(303)
})

test('proving it again gives the session another token, and the old one opens nothing', async () => {
  await using portal = await realPortal()
  const username = await givePassword(portal)
  const visitor = await portal.signedIn(username)
  const old = visitor.cookies.get('__Host-session') ?? ''
  const again = await visitor.look('/sign-in/again?returnTo=/profile')
  const wrong = await visitor.send(again, '/sign-in/again?returnTo=%2Fprofile', { password: 'wrong-password-1' })
  expect([wrong.status, visitor.cookies.get('__Host-session')]).toEqual([403, old])
  const right = await visitor.send(again, '/sign-in/again?returnTo=%2Fprofile', { password: PASSWORD })
  expect([right.status, right.headers.location]).toEqual([303, '/profile'])
  expect((await visitor.look('/profile')).status).toBe(200)
  visitor.cookies.set('__Host-session', old)
  expect((await visitor.look('/profile')).status).toBe(303)
})
