import { constants, createHash, createVerify, publicDecrypt, timingSafeEqual, verify } from 'node:crypto'
import type { Readable } from 'node:stream'
import { DIGEST_OCTETS, type DigestAlgorithm, type Scheme } from './algorithms.ts'
import type { PublicKey } from './public-key.ts'

/** The mathematics: does this value sign this message with this key? `node:crypto` does it; nothing here is about CMS. */
type Claim = { readonly scheme: Scheme; readonly key: PublicKey; readonly value: Buffer }

/** DigestInfo up to the digest (RFC 8017 §9.2): with NULL, the one form that is admitted (case C9). */
const DIGEST_INFO: Readonly<Record<DigestAlgorithm, Buffer>> = {
  sha256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  sha384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  sha512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
}

const ADMITTED: Readonly<Record<Scheme['kind'], readonly PublicKey['kind'][]>> = {
  pkcs1: ['rsa'],
  pss: ['rsa', 'rsa-pss'],
  ecdsa: ['ec'],
}

export function keyFits({ scheme, key }: Pick<Claim, 'scheme' | 'key'>): boolean {
  return ADMITTED[scheme.kind].includes(key.kind)
}

export function valueSigns(claim: Claim, message: Uint8Array): boolean {
  const { scheme, value } = claim
  if (!keyFits(claim)) return false
  if (scheme.kind === 'pkcs1') return valueSignsDigest(claim, createHash(scheme.digest).update(message).digest())
  return falseOnOpensslError(() => verify(scheme.digest, message, keyOptions(claim), value))
}

/** RSA PKCS#1 v1.5 is checked from the digest alone: the expected block is built and compared whole, never parsed. */
export function valueSignsDigest({ scheme, key, value }: Claim, digest: Uint8Array): boolean {
  if (scheme.kind !== 'pkcs1') throw new TypeError(`${scheme.kind} cannot be checked from a digest`)
  const block = recoveredBlock({ scheme, key, value })
  return block !== null && timingSafeEqual(block, paddedBlock(scheme.digest, digest, block.length))
}

/** One pass over the content for all claims: which of them it fulfils. Memory does not grow with the content. */
export async function valuesSignStream(claims: readonly Claim[], content: Readable): Promise<readonly boolean[]> {
  const verifiers = claims.map(({ scheme }) => createVerify(scheme.digest))
  for await (const chunk of content) for (const verifier of verifiers) verifier.update(chunk)
  return claims.map((claim, index) => {
    const verifier = verifiers[index]
    return keyFits(claim) && falseOnOpensslError(() => verifier?.verify(keyOptions(claim), claim.value) ?? false)
  })
}

/** The digest that an RSA PKCS#1 value was made over, when it is a sound one: for explanations only. */
export function signedDigest({ scheme, key, value }: Claim): Buffer | null {
  const block = scheme.kind === 'pkcs1' && keyFits({ scheme, key }) ? recoveredBlock({ scheme, key, value }) : null
  const digest = block?.subarray(-DIGEST_OCTETS[scheme.digest])
  return block && digest && paddedBlock(scheme.digest, digest, block.length).equals(block) ? digest : null
}

function recoveredBlock({ key, value }: Claim): Buffer | null {
  const blockOctets = Math.ceil(key.bits / 8)
  if (key.kind !== 'rsa' || value.length !== blockOctets) return null
  try {
    return publicDecrypt({ key: key.key, padding: constants.RSA_NO_PADDING }, value)
  } catch (error) {
    if (isOpensslError(error)) return null // the value is not below the modulus
    throw error
  }
}

/** A key of 2048 bits leaves room for at least 8 octets of filling behind the longest digest. */
function paddedBlock(algorithm: DigestAlgorithm, digest: Uint8Array, blockOctets: number): Buffer {
  const tail = Buffer.concat([Buffer.from([0]), DIGEST_INFO[algorithm], digest])
  return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(blockOctets - 2 - tail.length, 0xff), tail])
}

function keyOptions({ scheme, key }: Claim): { key: PublicKey['key']; padding?: number; saltLength?: number } {
  if (scheme.kind !== 'pss') return { key: key.key }
  return { key: key.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltOctets }
}

function falseOnOpensslError(check: () => boolean): boolean {
  try {
    return check()
  } catch (error) {
    if (isOpensslError(error)) return false
    throw error
  }
}

function isOpensslError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_OSSL')
}
