import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitString, integer, nothing, oid, sequence, unsigned } from '../../src/signing/der.ts'
import { readPublicKey } from '../../src/signing/public-key.ts'
import { hasTinyFactor, isRocaModulus } from '../../src/signing/roca.ts'

const RSA = '1.2.840.113549.1.1.1'
const EC = '1.2.840.10045.2.1'
const P256 = '1.2.840.10045.3.1.7'
const P192 = '1.2.840.10045.3.1.1'

const spkiOf = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' })
const rsa = (bits: number): KeyObject => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
const octetsOf = (value: bigint): Buffer => {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
}
const rsaSpki = (modulus: bigint, exponent: bigint): Buffer =>
  sequence(sequence(oid(RSA), nothing), bitString(sequence(unsigned(octetsOf(modulus)), unsigned(octetsOf(exponent)))))
const ecSpki = (parameters: Buffer, point: Buffer): Buffer => sequence(sequence(oid(EC), parameters), bitString(point))

const sound = rsa(2048)
const modulus = BigInt(`0x${Buffer.from(sound.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`)
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const point = spkiOf(curve).subarray(-65)
const offCurve = Buffer.from(point)
offCurve[64] = (offCurve[64] ?? 0) ^ 1

// biome-ignore format: a table
const GOOD: readonly (readonly [string, Buffer, string, number])[] = [
  ['RSA 2048',        spkiOf(sound),                                                                'rsa', 2048],
  ['RSA with e=3',    rsaSpki(modulus, 3n),                                                         'rsa', 2048],
  ['RSA-PSS 2048',    spkiOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey),   'rsa-pss', 2048],
  ['P-256',           spkiOf(curve),                                                                'ec', 256],
  ['P-384',           spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey),        'ec', 384],
  ['P-521',           spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey),        'ec', 521],
]

test.each(GOOD)('admits %s', (_, spki, kind, bits) => {
  expect(readPublicKey(spki)).toMatchObject({ ok: true, value: { kind, bits } })
})

// biome-ignore format: a table
const BAD: readonly (readonly [string, Buffer, string, string])[] = [
  ['RSA 512',                    spkiOf(rsa(512)),                                        'weak',    'RSA with 512 bits'],
  ['RSA 1024',                   spkiOf(rsa(1024)),                                       'weak',    'RSA with 1024 bits'],
  ['RSA 2047',                   rsaSpki(modulus >> 1n | 1n, 65537n),                     'weak',    'RSA with 2047 bits'],
  ['RSA 16385',                  rsaSpki((1n << 16384n) | 1n, 65537n),                    'weak',    'RSA with 16385 bits'],
  ['e=1',                        rsaSpki(modulus, 1n),                                    'weak',    'an RSA exponent that is 1, even or too large'],
  ['e=0',                        rsaSpki(modulus, 0n),                                    'weak',    'an RSA exponent that is 1, even or too large'],
  ['an even e',                  rsaSpki(modulus, 65536n),                                'weak',    'an RSA exponent that is 1, even or too large'],
  ['a huge e',                   rsaSpki(modulus, modulus - 2n),                          'weak',    'an RSA exponent that is 1, even or too large'],
  ['an even modulus',            rsaSpki(modulus + 1n, 65537n),                           'weak',    'an RSA modulus with a small factor'],
  ['a modulus divisible by 167', rsaSpki(modulus - (modulus % 334n) + 167n, 65537n),      'weak',    'an RSA modulus with a small factor'],
  ['a ROCA modulus',             rsaSpki(rocaModulus(2048), 65537n),                      'weak',    'an RSA key of a faulty generator (CVE-2017-15361)'],
  ['a negative modulus',         sequence(sequence(oid(RSA), nothing), bitString(sequence(Buffer.from('0201ff', 'hex'), integer(3)))), 'broken', 'a negative number in an RSA key'],
  ['an RSA key of three numbers', sequence(sequence(oid(RSA), nothing), bitString(sequence(integer(3), integer(3), integer(3)))), 'broken', 'no RSA key'],
  ['P-192',                      ecSpki(oid(P192), Buffer.concat([Buffer.from([4]), Buffer.alloc(48, 1)])), 'weak', `the elliptic curve ${P192}`],
  ['secp256k1',                  spkiOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey), 'weak', 'the elliptic curve 1.3.132.0.10'],
  ['explicit parameters',        ecSpki(sequence(integer(1)), point),                     'weak',    'an elliptic curve by its parameters, not by its name'],
  ['real explicit parameters',   spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }).privateKey), 'weak', 'an elliptic curve by its parameters, not by its name'],
  ['no parameters',              sequence(sequence(oid(EC)), bitString(point)),           'weak',    'an elliptic curve by its parameters, not by its name'],
  ['a point off its curve',      ecSpki(oid(P256), offCurve),                             'broken',  'a point that is not on its curve'],
  ['the point at infinity',      ecSpki(oid(P256), Buffer.from([0])),                     'broken',  'an elliptic-curve point that is not in uncompressed form'],
  ['a compressed point',         ecSpki(oid(P256), Buffer.concat([Buffer.from([2]), point.subarray(1, 33)])), 'broken', 'an elliptic-curve point that is not in uncompressed form'],
  ['a hybrid point',             ecSpki(oid(P256), Buffer.concat([Buffer.from([6 + ((point[64] ?? 0) & 1)]), point.subarray(1)])), 'broken', 'an elliptic-curve point that is not in uncompressed form'],
  ['Ed25519',                    spkiOf(generateKeyPairSync('ed25519').privateKey),       'unknown', 'a key of the kind 1.3.101.112'],
  ['DSA',                        spkiOf(generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey), 'unknown', 'a key of the kind 1.2.840.10040.4.1'],
  ['nothing',                    Buffer.alloc(0),                                         'broken',  'the bytes end inside an element'],
]

test.each(BAD)('case C18: refuses %s', (_, spki, fault, seen) => {
  expect(readPublicKey(spki)).toEqual({ ok: false, problem: { fault, seen } })
})

test('the fingerprint of the faulty generator does not hit sound keys', () => {
  const odd = fc.bigInt({ min: 1n << 510n, max: (1n << 511n) - 1n }).map((value) => value | 1n)
  fc.assert(fc.property(odd, (value) => !isRocaModulus(value)))
  expect(isRocaModulus(modulus)).toBe(false)
  expect(hasTinyFactor(modulus)).toBe(false)
})

test('any bytes are a key or a fault', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void readPublicKey(Buffer.from(bytes))))
  fc.assert(
    fc.property(fc.constantFrom(...GOOD.map(([, spki]) => spki)), fc.nat(400), fc.nat(255), (spki, at, octet) => {
      const changed = Buffer.from(spki)
      changed[at % changed.length] = octet
      readPublicKey(changed)
    }),
  )
})

/** Congruent to a power of 65537 modulo every prime up to 167: what the faulty generator's primes make of a product. */
function rocaModulus(bits: number): bigint {
  const primes = Array.from({ length: 166 }, (_, index) => index + 2).filter((n) => {
    for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false
    return true
  })
  const product = primes.reduce((soFar, prime) => soFar * BigInt(prime), 1n)
  const power = 65537n ** 41n % product
  return (((1n << BigInt(bits)) - 1n) / product - 1n) * product + power
}
