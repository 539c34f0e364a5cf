import { createPublicKey, type KeyObject } from 'node:crypto'
import { no, ok, type Result } from '../base/result.ts'
import { algorithmOf, OID, parametersAreEmpty } from './algorithms.ts'
import { bitStringOctets, child, integerOctets, oidText, TAG } from './asn1-values.ts'
import { type Element, Malformed, readElement } from './ber.ts'
import { remembering } from './remembering.ts'
import { hasTinyFactor, isRocaModulus } from './roca.ts'

export type PublicKey = { readonly kind: 'rsa' | 'rsa-pss' | 'ec'; readonly bits: number; readonly key: KeyObject }

/** Why a key is not admitted: `weak` or of an unknown kind; `seen` says what it is. */
export type KeyFault = { readonly fault: 'unknown' | 'weak' | 'broken'; readonly seen: string }

const RSA_BITS_MIN = 2048
/** A verification grows with the square of the length: 16384 bits already take milliseconds. */
const RSA_BITS_MAX = 16_384
const EXPONENT_OCTETS_MAX = 8

const CURVES: ReadonlyMap<string, { readonly bits: number; readonly octets: number }> = new Map([
  [OID.p256, { bits: 256, octets: 32 }],
  [OID.p384, { bits: 384, octets: 48 }],
  [OID.p521, { bits: 521, octets: 66 }],
])
const UNCOMPRESSED = 0x04
const KEYS_MAX = 1000

/**
 * Reads a SubjectPublicKeyInfo and holds it against decision 16 and case C18: RSA of 2048 to 16384 bits with a sound modulus
 * and exponent, or a point of P-256, P-384 or P-521 named by its curve. The same at upload and at every verification.
 */
export const readPublicKey: (spki: Uint8Array) => Result<PublicKey, KeyFault> = remembering(KEYS_MAX, (spki) => {
  try {
    return admittedKey(readElement(spki, 'DER'))
  } catch (error) {
    if (error instanceof Malformed) return no({ fault: 'broken', seen: error.message })
    throw error
  }
})

function admittedKey(spki: Element): Result<PublicKey, KeyFault> {
  if (spki.tag !== TAG.sequence || spki.children.length !== 2) throw new Malformed('syntax', 'no public key')
  const { name, parameters } = algorithmOf(child(spki, 0, TAG.sequence, 'a key algorithm'))
  const octets = bitStringOctets(child(spki, 1, TAG.bitString, 'a public key'))
  if (name === OID.ecPublicKey) return ecKey(spki, parameters, octets)
  if (name === OID.rsassaPss) return rsaKey(spki, 'rsa-pss', octets)
  if (name !== OID.rsaEncryption) return no({ fault: 'unknown', seen: `a key of the kind ${name}` })
  return parametersAreEmpty(parameters)
    ? rsaKey(spki, 'rsa', octets)
    : no({ fault: 'broken', seen: 'RSA key parameters' })
}

function rsaKey(spki: Element, kind: 'rsa' | 'rsa-pss', octets: Buffer): Result<PublicKey, KeyFault> {
  const numbers = readElement(octets, 'DER')
  const [modulusElement, exponentElement] = numbers.children
  if (numbers.tag !== TAG.sequence || numbers.children.length !== 2 || !modulusElement || !exponentElement) {
    throw new Malformed('syntax', 'no RSA key')
  }
  const exponent = unsignedOctets(exponentElement)
  const modulusOctets = unsignedOctets(modulusElement)
  const bits = bitLength(modulusOctets)
  if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) return no({ fault: 'weak', seen: `RSA with ${bits} bits` })
  const modulus = BigInt(`0x${modulusOctets.toString('hex')}`)
  if (hasTinyFactor(modulus)) return no({ fault: 'weak', seen: 'an RSA modulus with a small factor' })
  if (isRocaModulus(modulus)) return no({ fault: 'weak', seen: 'an RSA key of a faulty generator (CVE-2017-15361)' })
  const last = exponent[exponent.length - 1] ?? 0
  const exponentIsSound = last % 2 === 1 && (exponent.length > 1 || last > 1) && exponent.length <= EXPONENT_OCTETS_MAX
  if (!exponentIsSound) return no({ fault: 'weak', seen: 'an RSA exponent that is 1, even or too large' })
  return keyOf(spki, kind, bits)
}

function ecKey(spki: Element, parameters: Element | undefined, point: Buffer): Result<PublicKey, KeyFault> {
  if (parameters?.tag !== TAG.oid)
    return no({ fault: 'weak', seen: 'an elliptic curve by its parameters, not by its name' })
  const curve = CURVES.get(oidText(parameters))
  if (!curve) return no({ fault: 'weak', seen: `the elliptic curve ${oidText(parameters)}` })
  if (point[0] !== UNCOMPRESSED || point.length !== 1 + 2 * curve.octets) {
    return no({ fault: 'broken', seen: 'an elliptic-curve point that is not in uncompressed form' })
  }
  return keyOf(spki, 'ec', curve.bits)
}

/** OpenSSL checks that the point is on its curve, and the parameters of an RSASSA-PSS key. */
function keyOf(spki: Element, kind: PublicKey['kind'], bits: number): Result<PublicKey, KeyFault> {
  try {
    return ok({ kind, bits, key: createPublicKey({ key: spki.encoding, format: 'der', type: 'spki' }) })
  } catch {
    return no({
      fault: 'broken',
      seen: kind === 'ec' ? 'a point that is not on its curve' : 'an RSA key that cannot be used',
    })
  }
}

function unsignedOctets(element: Element): Buffer {
  const octets = integerOctets(element)
  if ((octets[0] ?? 0) >= 0x80) throw new Malformed('syntax', 'a negative number in an RSA key')
  return octets[0] === 0 ? octets.subarray(1) : octets
}

function bitLength(octets: Buffer): number {
  return octets.length === 0 ? 0 : octets.length * 8 - Math.clz32(octets[0] ?? 0) + 24
}
