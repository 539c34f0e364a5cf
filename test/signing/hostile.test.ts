import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Der, element, octetString, oid, sequence, setOf } from '../../src/signing/der.ts'
import { verifySignature } from '../../src/signing/verify-signature.ts'
import {
  asked,
  attribute,
  cms,
  contentTypeAttribute,
  digestAttribute,
  makeSigner,
  type Signer,
  signerPart,
} from './crafted.ts'

const CONTENT = Buffer.from('<Declaration/>')
const signers = [await makeSigner('rsa'), await makeSigner('ec')]
const files = signers.flatMap((signer) => [
  { signer, file: cms(signer, CONTENT) },
  { signer, file: cms(signer, CONTENT, { signers: [signerPart(signer, CONTENT, { attributes: null })] }) },
  { signer, file: cms(signer, CONTENT, { certificates: null }) },
])

type Edit = (bytes: Buffer) => Buffer
const place = fc.nat(5000)
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(
    ([at, octet]) =>
      (bytes: Buffer) =>
        replaced(bytes, at, 1, Buffer.from([octet])),
  ),
  fc.tuple(place, fc.nat(20)).map(
    ([at, count]) =>
      (bytes: Buffer) =>
        replaced(bytes, at, count, Buffer.alloc(0)),
  ),
  fc.tuple(place, fc.uint8Array({ maxLength: 20 })).map(
    ([at, more]) =>
      (bytes: Buffer) =>
        replaced(bytes, at, 0, Buffer.from(more)),
  ),
  fc.tuple(place, place, fc.nat(300)).map(
    ([to, from, count]) =>
      (bytes: Buffer) =>
        replaced(bytes, to, 0, bytes.subarray(from % bytes.length, (from % bytes.length) + count)),
  ),
  place.map((at) => (bytes: Buffer) => bytes.subarray(0, at % bytes.length)),
)

function replaced(bytes: Buffer, at: number, count: number, by: Buffer): Buffer {
  const start = at % Math.max(1, bytes.length)
  return Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(start + count)])
}

test('any bytes get a finding, never an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), fc.boolean(), async (bytes, asBase64) => {
      const file = asBase64 ? Buffer.from(Buffer.from(bytes).toString('base64')) : Buffer.from([0x30, ...bytes])
      expect(await verifySignature(asked(signers[0] as Signer, file, CONTENT))).toMatchObject({
        outcome: 'bad',
        code: 125,
      })
    }),
    { numRuns: 1000 },
  )
})

test('any mutant of a good signature gets a finding; a good one is still by the registered certificate', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(edits, { minLength: 1, maxLength: 3 }),
      async ({ signer, file }, changes) => {
        const mutant = changes.reduce<Buffer>((bytes, change) => change(bytes), file)
        const finding = await verifySignature(asked(signer, mutant, CONTENT))
        expect(finding.outcome === 'good' ? finding.certificate?.sha256 : signer.certificate.sha256).toBe(
          signer.certificate.sha256,
        )
        if (finding.outcome === 'bad') expect([125, 153]).toContain(finding.code)
      },
    ),
    { numRuns: 1500 },
  )
})

test('no mutant of the content is accepted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(edits, { minLength: 1, maxLength: 2 }),
      async ({ signer, file }, changes) => {
        const mutant = changes.reduce<Buffer>((bytes, change) => change(bytes), CONTENT)
        const finding = await verifySignature(asked(signer, file, mutant))
        expect(finding.outcome).toBe(mutant.equals(CONTENT) ? 'good' : 'bad')
      },
    ),
    { numRuns: 300 },
  )
})

const ec = signers[1] as Signer
const nested = (depth: number): Der =>
  Array.from({ length: depth }).reduce<Buffer>((inner) => element(0x30, inner), Buffer.alloc(0))
const withUnknown = (value: Der): Buffer =>
  cms(ec, CONTENT, {
    signers: [
      signerPart(ec, CONTENT, {
        attributes: [contentTypeAttribute, digestAttribute(CONTENT), attribute('1.2.3', value)],
      }),
    ],
  })
const longArc = element(0x06, Buffer.concat([Buffer.from([0x2a]), Buffer.alloc(9, 0xff), Buffer.from([0x7f])]))

// biome-ignore format: a table
const BOMBS: readonly (readonly [string, Buffer])[] = [
  ['depth 10,000 inside an attribute',        withUnknown(nested(10_000))],
  ['depth 10,000 of indefinite lengths',      Buffer.alloc(20_000, Buffer.from([0x30, 0x80]))],
  ['30,000 elements',                         withUnknown(element(0x30, Buffer.alloc(60_000, Buffer.from([5, 0]))))],
  ['50 MB of unsigned attributes',            cms(ec, CONTENT, { signers: [signerPart(ec, CONTENT, { unsigned: element(0xa1, Buffer.alloc(50_000_000)) })] })],
  ['500 certificates',                        cms(ec, CONTENT, { certificates: Array<Buffer>(500).fill(ec.certificate.der) })],
  ['1,000 signers',                           cms(ec, CONTENT, { signers: Array<Buffer>(1000).fill(sequence()) })],
  ['a length of 2^32 - 1',                    Buffer.from('3084ffffffff0500', 'hex')],
  ['a length of 2^1008 - 1',                  Buffer.concat([Buffer.from('30fe', 'hex'), Buffer.alloc(126, 0xff)])],
  ['an unknown digest with an arc of 2^70',   cms(ec, CONTENT, { digests: setOf(sequence(longArc)) })],
  ['an identifier of 10,000 octets',          cms(ec, CONTENT, { digests: setOf(sequence(element(0x06, Buffer.alloc(10_000, 0x81)))) })],
  ['a million line breaks',                   Buffer.alloc(1_000_000, '\n')],
  ['64 KiB of line breaks',                   Buffer.alloc(65_536, '\r')],
  ['64 KiB of dashes',                        Buffer.alloc(65_536, '-----BEGIN ')],
  ['64 KiB of base64',                        Buffer.alloc(65_536, 'MIAA')],
]

test.each(BOMBS)('case C15: %s is refused by a limit', async (_, file) => {
  expect(await verifySignature(asked(ec, file, CONTENT))).toMatchObject({ outcome: 'bad', code: 125 })
})

test('case C15: an unknown attribute with an arc of 2^70 does no harm', async () => {
  expect(await verifySignature(asked(ec, withUnknown(longArc), CONTENT))).toMatchObject({ outcome: 'good' })
  expect(await verifySignature(asked(ec, withUnknown(octetString(Buffer.alloc(40_000))), CONTENT))).toMatchObject({
    outcome: 'good',
  })
})

test('case C14: a counter-signature is an unsigned attribute', async () => {
  const counter = element(0xa1, sequence(oid('1.2.840.113549.1.9.6'), setOf(signerPart(ec, CONTENT))))
  const file = cms(ec, CONTENT, { signers: [signerPart(ec, CONTENT, { unsigned: counter })] })
  expect(await verifySignature(asked(ec, file, CONTENT))).toMatchObject({ code: 125, annex25: [1, 23] })
})
