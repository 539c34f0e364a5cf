import { createHash, sign } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Scheme } from '../../src/signing/algorithms.ts'
import { type PublicKey, readPublicKey } from '../../src/signing/public-key.ts'
import { signedDigest, valueSigns, valueSignsDigest, valuesSignStream } from '../../src/signing/signature-value.ts'
import { makeSigner, type Signer } from './crafted.ts'

const MESSAGE = Buffer.from('message')
const rsa = await makeSigner('rsa')
const ec = await makeSigner('ec')
const PKCS1: Scheme = { kind: 'pkcs1', digest: 'sha256' }
const ECDSA: Scheme = { kind: 'ecdsa', digest: 'sha256' }
const PSS: Scheme = { kind: 'pss', digest: 'sha256', saltOctets: 32 }

function keyOf({ certificate }: Signer): PublicKey {
  const key = readPublicKey(certificate.spki)
  if (!key.ok) throw new Error(key.problem.seen)
  return key.value
}

test('a scheme belongs to a kind of key: none is tried with another', async () => {
  const byRsa = sign('sha256', MESSAGE, rsa.key)
  const byEc = sign('sha256', MESSAGE, ec.key)
  const claims = [rsa, ec].flatMap((signer) =>
    [PKCS1, ECDSA, PSS].map((scheme) => ({ scheme, key: keyOf(signer), value: signer === rsa ? byRsa : byEc })),
  )
  expect(claims.map((claim) => valueSigns(claim, MESSAGE))).toEqual([true, false, false, false, true, false])
  expect(await valuesSignStream(claims, Readable.from([MESSAGE]))).toEqual([true, false, false, false, true, false])
})

test('case C9: an RSA value is as long as its modulus, with its leading zero and without another', () => {
  const { message, value } = withLeadingZero()
  const claim = (octets: Buffer): boolean => valueSigns({ scheme: PKCS1, key: keyOf(rsa), value: octets }, message)
  expect(claim(value)).toBe(true)
  expect(claim(value.subarray(1))).toBe(false)
  expect(claim(Buffer.concat([Buffer.alloc(1), value]))).toBe(false)
})

test('the digest that was signed is read from a sound RSA value only', () => {
  const value = sign('sha256', MESSAGE, rsa.key)
  const digest = createHash('sha256').update(MESSAGE).digest()
  expect(signedDigest({ scheme: PKCS1, key: keyOf(rsa), value })?.equals(digest)).toBe(true)
  expect(signedDigest({ scheme: { ...PKCS1, digest: 'sha512' }, key: keyOf(rsa), value })).toBe(null)
  expect(signedDigest({ scheme: PKCS1, key: keyOf(rsa), value: Buffer.alloc(256, 1) })).toBe(null)
  expect(signedDigest({ scheme: PSS, key: keyOf(rsa), value })).toBe(null)
  expect(() => valueSignsDigest({ scheme: PSS, key: keyOf(rsa), value }, digest)).toThrow(TypeError)
})

/** One signature in 256 begins with a zero. */
function withLeadingZero(): { readonly message: Buffer; readonly value: Buffer } {
  for (let number = 0; ; number++) {
    const message = Buffer.from(`${number}`)
    const value = sign('sha256', message, rsa.key)
    if (value[0] === 0) return { message, value }
  }
}
