import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Misconfigured } from '../../src/base/errors.ts'
import { parseDatabaseUrl } from '../../src/database/database-url.ts'

test('a server on this machine needs no TLS, one elsewhere must be the one that its certificate names', () => {
  const local = { host: '127.0.0.1', port: 5432, user: 'sluice', database: 'sluice', ssl: false }
  expect(parseDatabaseUrl('postgres://sluice@127.0.0.1/sluice', undefined)).toEqual(local)
  const remote = { host: 'db.example', port: 5433, user: 'sluice', database: 'sluice', password: 'x' }
  expect(parseDatabaseUrl('postgres://sluice@db.example:5433/sluice', 'x')).toEqual({
    ...remote,
    ssl: { rejectUnauthorized: true },
  })
})

test.each([
  ['disable', false],
  ['require', { rejectUnauthorized: false }],
  ['verify-full', { rejectUnauthorized: true }],
])('sslmode=%s', (mode, ssl) => {
  expect(parseDatabaseUrl(`postgres://u@h.example/d?sslmode=${mode}`, undefined).ssl).toEqual(ssl)
})

test('verify-ca looks at the issuer, not at the name', () => {
  const { ssl } = parseDatabaseUrl('postgres://u@h.example/d?sslmode=verify-ca', undefined)
  expect(ssl).toEqual({ rejectUnauthorized: true, checkServerIdentity: expect.any(Function) })
})

test('a unix socket is named by its folder', () => {
  const expected = { host: '/run/postgresql', port: 5432, user: 'u', database: 'd', ssl: false }
  expect(parseDatabaseUrl('postgres://u@%2Frun%2Fpostgresql/d', undefined)).toEqual(expected)
  expect(parseDatabaseUrl('postgres://u@localhost/d?host=/run/postgresql', undefined)).toEqual(expected)
})

test('an IPv6 address loses its brackets', () => {
  expect(parseDatabaseUrl('postgres://u@[::1]:1/d', undefined)).toMatchObject({ host: '::1', port: 1, ssl: false })
})

test.each([
  ['mysql://u@h/d', 'database.url is not a PostgreSQL address.'],
  ['postgres:///d', 'database.url must name a user, a host and a database.'],
  ['postgres://u@h/', 'database.url must name a user, a host and a database.'],
  ['postgres://h/d', 'database.url must name a user, a host and a database.'],
  ['postgres://u:hunter2@h/d', 'database.url contains a password.'],
  ['postgres://u@h/d?sslmode=prefer', 'database.url has the unknown sslmode prefer.'],
  ['postgres://u@h/d?options=-c%20fsync=off', 'database.url has the unknown parameter options.'],
  ['postgres://u@h/d%zz', 'database.url has a % that is no escape.'],
  [
    'postgres://u@h/d?sslmode=verify-full&sslrootcert=/missing.crt',
    'database.url names the file /missing.crt as sslrootcert, which cannot be read.',
  ],
])('%s is refused', (url, message) => {
  expect(() => parseDatabaseUrl(url, undefined)).toThrow(expect.objectContaining({ name: 'Misconfigured', message }))
})

test('any text is read or refused, and what was written is read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      try {
        parseDatabaseUrl(text, undefined)
      } catch (error) {
        expect(error).toBeInstanceOf(Misconfigured)
      }
    }),
  )
  const word = fc.string({ minLength: 1, unit: 'binary' })
  fc.assert(
    fc.property(word, word, fc.integer({ min: 1, max: 65535 }), (user, database, port) => {
      const url = `postgres://${encodeURIComponent(user)}@localhost:${port}/${encodeURIComponent(database)}`
      expect(parseDatabaseUrl(url, undefined)).toEqual({ host: 'localhost', port, user, database, ssl: false })
    }),
  )
})
