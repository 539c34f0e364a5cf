import { constants, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { type Algorithm, readSigningKey, signAssertion } from '../../../../src/endpoints/web/client/assertion.ts'

const NOW = new Date('2026-01-05T09:30:00.900Z')
const WISH = { clientId: 'self_service_expeditor_123456', audience: 'https://gateway:8443/REST/oauth/v5/token' }

test.each<[Algorithm, () => KeyObject]>([
  ['RS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['ES256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
])('a key of its kind signs with %s, and what it says is what is asked for', async (algorithm, make) => {
  const key = make()
  const [one, other] = [signed(key), signed(key)]
  const { payload } = await jwtVerify(one, createPublicKey(key), { currentDate: NOW, algorithms: [algorithm] })
  expect(decodeProtectedHeader(one)).toEqual({ alg: algorithm, typ: 'JWT' })
  expect(payload).toEqual({
    ...{ iss: WISH.clientId, sub: WISH.clientId, aud: WISH.audience, jti: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ...{ iat: 1_767_605_400, exp: 1_767_605_520 },
  })
  expect((await jwtVerify(other, createPublicKey(key), { currentDate: NOW })).payload.jti).not.toBe(payload.jti)
})

test('a key for RSA-PSS alone signs with PS256', () => {
  const key = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey
  const [header = '', claims = '', signature = ''] = signed(key).split('.')
  expect(decodeProtectedHeader(`${header}.${claims}.${signature}`)).toEqual({ alg: 'PS256', typ: 'JWT' })
  const how = { key: createPublicKey(key), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  expect(verify('sha256', Buffer.from(`${header}.${claims}`), how, Buffer.from(signature, 'base64url'))).toBe(true)
})

test.each<[string, string, string]>([
  ['of another curve', pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey), 'its kind is not taken'],
  ['of Ed25519', pemOf(generateKeyPairSync('ed25519').privateKey), 'its kind is not taken'],
  ['with a password', locked(), 'it is no private key in PEM without a password'],
  ['that is none', 'no key', 'it is no private key in PEM without a password'],
])('a key %s is refused', (_, pem, words) => {
  expect(readSigningKey(pem)).toEqual({ ok: false, problem: expect.stringContaining(words) })
})

function signed(key: KeyObject): string {
  const read = readSigningKey(pemOf(key))
  if (!read.ok) throw new TypeError(read.problem)
  return signAssertion(read.value, { ...WISH, now: NOW })
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function locked(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'word' }).toString()
}
