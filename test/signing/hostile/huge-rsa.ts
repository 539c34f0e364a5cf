/** RSA keys as large as they are admitted, with the largest exponent: made of many primes, for two of such a size take minutes. */
import { createHash, generatePrimeSync } from 'node:crypto'
import { bitString, type Der, nothing, oid, sequence, unsigned } from '../../../src/signing/der.ts'

const PRIMES = 32
const PRIME_BITS = 512
/** DER of a DigestInfo of SHA-256 up to the digest (RFC 8017 §9.2). */
const SHA256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')
/** The largest prime of 64 bits. */
const EXPONENT = 2n ** 64n - 59n

export type HugeKey = {
  readonly spki: Der
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly sign: (bytes: Uint8Array) => Buffer
}

export function hugeKey(): HugeKey {
  const primes = Array.from({ length: PRIMES }, () => generatePrimeSync(PRIME_BITS, { bigint: true }))
  const modulus = primes.reduce((product, prime) => product * prime, 1n)
  const size = octetsOf(modulus).length
  const key = sequence(unsigned(octetsOf(modulus)), unsigned(octetsOf(EXPONENT)))
  return {
    spki: sequence(sequence(oid('1.2.840.113549.1.1.1'), nothing), bitString(key)),
    sign(bytes) {
      const info = Buffer.concat([SHA256_INFO, createHash('sha256').update(bytes).digest()])
      const filled = Buffer.concat([Buffer.of(0, 1), Buffer.alloc(size - info.length - 3, 0xff), Buffer.of(0), info])
      const value = octetsOf(rootOf(BigInt(`0x${filled.toString('hex')}`), primes, modulus))
      return Buffer.concat([Buffer.alloc(size - value.length), value])
    },
  }
}

/** The number whose power is `message`, by the remainder theorem: once for each prime. */
function rootOf(message: bigint, primes: readonly bigint[], modulus: bigint): bigint {
  const parts = primes.map((prime) => {
    const others = modulus / prime
    const part = power(message, inverse(EXPONENT, prime - 1n), prime)
    return part * others * inverse(others, prime)
  })
  return parts.reduce((sum, part) => sum + part, 0n) % modulus
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high] = [((value % modulus) + modulus) % modulus, modulus]
  let [one, other] = [1n, 0n]
  while (low > 1n) {
    const times = high / low
    ;[low, high] = [high - times * low, low]
    ;[one, other] = [other - times * one, one]
  }
  return ((one % modulus) + modulus) % modulus
}

function octetsOf(value: bigint): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
}
