/** Writes compact JWS, good and bad, with nothing of ours. */
import { constants, type KeyObject, sign } from 'node:crypto'

export function signedJws(header: object | string, claims: object | string, key: KeyObject): string {
  const input = `${segment(header)}.${segment(claims)}`
  const alg = typeof header === 'string' ? undefined : (header as { alg?: unknown }).alg
  return `${input}.${signatureOf(input, key, alg).toString('base64url')}`
}

/** An object, or the very text of a segment before its base64url. */
export function segment(part: object | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')
}

export function signatureOf(input: string, key: KeyObject, alg: unknown = undefined): Buffer {
  const bytes = Buffer.from(input)
  if (key.asymmetricKeyType === 'ec') return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
  if (alg !== 'PS256') return sign('sha256', bytes, key)
  return sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
}
