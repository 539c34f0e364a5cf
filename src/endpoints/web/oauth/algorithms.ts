/** Which keys a signature algorithm is used with, and how (RFC 7518). Whether it is used at all, only the configuration says. */
import { constants, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, verify } from 'node:crypto'
import type { Jws } from './jws.ts'

export type Algorithm = 'RS256' | 'ES256' | 'PS256'

type Way = {
  readonly fits: (key: KeyObject) => boolean
  readonly verifies: (signed: Buffer, signature: Buffer, key: KeyObject) => boolean
  /** A key that is nobody's and takes as long. */
  readonly nobody: () => KeyObject
}

const RSA_BITS_MIN = 2048
const RSA_OCTETS = RSA_BITS_MIN / 8
const ES256_OCTETS = 64
const PSS_SALT_OCTETS = 32

const rsaOfNobody = once(() => {
  const modulus = randomBytes(RSA_OCTETS)
  modulus[0] = (modulus[0] ?? 0) | 0x80
  modulus[RSA_OCTETS - 1] = (modulus[RSA_OCTETS - 1] ?? 0) | 0x01
  return createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: modulus.toString('base64url'), e: 'AQAB' } })
})
const ecOfNobody = once(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)

// biome-ignore format: a table
const WAYS: Readonly<Record<Algorithm, Way>> = {
  RS256: { fits: isRsa,  verifies: (signed, signature, key) => verify('sha256', signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature), nobody: rsaOfNobody },
  PS256: { fits: isPss,  verifies: (signed, signature, key) => verify('sha256', signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: PSS_SALT_OCTETS }, signature), nobody: rsaOfNobody },
  ES256: { fits: isP256, verifies: (signed, signature, key) => signature.length === ES256_OCTETS && verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature), nobody: ecOfNobody },
}

/**
 * rule 15.4: the first of the keys that verifies; null when none does. The header chooses among the algorithms that are allowed, and each key
 * serves those of its own kind alone. Where no key fits, one that is nobody's is tried, so that an unknown client takes as long as a known one.
 */
export function provenBy<Key extends { readonly key: KeyObject }>(
  { header, signed, signature }: Jws,
  keys: readonly Key[],
  allowed: readonly Algorithm[],
): Key | null {
  const name = allowed.find((algorithm) => algorithm === header.get('alg'))
  if (!name) return null
  const { fits, verifies, nobody } = WAYS[name]
  const fitting = keys.filter(({ key }) => fits(key))
  if (fitting.length === 0) verifies(signed, signature, nobody())
  return fitting.find(({ key }) => verifies(signed, signature, key)) ?? null
}

function isRsa({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_BITS_MIN
}

/** An RSA key, or one that serves PSS alone and does not demand other parameters (RFC 4055). */
function isPss(key: KeyObject): boolean {
  const { modulusLength = 0, hashAlgorithm, mgf1HashAlgorithm, saltLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType !== 'rsa-pss') return isRsa(key)
  const isFree = hashAlgorithm === undefined
  const isOurs = hashAlgorithm === 'sha256' && mgf1HashAlgorithm === 'sha256' && saltLength <= PSS_SALT_OCTETS
  return modulusLength >= RSA_BITS_MIN && (isFree || isOurs)
}

function isP256({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1'
}

function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}
