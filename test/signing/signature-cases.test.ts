import { sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { context, type Der, integer, nothing, octetString, oid, sequence, setOf, time } from '../../src/signing/der.ts'
import { verifySignature } from '../../src/signing/verify-signature.ts'
import {
  asked,
  attribute,
  cms,
  contentTypeAttribute,
  digestAttribute,
  makeSigner,
  NAME,
  NOW,
  type Pieces,
  signerPart,
} from './crafted.ts'

/** Cases of the reliability page as a sender meets them: the whole finding of a whole file. */
const CONTENT = Buffer.from('<Declaration/>\r\n')
const rsa = await makeSigner('rsa')
const other = await makeSigner('rsa', 'Other')

const verdict = async (pieces: Pieces): Promise<unknown> => {
  const { outcome, annex25, ...rest } = await verifySignature(asked(rsa, cms(rsa, CONTENT, pieces), CONTENT))
  return outcome === 'good' ? 'good' : ['code' in rest ? rest.code : 0, ...annex25]
}
const signers = (...parts: Der[]): Pieces => ({ signers: parts })

const SHA1 = sequence(oid(NAME.sha1), nothing)
const bySha1 = octetString(sign('sha1', setOf(contentTypeAttribute, digestAttribute(CONTENT)), rsa.key))
const contentBySha1 = octetString(sign('sha1', CONTENT, rsa.key))
const contentBySha512 = octetString(sign('sha512', CONTENT, rsa.key))
const plain = [contentTypeAttribute, digestAttribute(CONTENT)]

// biome-ignore format: a table
const WEAK: readonly (readonly [string, Pieces, readonly [number, number, number]])[] = [
  ['SHA-256 announced, the attributes signed with SHA-1', signers(signerPart(rsa, CONTENT, { attributes: plain, value: bySha1 })),           [125, 11, 1203]],
  ['SHA-256 announced, the content signed with SHA-1',    signers(signerPart(rsa, CONTENT, { attributes: null, value: contentBySha1 })),     [125, 11, 1203]],
  ['SHA-256 announced, the content signed with SHA-512',  signers(signerPart(rsa, CONTENT, { attributes: null, value: contentBySha512 })),   [125, 11, 1203]],
  ['SHA-1 everywhere',                                    { digests: setOf(SHA1), ...signers(signerPart(rsa, CONTENT, { digest: SHA1, value: bySha1 })) }, [125, 3, 3001]],
  ['SHA-1 by the signer alone',                           signers(signerPart(rsa, CONTENT, { digest: SHA1 })),                               [125, 3, 3002]],
  ['MD5 announced',                                       { digests: setOf(sequence(oid(NAME.md5), nothing)) },                              [125, 3, 3001]],
  ['SHA-384 as digest, SHA-256 in the signature',         { digests: setOf(sequence(oid(NAME.sha384))), ...signers(signerPart(rsa, CONTENT, { digest: sequence(oid(NAME.sha384)), algorithm: sequence(oid(NAME.sha256WithRsa), nothing), attributes: [contentTypeAttribute, digestAttribute(CONTENT, 'sha384')] })) }, [125, 11, 1202]],
]

test.each(WEAK)('case C10: %s', async (_, pieces, expected) => {
  expect(await verdict(pieces)).toEqual(expected)
})

const good = signerPart(rsa, CONTENT)
const bad = signerPart(rsa, CONTENT, { value: octetString(Buffer.alloc(256, 1)) })

// biome-ignore format: a table
const SIGNERS: readonly (readonly [string, readonly Der[], unknown])[] = [
  ['one that is good',          [good],                                                     'good'],
  ['two that are good',         [good, signerPart(other, CONTENT)],                         [125, 4, 11]],
  ['a good one and a bad one',  [good, bad],                                                [125, 4, 11]],
  ['a bad one and a good one',  [bad, good],                                                [125, 4, 11]],
  ['the same one twice',        [good, good],                                               [125, 4, 11]],
  ['one that another one made', [signerPart({ ...rsa, key: other.key }, CONTENT)],          [125, 11, 1203]],
]

test.each(SIGNERS)('case C14: of signers there may be one: %s', async (_, parts, expected) => {
  expect(await verdict(signers(...parts))).toEqual(expected)
})

test('case C13: a document inside is refused, whether it is the one beside it or not', async () => {
  const inside = (bytes: Buffer): Pieces => ({ inner: sequence(oid(NAME.data), context(0, octetString(bytes))) })
  expect([await verdict(inside(CONTENT)), await verdict(inside(Buffer.from('other')))]).toEqual([
    [125, 4, 8],
    [125, 4, 8],
  ])
})

const at = (instant: string): Der => attribute(NAME.signingTime, time(new Date(instant)))

// biome-ignore format: a table
const TIMES: readonly (readonly [string, readonly Der[], string | undefined])[] = [
  ['absent',                 [],                                          undefined],
  ['ten years ago',          [at('2016-11-23T12:00:00Z')],                '2016-11-23T12:00:00.000Z'],
  ['far in the future',      [at('2049-12-31T23:59:59Z')],                '2049-12-31T23:59:59.000Z'],
  ['not to be read',         [attribute(NAME.signingTime, integer(5))],   undefined],
]

test.each(TIMES)('case C16: a signing time that is %s changes nothing, and is shown', async (_, times, shown) => {
  const file = cms(rsa, CONTENT, signers(signerPart(rsa, CONTENT, { attributes: [...plain, ...times] })))
  const finding = await verifySignature({ ...asked(rsa, file, CONTENT), sealedAt: NOW })
  expect([finding.outcome, finding.signingTime]).toEqual(['good', shown])
})
