/** The bytes of an SSH public key (RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4): is this a key that a log-in may rest on? */
import { createHash, ECDH } from 'node:crypto'

export type SshKeyAlgorithm =
  | 'ssh-ed25519'
  | 'ssh-rsa'
  | 'ecdsa-sha2-nistp256'
  | 'ecdsa-sha2-nistp384'
  | 'ecdsa-sha2-nistp521'

/** Why a blob is not accepted; a sentence fragment that starts with "the key". */
export type BlobFault = { readonly fault: string }

const RSA_BITS_MIN = 2048
/** OpenSSL verifies nothing larger, nor exponents over 64 bits with large moduli. */
const RSA_BITS_MAX = 16_384
const EXPONENT_BITS_MAX = 64

const CURVES: Readonly<Record<string, readonly [name: string, openssl: string]>> = {
  'ecdsa-sha2-nistp256': ['nistp256', 'prime256v1'],
  'ecdsa-sha2-nistp384': ['nistp384', 'secp384r1'],
  'ecdsa-sha2-nistp521': ['nistp521', 'secp521r1'],
}

export const ACCEPTED_ALGORITHMS: readonly SshKeyAlgorithm[] = [
  ...(['ssh-ed25519', 'ssh-rsa'] as const),
  ...(['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'] as const),
]

/** The algorithm a blob names in its first field, or null when it has none. */
export function algorithmOf(blob: Buffer): string | null {
  const name = fieldsOf(blob, 1)?.[0]?.toString('latin1')
  return name && /^[\x21-\x7e]{1,64}$/.test(name) ? name : null
}

/** Null when the blob is a whole and sound key of that algorithm, with no byte behind it. */
export function faultOf(algorithm: SshKeyAlgorithm, blob: Buffer): BlobFault | null {
  if (algorithm === 'ssh-ed25519') return ed25519Fault(fieldsOf(blob, 2, true))
  if (algorithm === 'ssh-rsa') return rsaFault(fieldsOf(blob, 3, true))
  return ecdsaFault(algorithm, fieldsOf(blob, 3, true))
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

const BROKEN: BlobFault = { fault: 'is cut off or has bytes too many' }

function ed25519Fault(fields: readonly Buffer[] | null): BlobFault | null {
  return fields?.[1]?.length === 32 ? null : BROKEN
}

function rsaFault(fields: readonly Buffer[] | null): BlobFault | null {
  const [, exponent, modulus] = fields ?? []
  if (!exponent || !modulus || !isPositive(exponent) || !isPositive(modulus)) return BROKEN
  const bits = bitsOf(modulus)
  if (bits < RSA_BITS_MIN) return { fault: `has ${bits} bits of RSA, fewer than ${RSA_BITS_MIN}` }
  if (bits > RSA_BITS_MAX) return { fault: `has ${bits} bits of RSA, more than ${RSA_BITS_MAX}` }
  if (!isOdd(modulus)) return { fault: 'has an even RSA modulus, so it is no product of two primes' }
  const small = bitsOf(exponent) < 2 || bitsOf(exponent) > EXPONENT_BITS_MAX
  return small || !isOdd(exponent) ? { fault: 'has an RSA exponent that protects nothing' } : null
}

function ecdsaFault(algorithm: SshKeyAlgorithm, fields: readonly Buffer[] | null): BlobFault | null {
  const [, name, point] = fields ?? []
  const [curve, openssl] = CURVES[algorithm] ?? []
  if (!name || !point || !openssl) return BROKEN
  if (name.toString('latin1') !== curve) return { fault: 'names one curve outside and another inside' }
  return point[0] === 4 && isOnCurve(point, openssl) ? null : { fault: 'is no point of its curve' }
}

function isOnCurve(point: Buffer, curve: string): boolean {
  try {
    return ECDH.convertKey(point, curve).length === point.length
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_CRYPTO_OPERATION_FAILED') return false
    throw error
  }
}

/** The first `count` length-prefixed fields; null when they are not all there or, if `whole`, when more follows. */
function fieldsOf(blob: Buffer, count: number, whole = false): Buffer[] | null {
  const fields: Buffer[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 4 > blob.length) return null
    const end = at + 4 + blob.readUInt32BE(at)
    if (end > blob.length) return null
    fields.push(blob.subarray(at + 4, end))
    at = end
  }
  return whole && at !== blob.length ? null : fields
}

/** An SSH mpint above zero in its shortest form: a zero byte leads only where the next would look negative. */
function isPositive(integer: Buffer): boolean {
  const [first = 0, second = 0] = integer
  return integer.length > 0 && first < 0x80 && (first !== 0 || second >= 0x80)
}

function bitsOf(integer: Buffer): number {
  const digits = integer[0] === 0 ? integer.subarray(1) : integer
  return digits.length * 8 - (Math.clz32(digits[0] ?? 0) - 24)
}

function isOdd(integer: Buffer): boolean {
  return ((integer.at(-1) ?? 0) & 1) === 1
}
