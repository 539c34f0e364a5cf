/** What a signature may be made of: this list and nothing that a message says (spec access.md §14, §16.8). */
import type { KeyObject } from 'node:crypto'

export type Digest = 'sha256' | 'sha384' | 'sha512'

export const DIGESTS: ReadonlyMap<string, Digest> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
])

export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
export const ECDSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'

const RSA_BITS_MIN = 2048
const RSA_BITS_MAX = 8192

/** The order of each curve, in whose field the second half of a signature lies. */
const CURVES: ReadonlyMap<string, bigint> = new Map([
  ['prime256v1', 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n],
  ['secp384r1', 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n],
  [
    'secp521r1',
    0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  ],
])

/** rule 18.4: the key of the certificate has to be one for the algorithm, and strong enough (decision 16). */
export function isKeyFor(algorithm: string, key: KeyObject): boolean {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  if (algorithm === ECDSA_SHA256) return key.asymmetricKeyType === 'ec' && CURVES.has(namedCurve)
  return (
    algorithm === RSA_SHA256 &&
    key.asymmetricKeyType === 'rsa' &&
    modulusLength >= RSA_BITS_MIN &&
    modulusLength <= RSA_BITS_MAX
  )
}

/**
 * The one form of a signature's value. With elliptic curves whoever sees (r, s) can write (r, n − s), which is as valid; both become the
 * same here, or a message could be sent a second time under it.
 */
export function oneForm(value: Buffer, key: KeyObject): Buffer {
  const order = CURVES.get(key.asymmetricKeyDetails?.namedCurve ?? '')
  if (order === undefined) return value
  const half = value.length / 2
  const s = BigInt(`0x${value.subarray(half).toString('hex') || '0'}`)
  if (s <= order / 2n) return value
  const other = (order - s).toString(16).padStart(half * 2, '0')
  return Buffer.concat([value.subarray(0, half), Buffer.from(other, 'hex')])
}
