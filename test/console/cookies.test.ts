import { expect, test } from 'vitest'
import { consoleCookies } from '../../src/console/cookies.ts'
import { consoleUrlOf, isConsoleOverTls } from '../../src/daemon/console-address.ts'
import { roleIn } from '../../src/identity/operators/by-oidc.ts'

const TOKEN = 'k'.repeat(43)
const LISTENER = { host: '127.0.0.1', port: 8080, tls: 'auto', publicUrl: '' } as const

test('rule 21.4: the session cookie is bound to host and TLS, where there is TLS (case W4)', () => {
  const secure = `__Host-console-session=${TOKEN}; Path=/; HttpOnly; Secure; SameSite=Lax`
  expect(consoleCookies('https://console.example').session(TOKEN)).toBe(secure)
  const clear = `console-session=${TOKEN}; Path=/; HttpOnly; SameSite=Lax`
  expect(consoleCookies('http://127.0.0.1:8080').session(TOKEN)).toBe(clear)
})

test('a cookie of the portal on the same host is none of the console', () => {
  const header = `__Host-session=${TOKEN}; __Host-console-session=${'c'.repeat(43)}`
  expect(consoleCookies('https://console.example').read(header)).toEqual({ session: 'c'.repeat(43) })
})

test.each([
  ['loopback', {}, 'http://127.0.0.1:9'],
  ['loopback of IPv6', { host: '::1' }, 'http://[::1]:9'],
  ['loopback, always TLS', { tls: 'always' as const }, 'https://127.0.0.1:9'],
  ['an inner address', { host: '10.0.0.7' }, 'https://10.0.0.7:9'],
  ['every address', { host: '0.0.0.0' }, 'https://localhost:9'],
  ['behind a proxy', { publicUrl: 'https://console.example/' }, 'https://console.example'],
])('rule 21.4: the console on %s is reached at %j', (_, changes, url) => {
  const listener = { ...LISTENER, ...changes }
  expect(consoleUrlOf(listener, 9)).toBe(url)
  expect(isConsoleOverTls(listener)).toBe(url.startsWith('https:') && listener.publicUrl === '')
})

test('rule 21.10: a claim gives the highest of the roles that its values give, or none', () => {
  const roles = [
    { value: 'watch', role: 'viewer' },
    { value: 'run', role: 'administrator' },
  ] as const
  const given = ['watch', ['watch', 'run'], ['other'], undefined, { run: true }].map((claim) => roleIn(claim, roles))
  expect(given).toEqual(['viewer', 'administrator', null, null, null])
})
