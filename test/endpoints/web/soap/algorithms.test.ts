import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { isKeyFor } from '../../../../src/endpoints/web/soap/signature/algorithms.ts'
import { ECDSA_SHA256, RSA_SHA256 } from './signed-message.ts'

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).publicKey
const pss = () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).publicKey
const ed = () => generateKeyPairSync('ed25519').publicKey

// biome-ignore format: a table
test.each([
  ['RSA of 2048 bits', () => rsa(2048), RSA_SHA256, true],
  ['RSA of 1024 bits', () => rsa(1024), RSA_SHA256, false],
  ['RSA for PSS alone', pss, RSA_SHA256, false],
  ['RSA under the name of ECDSA', () => rsa(2048), ECDSA_SHA256, false],
  ['P-256', () => ec('prime256v1'), ECDSA_SHA256, true],
  ['P-384', () => ec('secp384r1'), ECDSA_SHA256, true],
  ['P-521', () => ec('secp521r1'), ECDSA_SHA256, true],
  ['another curve', () => ec('secp256k1'), ECDSA_SHA256, false],
  ['P-256 under the name of RSA', () => ec('prime256v1'), RSA_SHA256, false],
  ['Ed25519', ed, ECDSA_SHA256, false],
  ['an unknown algorithm', () => rsa(2048), 'urn:x', false],
] as const)('rule 18.4 judges a key: %s', (_, key, algorithm, isTaken) => {
  expect(isKeyFor(algorithm, key())).toBe(isTaken)
})
