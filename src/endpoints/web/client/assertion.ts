/** A program's proof of who it is, for the token endpoint (spec access.md §12, §13.1). */
import { constants, createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto'
import { no, ok, type Result } from '../../../base/result.ts'

export type Algorithm = 'RS256' | 'PS256' | 'ES256'

export type SigningKey = { readonly key: KeyObject; readonly algorithm: Algorithm }

/** For how long the gateway may take it; the shortest that a slow line and two clocks need. */
const LIFETIME_SECONDS = 120

/** RFC 7518, sections 3.3 to 3.5. */
const WAYS = {
  RS256: { padding: constants.RSA_PKCS1_PADDING },
  PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  ES256: { dsaEncoding: 'ieee-p1363' },
} as const

/** A private key in PEM, with the algorithm that is its own. The problem is a sentence for a person and quotes nothing of the key. */
export function readSigningKey(pem: string): Result<SigningKey, string> {
  const key = privateKey(pem)
  if (!key) return no('it is no private key in PEM without a password')
  const algorithm = algorithmOf(key)
  return algorithm ? ok({ key, algorithm }) : no('its kind is not taken: use RSA, or the elliptic curve P-256')
}

/** `audience`: address of the token endpoint. The library for tokens knows no key that is for RSA-PSS alone, so these are our own lines (RFC 7515). */
export function signAssertion(
  { key, algorithm }: SigningKey,
  { clientId, audience, now }: { readonly clientId: string; readonly audience: string; readonly now: Date },
): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const claims = {
    ...{ iss: clientId, sub: clientId, aud: audience, jti: randomUUID() },
    ...{ iat: seconds, exp: seconds + LIFETIME_SECONDS },
  }
  const signed = [{ alg: algorithm, typ: 'JWT' }, claims].map(encoded).join('.')
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, ...WAYS[algorithm] }).toString('base64url')}`
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Algorithm | null {
  if (asymmetricKeyType === 'rsa') return 'RS256'
  if (asymmetricKeyType === 'rsa-pss') return 'PS256'
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : null
}

function privateKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem)
  } catch {
    return null // the words of OpenSSL may quote the key
  }
}
