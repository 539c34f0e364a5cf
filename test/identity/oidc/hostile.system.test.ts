import { createHmac, createPublicKey } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type Log, silentLog } from '../../../src/base/log.ts'
import type { BeginOptions, OidcAttempt, Provider } from '../../../src/identity/oidc/provider.ts'
import {
  json,
  type Lies,
  NUMBER_CLAIM,
  outcome,
  providerAt,
  publicJwk,
  SSIN,
  signingKey,
  startHostileProvider,
} from './hostile-provider.ts'

const hostile = await startHostileProvider()
const another = await startHostileProvider()
afterAll(async () => {
  await hostile.close()
  await another.close()
})
beforeEach(() => {
  hostile.lie({})
  hostile.asked.length = 0
})

const identity = { issuer: hostile.issuer, subject: 's1', ssin: SSIN, method: 'itsme', assurance: 450 }

async function begun(provider: Provider, options: BeginOptions = {}): Promise<{ url: string; attempt: OidcAttempt }> {
  const started = await provider.begin(options)
  if (!started.ok) throw new Error(started.problem.cause)
  return started.value
}

/** What comes of a sign-in with a provider that lies in this way. */
async function signedIn(
  lies: Lies = {},
  changes: Record<string, string | null> = {},
  provider = providerAt(hostile.issuer),
): Promise<unknown> {
  hostile.lie(lies)
  const { attempt } = await begun(provider)
  return outcome(await provider.finish(hostile.callback(attempt, changes), attempt))
}

test('a provider that does not lie tells who somebody is', async () => {
  expect(await signedIn()).toEqual(identity)
})

test('the browser is sent away with PKCE, a state, a nonce and the level that is asked for', async () => {
  const provider = providerAt(hostile.issuer, { acrValues: 'level' })
  const { url, attempt } = await begun(provider, { fresh: true, language: 'de' })
  const { searchParams, origin } = new URL(url)
  expect(origin).toBe(hostile.issuer)
  const { state, nonce, code_challenge, ...rest } = Object.fromEntries(searchParams)
  expect([state, nonce, code_challenge?.length]).toEqual([attempt.state, attempt.nonce, 43])
  expect(rest).toEqual({
    ...{ client_id: 'sluice', redirect_uri: 'https://portal.example/signIn/itsme/return', response_type: 'code' },
    ...{ scope: 'openid profile eid', code_challenge_method: 'S256', acr_values: 'level', ui_locales: 'de' },
    ...{ prompt: 'login', max_age: '0' },
  })
  expect(url).not.toContain(attempt.verifier)
})

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const unsigned = (header: object) => (claims: JWTPayload) => `${base64url(header)}.${base64url(claims)}.`
const spki = createPublicKey({ key: publicJwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
const byPublicKey = (claims: JWTPayload): string => {
  const signed = `${base64url({ alg: 'HS256', kid: 'k1' })}.${base64url(claims)}`
  return `${signed}.${createHmac('sha256', spki).update(signed).digest('base64url')}`
}
const bySecret = (claims: JWTPayload): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from('a secret of ours'))
const stranger = await generateKeyPair('RS256')
const byStranger =
  (header: object) =>
  (claims: JWTPayload): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...header }).sign(stranger.privateKey)
const tampered = async (claims: JWTPayload): Promise<string> => {
  const signed = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(signingKey)
  const [header, , value] = signed.split('.')
  return `${header}.${base64url({ ...claims, [NUMBER_CLAIM]: '85073000259' })}.${value}`
}
const nowSeconds = Math.floor(Date.now() / 1000)

// biome-ignore format: a table
const UNBELIEVED: readonly (readonly [string, Lies])[] = [
  ['signed by nothing',                     { idToken: unsigned({ alg: 'none' }) }],
  ['signed by nothing, with a kid',         { idToken: unsigned({ alg: 'none', kid: 'k1' }) }],
  ['signed by HS256 with the public key',   { idToken: byPublicKey }],
  ['signed by HS256 with our secret',       { idToken: bySecret }],
  ['signed by a stranger',                  { idToken: byStranger({ kid: 'k1' }) }],
  ['that brings its own key',               { idToken: byStranger({ kid: 'k1', jwk: publicJwk }) }],
  ['that names where its key is',           { idToken: byStranger({ jku: `${another.issuer}/jwks` }) }],
  ['whose kid is a path',                   { header: { kid: '../../etc/passwd' } }],
  ['whose kid is unknown',                  { header: { kid: 'k2' } }],
  ['that demands what is not known',        { idToken: (claims) => unsigned({ alg: 'RS256', kid: 'k1', crit: ['x'], x: 1 })(claims) }],
  ['that was changed',                      { idToken: tampered }],
  ['of another issuer',                     { claims: { iss: another.issuer } }],
  ['without an issuer',                     { claims: { iss: undefined } }],
  ['for somebody else',                     { claims: { aud: 'another' } }],
  ['for several, without a party',          { claims: { aud: ['sluice', 'another'] } }],
  ['authorised for another party',          { claims: { azp: 'another' } }],
  ['with another nonce',                    { claims: { nonce: 'another' } }],
  ['without a nonce',                       { claims: { nonce: undefined } }],
  ['that has expired',                      { claims: { exp: nowSeconds - 60 } }],
  ['without an end',                        { claims: { exp: undefined } }],
  ['that is not valid yet',                 { claims: { nbf: nowSeconds + 600 } }],
  ['without a subject',                     { claims: { sub: undefined } }],
  ['with an endless subject',               { claims: { sub: 's'.repeat(300) } }],
  ['that is none',                          { idToken: () => 'token' }],
  ['with bytes that are no base64',         { idToken: () => '{}.€.!' }],
  ['without an algorithm',                  { idToken: unsigned({ kid: 'k1' }) }],
  ['encrypted, though we have no key',      { idToken: () => 'a.b.c.d.e' }],
  ['of which there is none',                { token: (response) => json(response, { access_token: 'a', token_type: 'Bearer' }) }],
  ['whose keys are no keys',                { jwks: () => ({ keys: [{ ...publicJwk, n: 'AQAB' }] }) }],
  ['whose keys have one name',              { jwks: () => ({ keys: [publicJwk, publicJwk] }) }],
  ['whose key is for encryption',           { jwks: () => ({ keys: [{ ...publicJwk, use: 'enc' }] }) }],
  ['whose user information is another’s',   { claims: { [NUMBER_CLAIM]: undefined }, userInfo: (response) => json(response, { sub: 's2', [NUMBER_CLAIM]: SSIN }) }],
]

// Holds rule 11.13.
test.each(UNBELIEVED)('case R12: an ID token %s is not believed', async (_, lies) => {
  expect(await signedIn(lies)).toBe('providerUnbelieved')
})

const jwt =
  (claims: JWTPayload, key = signingKey) =>
  async (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/jwt' })
    response.end(await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(key))
  }
const elsewhere = { claims: { [NUMBER_CLAIM]: undefined } }

test('the number may stand in the user information, signed or not', async () => {
  expect(await signedIn(elsewhere)).toEqual(identity)
  const told = { sub: 's1', iss: hostile.issuer, aud: 'sluice', [NUMBER_CLAIM]: SSIN }
  expect(await signedIn({ ...elsewhere, userInfo: jwt(told) })).toEqual(identity)
  const lies = [jwt(told, stranger.privateKey), jwt({ ...told, sub: 's2' }), jwt({ ...told, aud: 'another' })]
  for (const userInfo of lies) expect(await signedIn({ ...elsewhere, userInfo })).toBe('providerUnbelieved')
})

// biome-ignore format: a table
const NUMBERS: readonly unknown[] = [null, 85073000160, '', '85073000161', ['85073000160'], { number: SSIN }]

test.each(NUMBERS)('%j is no national number', async (number) => {
  expect(await signedIn({ claims: { [NUMBER_CLAIM]: number } })).toBe('providerNoNumber')
})

test('case R12: 10,000 keys are more than anybody needs', async () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => ({ ...publicJwk, kid: `k${index}` }))
  expect(await signedIn({ jwks: () => ({ keys }) })).toBe('providerUnavailable')
})

test('case R12: a code that was used, and the state of another sign-in, do not serve', async () => {
  const provider = providerAt(hostile.issuer)
  const { attempt } = await begun(provider)
  expect(outcome(await provider.finish(hostile.callback(attempt), attempt))).toEqual(identity)
  expect(outcome(await provider.finish(hostile.callback(attempt, { code: 'c2' }), attempt))).toBe('providerExpired')
  const { attempt: later } = await begun(provider)
  expect(outcome(await provider.finish(hostile.callback(attempt), later))).toBe('providerMismatch')
  expect(await signedIn({}, { state: null })).toBe('providerMismatch')
})

test('case R12: the answer of one provider does not serve as that of another', async () => {
  const fas = providerAt(another.issuer, { name: 'fas' })
  const { attempt } = await begun(fas)
  expect(outcome(await providerAt(hostile.issuer).finish(another.callback(attempt), attempt))).toBe('providerMismatch')
  expect(await signedIn({}, { iss: another.issuer })).toBe('providerUnbelieved')
  expect(await signedIn({}, { iss: hostile.issuer })).toEqual(identity)
  const silent = { metadata: { authorization_response_iss_parameter_supported: true } }
  expect(await signedIn(silent)).toBe('providerUnbelieved')
})

// biome-ignore format: a table
const ERRORS: readonly (readonly [string, string])[] = [
  ['access_denied',           'providerCancelled'],
  ['login_required',          'providerNotFinished'],
  ['interaction_required',    'providerNotFinished'],
  ['temporarily_unavailable', 'providerUnavailable'],
  ['temporary_unavailable',   'providerUnavailable'],
  ['server_error',            'providerUnavailable'],
  ['invalid_scope',           'providerRefuses'],
  ['<script>',                'providerRefuses'],
]

test.each(ERRORS)('the error %s on the way back is explained', async (error, key) => {
  expect(await signedIn({}, { code: null, error })).toBe(key)
})

test('an error without the state of this sign-in is not believed', async () => {
  expect(await signedIn({}, { code: null, error: 'access_denied', state: 'x' })).toBe('providerMismatch')
})

test('the level that was reached must be the one that was asked for, or above it', async () => {
  const level = (number: number): string => `urn:be:fedict:iam:fas:Level${number}`
  const provider = providerAt(hostile.issuer, { acrValues: level(450) })
  const seen = []
  for (const acr of [level(450), level(500), undefined, level(400), 'basic', 450]) {
    seen.push(await signedIn({ claims: { acr } }, {}, provider))
  }
  expect(seen).toEqual([identity, identity, ...Array.from({ length: 4 }, () => 'providerTooWeak')])
})

test('a level that is not told is believed where the operator says so, and one that is too low is not', async () => {
  const provider = providerAt(hostile.issuer, { acrValues: 'level', acrRequired: false })
  const seen = [await signedIn({}, {}, provider), await signedIn({ claims: { acr: 'other' } }, {}, provider)]
  expect(seen).toEqual([identity, 'providerTooWeak'])
})

test('why an answer is not believed stands in the log', async () => {
  const told: unknown[] = []
  const log: Log = { ...silentLog, warn: (...line) => void told.push(line) }
  await signedIn({}, {}, providerAt(hostile.issuer, { acrValues: 'level' }, { log }))
  expect(told).toEqual([['signIn.provider.refused', { provider: 'itsme', reason: 'providerTooWeak' }]])
})

test('a fresh proof is one that the person gave since it was asked for', async () => {
  const provider = providerAt(hostile.issuer)
  const seen = []
  const now = Math.floor(Date.now() / 1000)
  for (const auth_time of [now, now - 600, undefined]) {
    hostile.lie({ claims: { auth_time } })
    const { attempt } = await begun(provider, { fresh: true })
    seen.push(outcome(await provider.finish(hostile.callback(attempt), attempt)))
  }
  expect(seen).toEqual([identity, 'providerNotFinished', 'providerNotFinished'])
})

// biome-ignore format: a table
const DESCRIPTIONS: readonly (readonly [string, object])[] = [
  ['of another issuer',        { issuer: another.issuer }],
  ['of the issuer as it is not written here', { issuer: `${hostile.issuer}/` }],
  ['without keys',             { jwks_uri: undefined }],
  ['with secret keys only',    { id_token_signing_alg_values_supported: ['HS256', 'none'] }],
  ['whose keys are elsewhere', { jwks_uri: 'file:///etc/passwd' }],
  ['of places that are none',  { token_endpoint: 'x' }],
  ['that is endless',          { padding: 'x'.repeat(70_000) }],
]

test.each(DESCRIPTIONS)('a provider that describes itself as one %s is not there', async (_, metadata) => {
  hostile.lie({ metadata })
  expect(outcome(await providerAt(hostile.issuer).begin())).toBe('providerUnavailable')
})

test('a provider that is not there is asked again after two seconds, and described once an hour', async () => {
  let now = new Date()
  const provider = providerAt(hostile.issuer, {}, { now: () => now })
  const later = (seconds: number): void => {
    now = new Date(now.getTime() + seconds * 1000)
  }
  hostile.lie({ metadata: { jwks_uri: undefined } })
  const failures = [await provider.begin(), await provider.begin()]
  expect(failures.map(outcome)).toEqual(['providerUnavailable', 'providerUnavailable'])
  later(2)
  hostile.lie({})
  await Promise.all([begun(provider), begun(provider)])
  later(3599)
  await begun(provider)
  expect(hostile.asked.length).toBe(2)
  later(2)
  hostile.lie({ metadata: { jwks_uri: undefined } })
  await begun(provider)
  expect(hostile.asked.length).toBe(3)
  later(86_400)
  expect(outcome(await provider.begin())).toBe('providerUnavailable')
})

test('errors of the provider’s server and of its set-up are told apart', async () => {
  const token = (status: number, body: object): Lies => ({ token: (response) => json(response, body, status) })
  expect(await signedIn(token(503, {}))).toBe('providerUnavailable')
  expect(await signedIn(token(401, { error: 'invalid_client' }))).toBe('providerRefuses')
  expect(await signedIn(token(302, {}))).toBe('providerUnbelieved')
  const nobody = providerAt('http://127.0.0.1:1')
  expect(outcome(await nobody.begin())).toBe('providerUnavailable')
})

test('whatever a provider writes is refused, never an exception', async () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>('RS256', 'k1', 'RSA', 'ES256', 'sig', 300, 's1'))
  const part = fc.oneof(fc.dictionary(fc.constantFrom('alg', 'kid', 'crit', 'typ', 'x'), value), value)
  const token = fc.oneof(
    fc
      .array(part, { minLength: 1, maxLength: 5 })
      .map((parts) => parts.map((one) => base64url(one as object)).join('.')),
    fc.string(),
  )
  const key = fc.dictionary(fc.constantFrom('kty', 'kid', 'alg', 'use', 'n', 'e', 'crv', 'x', 'y', 'key_ops'), value)
  const lies = fc.record(
    {
      idToken: token.map((text) => () => text),
      claims: fc.dictionary(fc.constantFrom('iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'nonce', 'azp', 'acr'), value),
      header: fc.record({ alg: fc.constant('RS256'), kid: fc.constantFrom('k1', '') }),
      jwks: fc.oneof(fc.record({ keys: fc.oneof(fc.array(key), value) }), value).map((keys) => () => keys as object),
      userInfo: value.map((told) => (response: ServerResponse) => json(response, told as object)),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(lies, async (written) => {
      const claims = written.claims && { ...written.claims, [NUMBER_CLAIM]: undefined }
      const seen = await signedIn({ ...written, ...(claims && { claims }) })
      expect(typeof seen === 'string' ? seen : 'identity').toMatch(/^provider|^identity$/)
    }),
    { numRuns: 200 },
  )
})

test('whatever a provider says of itself is refused, never an exception', async () => {
  const name = fc.constantFrom(
    ...['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'],
    ...['id_token_signing_alg_values_supported', 'userinfo_signing_alg_values_supported'],
    ...['token_endpoint_auth_methods_supported', 'authorization_response_iss_parameter_supported'],
  )
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('x', 'javascript:x', 'http://[', 'file:///etc/passwd', ['RS256']),
  )
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, value), async (metadata) => {
      hostile.lie({ metadata, claims: { [NUMBER_CLAIM]: undefined } })
      const provider = providerAt(hostile.issuer)
      const started = await provider.begin()
      const { attempt } = started.ok ? started.value : { attempt: null }
      const finished = attempt && (await provider.finish(hostile.callback(attempt), attempt))
      const seen = finished ? outcome(finished) : outcome(started)
      expect(typeof seen === 'string' ? seen : 'identity').toMatch(/^provider|^identity$/)
    }),
  )
})

test('whatever a browser brings back is refused, never an exception', async () => {
  const provider = providerAt(hostile.issuer)
  const { attempt } = await begun(provider)
  const name = fc.constantFrom('code', 'state', 'iss', 'error', 'response', 'id_token', 'token', 'x')
  const query = fc.array(fc.tuple(name, fc.oneof(fc.string(), fc.constantFrom(attempt.state, hostile.issuer))))
  await fc.assert(
    fc.asyncProperty(query, async (pairs) => {
      const callback = new URL(`https://evil.example/?${new URLSearchParams(pairs)}`)
      expect(outcome(await provider.finish(callback, attempt))).toMatch(/^provider/)
    }),
  )
})
