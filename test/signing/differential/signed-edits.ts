import { sign } from 'node:crypto'
import {
  context,
  type Der,
  element,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  setOf,
  time,
} from '../../../src/signing/der.ts'
import {
  attribute,
  cms,
  contentTypeAttribute,
  digestAttribute,
  headerOctets,
  NAME,
  NOW,
  type Signer,
  signerPart,
} from '../crafted.ts'
import type { Draw } from './draw.ts'

/** Signatures that a signer with a key of his own makes wrong: the value is over what is written, however odd that is. */
export type Author = { readonly signer: Signer; readonly others: readonly Signer[]; readonly content: Buffer }
export type SignedEdit = (author: Author, draw: Draw) => Buffer

const SIGNING_TIME = attribute(NAME.signingTime, time(NOW))
const UNKNOWN = attribute('1.2.3', integer(5))
const SHA256 = sequence(oid(NAME.sha256))

export const SIGNED_EDITS: readonly SignedEdit[] = [
  withAttributes((plain, draw) => [...plain, draw.of(plain)]),
  withAttributes((plain, draw) => plain.toSpliced(draw.below(plain.length), 1)),
  withAttributes((plain) => [...plain, UNKNOWN, UNKNOWN]),
  withAttributes((plain) => [...plain, attribute(NAME.signingTime, time(new Date('2016-01-01')))]),
  withAttributes((plain) => plain.with(1, attribute(NAME.signingTime, time(NOW), time(NOW)))),
  withAttributes((plain) => plain.with(1, attribute(NAME.signingTime, integer(1)))),
  withAttributes((plain) => plain.with(1, attribute(NAME.signingTime))),
  withAttributes((plain) => [...plain, attribute('1.2.3')]),
  withAttributes((plain) => [...plain, sequence(oid('1.2.3'), setOf(nothing), nothing)]),
  withAttributes((plain) => [...plain, element(0x30, oid('1.2.3'), element(0x31, integer(9), integer(2)))]),
  withAttributes((plain) => plain.with(0, attribute(NAME.contentType, oid(NAME.signedData)))),
  withAttributes((plain) => plain.with(0, attribute(NAME.contentType, oid(NAME.data), oid(NAME.data)))),
  withAttributes((plain) => plain.with(2, attribute(NAME.messageDigest, octetString(Buffer.alloc(32))))),
  withAttributes((plain) => plain.with(2, attribute(NAME.messageDigest, octetString(Buffer.alloc(0))))),
  withAttributes((plain) => [
    ...plain,
    attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octetString(Buffer.alloc(32)))))),
  ]),
  withAttributes((plain) => plain.with(2, Buffer.concat([Buffer.of(0x30, 0x81), (plain[2] ?? nothing).subarray(1)]))),
  unordered(false),
  unordered(true),
  ({ signer, content }, draw) =>
    signedBy(signer, content, {
      algorithm: draw.of([
        sequence(oid(NAME.sha384WithRsa), nothing),
        sequence(oid(NAME.ed25519)),
        SHA256,
        sequence(oid(NAME.sha256WithRsa)),
      ]),
    }),
  ({ signer, content }, draw) =>
    signedBy(signer, content, {
      digest: draw.of([sequence(oid(NAME.sha384)), sequence(oid(NAME.sha1)), sequence(oid(NAME.sha256), integer(1))]),
    }),
  ({ signer, content }) =>
    cms(signer, content, { signers: [signerPart(signer, content, { unsigned: context(1, UNKNOWN) })] }),
  ({ signer, content, others }, draw) =>
    cms(signer, content, { certificates: [signer, draw.of(others)].map(({ certificate }) => certificate.der) }),
  ({ signer, content, others }, draw) => cms(signer, content, { certificates: [draw.of(others).certificate.der] }),
  ({ signer, content, others }, draw) =>
    cms(signer, content, { signers: [signerPart({ ...signer, key: draw.of(others).key }, content)] }),
  ({ content, others }, draw) => cms(draw.of(others), content),
  ({ signer, content, others }, draw) =>
    cms(signer, content, { signers: [signerPart(signer, content), signerPart(draw.of(others), content)] }),
  ({ signer, content }, draw) =>
    cms(signer, content, { certificates: Array<Buffer>(1 + draw.below(12)).fill(signer.certificate.der) }),
  ({ signer, content }, draw) => cms(signer, content, { version: integer(draw.below(6)) }),
  ({ signer, content }, draw) => signedBy(signer, content, { version: integer(draw.below(6)) }),
  ({ signer, content }, draw) =>
    cms(signer, content, {
      digests: draw.of([
        setOf(),
        setOf(SHA256, sequence(oid(NAME.sha384))),
        setOf(sequence(oid(NAME.sha1))),
        setOf(SHA256, SHA256),
      ]),
    }),
  ({ signer, content }) => cms(signer, content, { inner: sequence(oid(NAME.data), context(0, octetString(content))) }),
  ({ signer, content }) => cms(signer, content, { inner: sequence(oid(NAME.signedData)) }),
  ({ signer, content }) => cms(signer, content, { crls: context(1) }),
  ({ signer, content }) => cms(signer, content, { signers: [signerPart(signer, content, { attributes: null })] }),
  ({ signer, content }) => cms(signer, Buffer.concat([content, Buffer.of(10)])),
]

type Pieces = Parameters<typeof signerPart>[2]

function signedBy(signer: Signer, content: Buffer, pieces: Pieces): Buffer {
  return cms(signer, content, { signers: [signerPart(signer, content, pieces)] })
}

function withAttributes(change: (plain: Der[], draw: Draw) => readonly Der[]): SignedEdit {
  return ({ signer, content }, draw) => {
    const attributes = change([contentTypeAttribute, SIGNING_TIME, digestAttribute(content)], draw)
    return signedBy(signer, content, { attributes })
  }
}

/** Attributes that do not stand in the order of DER, signed as they stand or as DER would have them. */
function unordered(signedInOrder: boolean): SignedEdit {
  return ({ signer, content }) => {
    const plain = [digestAttribute(content), contentTypeAttribute, SIGNING_TIME]
    const asWritten = element(0x31, ...plain)
    const value = octetString(sign('sha256', signedInOrder ? setOf(...plain) : asWritten, signer.key))
    const part = signerPart(signer, content, { attributes: plain, value })
    const ordered = setOf(...plain)
    const body = ordered.subarray(headerOctets(ordered))
    const at = part.indexOf(body)
    asWritten.copy(part, at, headerOctets(asWritten))
    return cms(signer, content, { signers: [part] })
  }
}
