import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { context, element, integer, nothing, octetString, oid, sequence, setOf, time } from '../../src/signing/der.ts'
import { parseSignedContent } from '../../src/signing/signed-content.ts'
import {
  attribute,
  cms,
  contentTypeAttribute,
  digestAttribute,
  headerOctets,
  makeSigner,
  NAME,
  NOW,
  type Pieces,
  type SignerPieces,
  signerPart,
} from './crafted.ts'

const CONTENT = Buffer.from('<Declaration/>\r\n')
const sender = await makeSigner('ec')
const { issuer, serial } = sender.certificate
const algorithm = (name: string, ...parameters: Buffer[]): Buffer => sequence(oid(name), ...parameters)
const octets = (bytes: Buffer): Buffer => octetString(bytes)
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

const withSigner = (pieces: SignerPieces): Pieces => ({ signers: [signerPart(sender, CONTENT, pieces)] })
const withAttributes = (...attributes: Buffer[]): Pieces => withSigner({ attributes })
const good = signerPart(sender, CONTENT)
const digest = digestAttribute(CONTENT)
const signedAt = attribute(NAME.signingTime, time(NOW))
const pss = (...fields: Buffer[]): Buffer => algorithm(NAME.pss, sequence(...fields))
const hashField = context(0, algorithm(NAME.sha256))
const maskField = context(1, algorithm('1.2.840.113549.1.1.8', algorithm(NAME.sha256)))

test('reads what decision 16 allows', () => {
  const read = parseSignedContent(cms(sender, CONTENT))
  expect(read).toMatchObject({
    ok: true,
    value: { digest: 'sha256', scheme: { kind: 'ecdsa', digest: 'sha256' }, attributes: { signingTime: NOW } },
  })
  const value = read.ok ? read.value : null
  expect(value?.issuer.equals(issuer)).toBe(true)
  expect(value?.serial.equals(serial)).toBe(true)
  expect(value?.certificates.map(({ sha256 }) => sha256)).toEqual([sender.certificate.sha256])
  expect(value?.attributes?.messageDigest.equals(sha256(CONTENT))).toBe(true)
})

// biome-ignore format: a table
const ALLOWED: readonly (readonly [string, Pieces])[] = [
  ['no certificates',                       { certificates: null }],
  ['ten certificates',                      { certificates: Array<Buffer>(10).fill(sender.certificate.der) }],
  ['digest parameters NULL',                { digests: setOf(algorithm(NAME.sha256, nothing)), ...withSigner({ digest: algorithm(NAME.sha256, nothing) }) }],
  ['a second announced digest',             { digests: setOf(algorithm(NAME.sha256), algorithm(NAME.sha384)) }],
  ['no signed attributes',                  withSigner({ attributes: null })],
  ['unknown attributes, even twice',        withAttributes(contentTypeAttribute, digest, attribute('1.2.3', nothing), attribute('1.2.3', nothing))],
  ['attributes in any order',               withAttributes(digest, contentTypeAttribute)],
  ['an unreadable signing time (C16)',      withAttributes(contentTypeAttribute, digest, attribute(NAME.signingTime, octets(CONTENT)))],
  ['a signing time in the future (C16)',    withAttributes(contentTypeAttribute, digest, attribute(NAME.signingTime, time(new Date('2099-01-01'))))],
  ['PSS with SHA-256 in both places',       withSigner({ algorithm: pss(hashField, maskField, context(2, integer(32)), context(3, integer(1))) })],
  ['sha256WithRSA',                         withSigner({ algorithm: algorithm(NAME.sha256WithRsa, nothing) })],
]

test.each(ALLOWED)('allows %s', (_, pieces) => {
  expect(parseSignedContent(cms(sender, CONTENT, pieces))).toMatchObject({ ok: true })
})

// biome-ignore format: a table
const REFUSED: readonly (readonly [string, Pieces, readonly [number, number], string])[] = [
  // the outer layers
  ['a contentType that is no identifier',   { contentType: integer(1) },                                        [1, 2],     'notCms'],
  ['enveloped data',                        { contentType: oid('1.2.840.113549.1.7.3') },                       [4, 4001],  'notCms'],
  ['SignedData version 3',                  { version: integer(3) },                                            [4, 4002],  'outsideProfile'],
  ['SignedData version 0',                  { version: integer(0) },                                            [4, 4002],  'outsideProfile'],
  ['a version that is no number',           { version: nothing },                                               [1, 4],     'notCms'],
  ['digest algorithms that are no set',     { digests: sequence() },                                            [1, 5],     'notCms'],
  ['no announced digest',                   { digests: setOf() },                                               [11, 1202], 'outsideProfile'],
  ['eleven announced digests',              { digests: element(0x31, ...Array<Buffer>(11).fill(algorithm(NAME.sha256))) }, [9, 5], 'outsideProfile'],
  ['an announced digest that is none',      { digests: setOf(sequence()) },                                     [1, 6],     'notCms'],
  ['MD5 announced (C10)',                   { digests: setOf(algorithm(NAME.md5, nothing)) },                   [3, 3001],  'weakDigest'],
  ['SHA-1 announced (C10)',                 { digests: setOf(algorithm(NAME.sha1, nothing)) },                  [3, 3001],  'weakDigest'],
  ['an unknown digest announced',           { digests: setOf(algorithm('1.2.3')) },                             [3, 3001],  'forbiddenAlgorithm'],
  ['no inner content info',                 { inner: nothing },                                                 [1, 7],     'notCms'],
  ['an inner type other than data',         { inner: sequence(oid(NAME.signedData)) },                          [4, 4003],  'outsideProfile'],
  ['the document inside (C13)',             { inner: sequence(oid(NAME.data), context(0, octets(CONTENT))) },   [4, 8],     'attached'],
  ['another document inside (C13)',         { inner: sequence(oid(NAME.data), context(0, octets(sha256(CONTENT)))) }, [4, 8], 'attached'],
  ['an empty document inside (C13)',        { inner: sequence(oid(NAME.data), context(0)) },                    [4, 8],     'attached'],
  ['eleven certificates (C15)',             { certificates: Array<Buffer>(11).fill(sender.certificate.der) },   [9, 9],     'outsideProfile'],
  ['something that is no certificate',      { certificates: [sequence(integer(1))] },                           [10, 1001], 'certificateUnreadable'],
  ['an attribute certificate',              { certificates: [context(1, integer(1))] },                         [10, 1001], 'certificateUnreadable'],
  ['revocation lists',                      { crls: context(1, sequence()) },                                   [1, 22],    'outsideProfile'],
  // the signer
  ['no signer (C14)',                       { signers: [] },                                                    [1, 11],    'noSigner'],
  ['two good signers (C14)',                { signers: [good, good] },                                          [4, 11],    'severalSigners'],
  ['1,000 signers (C14)',                   { signers: Array<Buffer>(1000).fill(element(0x30)) },               [4, 11],    'severalSigners'],
  ['a signer that is no sequence',          { signers: [nothing] },                                             [1, 12],    'notCms'],
  ['SignerInfo version 3',                  withSigner({ version: integer(3) }),                                [4, 4004],  'outsideProfile'],
  ['a signer by key identifier',            withSigner({ version: integer(3), name: element(0x80, issuer) }),   [4, 4004],  'outsideProfile'],
  ['version 1 with a key identifier',       withSigner({ name: element(0x80, issuer) }),                        [1, 14],    'notCms'],
  ['an issuer that is no name',             withSigner({ name: sequence(nothing, element(0x02, serial)) }),     [1, 15],    'notCms'],
  ['a serial number that is none',          withSigner({ name: sequence(issuer, nothing) }),                    [1, 16],    'notCms'],
  ['a signer digest that is none',          withSigner({ digest: nothing }),                                    [1, 17],    'notCms'],
  ['signer digest SHA-1 (C10)',             withSigner({ digest: algorithm(NAME.sha1) }),                       [3, 3002],  'weakDigest'],
  ['a signer digest not announced',         withSigner({ digest: algorithm(NAME.sha384) }),                     [11, 1202], 'outsideProfile'],
  ['a signature over SHA-384 (C10)',        withSigner({ algorithm: algorithm(NAME.sha384WithRsa, nothing) }),  [11, 1202], 'outsideProfile'],
  ['a signature over SHA-1 (C10)',          withSigner({ algorithm: algorithm('1.2.840.113549.1.1.5', nothing) }), [3, 3003], 'weakDigest'],
  ['Ed25519',                               withSigner({ algorithm: algorithm(NAME.ed25519) }),                 [3, 3003],  'forbiddenAlgorithm'],
  ['PSS with its defaults, so SHA-1',       withSigner({ algorithm: pss() }),                                   [3, 3003],  'forbiddenAlgorithm'],
  ['PSS without parameters',                withSigner({ algorithm: algorithm(NAME.pss) }),                     [3, 3003],  'forbiddenAlgorithm'],
  ['PSS with a default mask, so SHA-1',     withSigner({ algorithm: pss(hashField) }),                          [3, 3003],  'forbiddenAlgorithm'],
  ['PSS with two digests',                  withSigner({ algorithm: pss(hashField, context(1, algorithm('1.2.840.113549.1.1.8', algorithm(NAME.sha384)))) }), [3, 3003], 'forbiddenAlgorithm'],
  ['PSS with an unknown mask',              withSigner({ algorithm: pss(hashField, context(1, algorithm('1.2.3', algorithm(NAME.sha256)))) }), [3, 3003], 'forbiddenAlgorithm'],
  ['PSS with another trailer',              withSigner({ algorithm: pss(hashField, maskField, context(3, integer(2))) }), [3, 3003], 'forbiddenAlgorithm'],
  ['PSS with fields out of order',          withSigner({ algorithm: pss(maskField, hashField) }),                [3, 3003], 'forbiddenAlgorithm'],
  ['PSS with a field twice',                withSigner({ algorithm: pss(hashField, hashField, maskField) }),    [3, 3003],  'forbiddenAlgorithm'],
  ['an algorithm that is none',             withSigner({ algorithm: nothing }),                                 [1, 19],    'notCms'],
  ['ECDSA with parameters',                 withSigner({ algorithm: algorithm(NAME.ecdsaWithSha256, integer(1)) }), [3, 3003], 'forbiddenAlgorithm'],
  ['a value that is no octet string',       withSigner({ value: nothing }),                                     [1, 20],    'notCms'],
  ['a value in pieces',                     withSigner({ value: element(0x24, octets(CONTENT)) }),              [1, 20],    'notCms'],
  ['unsigned attributes',                   withSigner({ unsigned: context(1, attribute('1.2.3', nothing)) }),  [1, 23],    'outsideProfile'],
  ['something behind the value',            withSigner({ more: nothing }),                                      [1, 12],    'notCms'],
  // signed attributes (C11)
  ['an empty set of attributes',            withAttributes(),                                                   [11, 1204], 'attributes'],
  ['no contentType',                        withAttributes(digest),                                             [11, 1204], 'attributes'],
  ['no messageDigest',                      withAttributes(contentTypeAttribute),                               [11, 1204], 'attributes'],
  ['contentType twice',                     withAttributes(contentTypeAttribute, contentTypeAttribute, digest), [11, 1204], 'attributes'],
  ['messageDigest twice',                   withAttributes(contentTypeAttribute, digest, digest),               [11, 1204], 'attributes'],
  ['contentType with two values',           withAttributes(attribute(NAME.contentType, oid(NAME.data), oid(NAME.data)), digest), [11, 1204], 'attributes'],
  ['messageDigest with two values',         withAttributes(contentTypeAttribute, attribute(NAME.messageDigest, octets(sha256(CONTENT)), octets(CONTENT))), [11, 1204], 'attributes'],
  ['messageDigest without value',           withAttributes(contentTypeAttribute, attribute(NAME.messageDigest)), [11, 1204], 'attributes'],
  ['a contentType other than data',         withAttributes(attribute(NAME.contentType, oid(NAME.signedData)), digest), [11, 1204], 'attributes'],
  ['a digest of another length',            withAttributes(contentTypeAttribute, digestAttribute(CONTENT, 'sha1')), [11, 1204], 'attributes'],
  ['a signing time twice',                  withAttributes(contentTypeAttribute, digest, signedAt, signedAt),   [11, 1204], 'attributes'],
  ['a signing time with two values',        withAttributes(contentTypeAttribute, digest, attribute(NAME.signingTime, time(NOW), time(NOW))), [11, 1204], 'attributes'],
  ['a signing time without value',          withAttributes(contentTypeAttribute, digest, attribute(NAME.signingTime)), [11, 1204], 'attributes'],
  ['values out of order',                   withAttributes(contentTypeAttribute, digest, sequence(oid('1.2.3'), element(0x31, integer(9), integer(2)))), [11, 1204], 'attributes'],
  ['an attribute that is none',             withAttributes(contentTypeAttribute, digest, nothing),              [11, 1204], 'attributes'],
]

test.each(REFUSED)('refuses %s', (_, pieces, annex25, detail) => {
  expect(parseSignedContent(cms(sender, CONTENT, pieces))).toMatchObject({
    ok: false,
    problem: { outcome: 'bad', code: 125, annex25, detail },
  })
})

const longWay = Buffer.concat([Buffer.from([0x30, 0x81]), contentTypeAttribute.subarray(1)])

/** What a signer writes as it comes, and signs so. */
function asTheyCome(...attributes: Buffer[]): Pieces {
  const ordered = setOf(...attributes)
  const part = signerPart(sender, CONTENT, { attributes })
  const at = part.indexOf(ordered.subarray(headerOctets(ordered)))
  return {
    signers: [
      Buffer.concat([part.subarray(0, at), ...attributes, part.subarray(at + ordered.length - headerOctets(ordered))]),
    ],
  }
}

test.each([
  ['a length in long form', withAttributes(longWay, digest)],
  ['the longer one first', asTheyCome(digest, contentTypeAttribute)],
])('rule 4.6: signed attributes must be DER, whatever surrounds them: %s', (_, pieces) => {
  expect(parseSignedContent(cms(sender, CONTENT, pieces))).toMatchObject({
    ok: false,
    problem: { annex25: [11, 1204], detail: 'attributes', seen: 'not DER' },
  })
})

test('rule 4.6: what comes in the order of DER is read', () => {
  expect(parseSignedContent(cms(sender, CONTENT, asTheyCome(contentTypeAttribute, digest)))).toMatchObject({ ok: true })
})

const inner = cms(sender, CONTENT).subarray(4)
const indefinite = Buffer.concat([Buffer.from([0x30, 0x80]), inner, Buffer.from([0, 0])])

// biome-ignore format: a table
const BROKEN: readonly (readonly [string, Buffer, readonly [number, number], string])[] = [
  ['no tree at all',                       Buffer.from('hello, world'),                                   [9, 1],    'notCms'],
  ['a set instead of a sequence',          element(0x31, integer(1)),                                     [1, 1],    'notCms'],
  ['an empty sequence',                    sequence(),                                                    [1, 2],    'notCms'],
  ['no content',                           sequence(oid(NAME.signedData)),                                [1, 3],    'notCms'],
  ['two contents',                         sequence(oid(NAME.signedData), context(0, sequence(), sequence())), [1, 3], 'notCms'],
  ['a trailing octet (C4)',                Buffer.concat([cms(sender, CONTENT), Buffer.from([0])]),       [1, 21],   'trailingBytes'],
  ['two signatures in a row (C4)',         Buffer.concat([cms(sender, CONTENT), cms(sender, CONTENT)]),   [1, 21],   'trailingBytes'],
  ['the end cut off',                      cms(sender, CONTENT).subarray(0, -5),                          [9, 1],    'notCms'],
  ['the end of ContentInfo missing',       indefinite.subarray(0, -2),                                    [1, 901],  'notCms'],
  ['the end of signedData missing',        Buffer.concat([Buffer.from([0x30, 0x80]), oid(NAME.signedData), Buffer.from([0xa0, 0x80, 0x30, 0x80]), integer(1)]), [1, 903], 'notCms'],
  ['the end of the digests missing',       Buffer.concat([Buffer.from([0x30, 0x80]), oid(NAME.signedData), Buffer.from([0xa0, 0x80, 0x30, 0x80]), integer(1), Buffer.from([0x31, 0x80])]), [1, 905], 'notCms'],
  ['depth 10,000 (C15)',                   Buffer.alloc(20_000, Buffer.from([0x30, 0x80])),               [9, 2],    'notCms'],
  ['65 KiB (C15)',                         Buffer.alloc(65 * 1024, 0x30),                                 [9, 1],    'signatureTooLarge'],
]

test.each(BROKEN)('refuses %s and names the place', (_, file, annex25, detail) => {
  expect(parseSignedContent(file)).toMatchObject({ ok: false, problem: { code: 125, annex25, detail } })
})

test('reads BER of indefinite length', () => {
  expect(parseSignedContent(indefinite)).toMatchObject({ ok: true })
})
