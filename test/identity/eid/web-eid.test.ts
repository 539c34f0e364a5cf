import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newWebEidChallenge, verifyWebEid } from '../../../src/identity/eid/web-eid.ts'
import { authority, type Holder, USAGE, usage } from '../../signing/authorities.ts'
import { card, outcome, rules, type Signing, SSIN, webEidToken } from './cards.ts'

const expected = { ...newWebEidChallenge(), origin: 'https://portal.example' }
const p384 = card()
const rsa = card({ keyType: 'rsa' })

const verified = async (token: unknown): Promise<unknown> => outcome(await verifyWebEid(token, expected, rules()))
const signed = (holder: Holder, signing: Signing = {}) => webEidToken(holder, expected.nonce, signing)
const identityOf = ({ certificate }: Holder) => ({
  ...{ issuer: 'urn:be:eid', subject: certificate.sha256, ssin: SSIN, method: 'eid', assurance: 500 },
})

// biome-ignore format: a table
const ALGORITHMS: readonly (readonly [string, string, Holder])[] = [
  ['ES256', 'sha256', card({ keyType: 'P-256' })], ['ES384', 'sha384', p384], ['ES512', 'sha512', card({ keyType: 'P-521' })],
  ['RS256', 'sha256', rsa], ['RS384', 'sha384', rsa], ['RS512', 'sha512', rsa],
  ['PS256', 'sha256', rsa], ['PS384', 'sha384', rsa], ['PS512', 'sha512', rsa],
]

test.each(ALGORITHMS)('a card that signs by %s shows who holds it', async (algorithm, digest, holder) => {
  expect(await verified(signed(holder, { algorithm, digest }))).toEqual(identityOf(holder))
})

test('the short name of the format is taken too', async () => {
  expect(await verified(signed(p384, { format: 'web-eid:1' }))).toEqual(identityOf(p384))
})

test('each challenge is 256 bits of chance', () => {
  const nonces = Array.from({ length: 100 }, () => newWebEidChallenge().nonce)
  expect(new Set(nonces).size).toBe(100)
  expect(nonces.map((nonce) => Buffer.from(nonce, 'base64').length)).toEqual(nonces.map(() => 32))
})

const signature = (holder: Holder, signing: Signing) => signed(holder, signing).signature ?? ''
const wrongKey = { ...signed(p384), unverifiedCertificate: card().certificate.der.toString('base64') }

// biome-ignore format: a table
const REFUSED: readonly (readonly [string, string, unknown])[] = [
  ['to another origin',                 'eidSignature', signed(p384, { origin: 'https://phishing.example' })],
  ['for another challenge',             'eidSignature', webEidToken(p384, newWebEidChallenge().nonce)],
  ['of another card',                   'eidSignature', wrongKey],
  ['by an algorithm of another curve',  'eidSignature', signed(p384, { algorithm: 'ES256', digest: 'sha256' })],
  ['by another hash than it says',      'eidSignature', signed(rsa, { algorithm: 'RS256', digest: 'sha512' })],
  ['by an algorithm of another key',    'eidSignature', { ...signed(p384), algorithm: 'RS384' }],
  ['by PSS where PKCS#1 is said',       'eidSignature', { ...signed(rsa, { algorithm: 'PS256', digest: 'sha256' }), algorithm: 'RS256' }],
  ['with a signature too short',        'eidSignature', { ...signed(p384), signature: signature(p384, {}).slice(4) }],
  ['by none',                           'eidUnreadable', { ...signed(p384), algorithm: 'none' }],
  ['by HS256',                          'eidUnreadable', { ...signed(p384), algorithm: 'HS256' }],
  ['in another format',                 'eidUnreadable', signed(p384, { format: 'web-eid:2.0' })],
  ['without a signature',               'eidUnreadable', { ...signed(p384), signature: '' }],
  ['with a certificate that is none',   'eidUnreadable', { ...signed(p384), unverifiedCertificate: 'AAAA' }],
  ['that is no object',                 'eidUnreadable', 'token'],
  ['of a certificate for signatures',   'eidUnfit',      signed(card({ extensions: [usage(USAGE.nonRepudiation)] }))],
  ['of an unknown authority',           'eidUntrusted',  signed(card({ by: authority('Citizen CA') }))],
]

test.each(REFUSED)('an answer %s lets nobody in', async (_, key, token) => {
  expect(await verified(token)).toBe(key)
})

test('arbitrary answers are refused, never an exception', async () => {
  const fields = fc.record({
    unverifiedCertificate: fc.oneof(fc.constant(signed(p384).unverifiedCertificate), fc.base64String(), fc.anything()),
    algorithm: fc.oneof(fc.constantFrom('ES384', 'RS256', 'PS512', '__proto__'), fc.anything()),
    signature: fc.oneof(fc.base64String(), fc.anything()),
    format: fc.constantFrom('web-eid:1', 'web-eid:1.0', 'x', null),
  })
  await fc.assert(
    fc.asyncProperty(fc.oneof(fields, fc.anything()), async (token) => {
      expect(await verified(token)).toMatch(/^eid(?:Unreadable|Signature)$/)
    }),
  )
})
