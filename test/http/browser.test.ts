import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cookiesOf, endedSessionCookie, languageCookie, sessionCookie } from '../../src/http/cookies.ts'
import { pageOf, withQuery } from '../../src/http/keyset.ts'
import { localPath } from '../../src/http/local-path.ts'
import { pageHeaders } from '../../src/http/page.tsx'
import { csrfToken, isCsrfToken, isFromOrigin, pathBefore } from '../../src/http/same-origin.ts'

const ORIGIN = 'https://portal.example'
const TOKEN = 'k'.repeat(43)

test('the session cookie is bound to host, TLS and HTTP, and is not sent along by other sites (case W4)', () => {
  expect(sessionCookie(TOKEN)).toBe(`__Host-session=${TOKEN}; Path=/; HttpOnly; Secure; SameSite=Lax`)
  expect(endedSessionCookie()).toBe('__Host-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax')
  expect(languageCookie('nl')).toBe('__Host-language=nl; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax')
})

test('cookies that are not ours, or do not look like it, are not there', () => {
  const header = `a=b; session=${TOKEN}; __Host-session=${TOKEN}; __Host-visitor=%0d%0a; __Host-attempt=x; __Host-language=de`
  expect(cookiesOf(header)).toEqual({ session: TOKEN, language: 'de' })
  expect(cookiesOf('__Host-session=short; __Host-visitor=x y')).toEqual({})
  expect(cookiesOf(undefined)).toEqual({})
})

test('any cookie header can be read', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      for (const value of Object.values(cookiesOf(`__Host-session=${header}`))) expect(typeof value).toBe('string')
    }),
  )
})

test.each<[string, Record<string, string>, boolean]>([
  ['our origin', { origin: ORIGIN }, true],
  ['our origin, as a browser tells it', { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }, true],
  ['our origin, from another site', { origin: ORIGIN, 'sec-fetch-site': 'cross-site' }, false],
  ['our origin, from a sister host', { origin: ORIGIN, 'sec-fetch-site': 'same-site' }, false],
  ['no origin, our page as referrer', { referer: `${ORIGIN}/profile` }, true],
  ['no origin, another page as referrer', { referer: 'https://evil.example/https://portal.example/' }, false],
  ['neither', {}, false],
  ['the origin null', { origin: 'null', referer: `${ORIGIN}/` }, false],
  ['another origin', { origin: 'https://evil.example' }, false],
  ['another port', { origin: `${ORIGIN}:8443` }, false],
  ['no TLS', { origin: 'http://portal.example' }, false],
  ['our name as a beginning', { origin: `${ORIGIN}.evil.example` }, false],
  ['a referrer that is no address', { referer: 'portal.example' }, false],
])('from %s: %j is ours: %s (case W1)', (_, headers, expected) => {
  expect(isFromOrigin(headers, ORIGIN)).toBe(expected)
})

test('a form is bound to the secret of its browser, and does not tell it', () => {
  const token = csrfToken(TOKEN)
  expect([isCsrfToken(token, TOKEN), isCsrfToken(token, 'l'.repeat(43)), isCsrfToken('', TOKEN)]).toEqual([
    true,
    false,
    false,
  ])
  expect([isCsrfToken(undefined, TOKEN), isCsrfToken(`${token}x`, TOKEN)]).toEqual([false, false])
  expect(token).not.toContain(TOKEN)
})

test.each([
  ['/profile?a=b', '/profile?a=b'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\tevil', '/'],
  ['/a/..//evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['profile', '/'],
  ['', '/'],
  [undefined, '/'],
])('the way back %s leads to %s (case W7)', (text, expected) => {
  expect(localPath(text, '/')).toBe(expected)
})

test('no way back leads to another host', () => {
  const odd = fc.string({ unit: fc.constantFrom('/', '\\', '.', ':', '@', 'e', '?', '#', '%', '\t', '\n', ' ') })
  fc.assert(
    fc.property(fc.oneof(odd, fc.string()), (text) => {
      const path = localPath(`/${text}`, '/')
      expect(new URL(path, 'https://portal.example').origin).toBe('https://portal.example')
      expect(path.startsWith('//')).toBe(false)
    }),
    { numRuns: 2000 },
  )
})

test('the page before is told by a referrer of ours alone', () => {
  expect(pathBefore({ referer: `${ORIGIN}/users?after=1` }, ORIGIN)).toBe('/users?after=1')
  expect(pathBefore({ referer: 'https://evil.example/users' }, ORIGIN)).toBe(undefined)
})

test('a page allows our style sheet and forms, and scripts where it has one (cases W2, W3)', () => {
  const base = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'none'; "
  const rest = "; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
  expect(pageHeaders()['content-security-policy']).toBe(`${base}form-action 'self'${rest}`)
  const wider = pageHeaders({ script: true, formTargets: ['https://idp.example'] })
  expect(wider['content-security-policy']).toBe(
    `${base}script-src 'self'; connect-src 'self'; form-action 'self' https://idp.example${rest}`,
  )
})

test('a page of a list leads to the next one by its last key, and keeps the filter', () => {
  const keyOf = (key: string) => key
  const path = '/users?search=an%26n'
  expect(pageOf(['a', 'b', 'c'], { path, pageSize: 2 }, keyOf)).toEqual({
    ...{ self: path, items: ['a', 'b'], pageSize: 2, next: '/users?search=an%26n&after=b' },
  })
  expect(pageOf(['c'], { path, after: 'b', pageSize: 2 }, keyOf)).toEqual({
    ...{ self: '/users?search=an%26n&after=b', items: ['c'], pageSize: 2 },
  })
})

test('a parameter is set, replaced or taken away', () => {
  expect(withQuery('/a?b=1&lang=de', { lang: 'fr' })).toBe('/a?b=1&lang=fr')
  expect(withQuery('/a?b=1', { b: undefined })).toBe('/a')
  expect(withQuery('/a', { returnTo: '/b?c=d' })).toBe('/a?returnTo=%2Fb%3Fc%3Dd')
})
