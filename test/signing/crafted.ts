import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Certificate, readCertificate } from '../../src/signing/certificate.ts'
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
} from '../../src/signing/der.ts'
import type { Content } from '../../src/signing/digests.ts'
import { type KeyAndCertificate, makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { readPem } from '../../src/signing/pem.ts'
import type { Registered, VerifyInput } from '../../src/signing/verify-signature.ts'

/** CMS signatures made piece by piece, so that a test can make one piece wrong and see what is said about it. */
export type Signer = { readonly key: KeyObject; readonly certificate: Certificate; readonly pem: KeyAndCertificate }

export const NOW = new Date('2026-11-23T12:00:00Z')

export const NAME = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  sha1: '1.3.14.3.2.26',
  md5: '1.2.840.113549.2.5',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  rsa: '1.2.840.113549.1.1.1',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  sha384WithRsa: '1.2.840.113549.1.1.12',
  pss: '1.2.840.113549.1.1.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  ed25519: '1.3.101.112',
} as const

export type SignerPieces = {
  version?: Der
  name?: Der
  digest?: Der
  attributes?: readonly Der[] | null
  algorithm?: Der
  value?: Der
  unsigned?: Der
  more?: Der
}

export type Pieces = {
  contentType?: Der
  version?: Der
  digests?: Der
  inner?: Der
  certificates?: readonly Der[] | null
  crls?: Der
  signers?: readonly Der[]
}

export async function makeSigner(keyType: 'rsa' | 'ec' = 'rsa', commonName = 'Sender'): Promise<Signer> {
  return signerOf(await makeSelfSigned({ commonName, keyType, days: 365, now: NOW }))
}

export function signerOf(pem: KeyAndCertificate): Signer {
  return { key: createPrivateKey(pem.keyPem), certificate: certificateOf(pem.certificatePem), pem }
}

export function certificateOf(pem: string): Certificate {
  const certificate = readCertificate(readPem(pem)?.blocks[0]?.octets ?? Buffer.alloc(0))
  if (!certificate.ok) throw new Error(certificate.problem)
  return certificate.value
}

export const attribute = (type: string, ...values: Der[]): Der => sequence(oid(type), setOf(...values))
export const contentTypeAttribute = attribute(NAME.contentType, oid(NAME.data))

export function digestAttribute(content: Uint8Array, digest = 'sha256'): Der {
  return attribute(NAME.messageDigest, octetString(createHash(digest).update(content).digest()))
}

/** A SignerInfo that is right in all that is not given. */
export function signerPart(signer: Signer, content: Uint8Array, pieces: SignerPieces = {}): Der {
  const { issuer, serial } = signer.certificate
  const attributes =
    pieces.attributes === undefined
      ? [contentTypeAttribute, attribute(NAME.signingTime, time(NOW)), digestAttribute(content)]
      : pieces.attributes
  const message = attributes ? setOf(...attributes) : content
  const isRsa = signer.key.asymmetricKeyType === 'rsa'
  return sequence(
    pieces.version ?? integer(1),
    pieces.name ?? sequence(issuer, element(0x02, serial)),
    pieces.digest ?? sequence(oid(NAME.sha256)),
    ...(attributes ? [element(0xa0, message.subarray(headerOctets(message)))] : []),
    pieces.algorithm ?? (isRsa ? sequence(oid(NAME.rsa), nothing) : sequence(oid(NAME.ecdsaWithSha256))),
    pieces.value ?? octetString(sign('sha256', message, signer.key)),
    ...(pieces.unsigned ? [pieces.unsigned] : []),
    ...(pieces.more ? [pieces.more] : []),
  )
}

/** A ContentInfo that is right in all that is not given. */
export function cms(signer: Signer, content: Uint8Array, pieces: Pieces = {}): Der {
  const certificates = pieces.certificates === undefined ? [signer.certificate.der] : pieces.certificates
  const signedData = sequence(
    pieces.version ?? integer(1),
    pieces.digests ?? setOf(sequence(oid(NAME.sha256))),
    pieces.inner ?? sequence(oid(NAME.data)),
    ...(certificates ? [context(0, ...certificates)] : []),
    ...(pieces.crls ? [pieces.crls] : []),
    element(0x31, ...(pieces.signers ?? [signerPart(signer, content)])),
  )
  return sequence(pieces.contentType ?? oid(NAME.signedData), context(0, signedData))
}

/** A content that says nothing about itself: digests must be read from the stream, in small chunks. */
export function contentOf(bytes: Uint8Array, chunkBytes = 7): Content {
  const chunks = (): Buffer[] =>
    Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
      Buffer.from(bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes)),
    )
  return { digests: {}, bytes: bytes.length, stream: () => Readable.from(chunks()) }
}

export function registered(signer: { certificate: Certificate }, changes: Partial<Registered> = {}): Registered {
  const { sha256, der } = signer.certificate
  return { sha256, der, usages: ['signature'], state: 'valid', ...changes }
}

/** What `verifySignature` needs, for a self-signed sender who is registered. */
export function asked(signer: Signer, signatureFile: Uint8Array, content: Uint8Array): VerifyInput {
  return {
    signatureFile,
    content: contentOf(content),
    registered: [registered(signer)],
    issuers: [],
    allowSelfSigned: true,
    sealedAt: NOW,
  }
}

/** The octets of an element before its contents. */
export function headerOctets(der: Uint8Array): number {
  const first = der[1] ?? 0
  return first < 0x80 ? 2 : 2 + (first & 0x7f)
}
