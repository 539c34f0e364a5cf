import { no, ok, type Result } from '../base/result.ts'
import type { AnnexPair, SignatureDetail } from '../batch/annex-25.ts'
import { DIGEST_OCTETS, type DigestAlgorithm, digestOf, type Scheme, schemeOf } from './algorithms.ts'
import { malformedFinding } from './annex-place.ts'
import { contextTag, integerOctets, oidText, smallInteger, TAG, timeOf } from './asn1-values.ts'
import { type Element, Malformed, readElement } from './ber.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { type BadSignature, bad } from './finding.ts'
import { SIGNATURE_BYTES_MAX } from './signature-file.ts'
import { tokenOfAttributes } from './timestamp/stamp-attribute.ts'

/** A detached CMS signature within the profile of decision 16. */
export type SignedContent = {
  readonly digest: DigestAlgorithm
  readonly scheme: Scheme
  readonly issuer: Buffer
  readonly serial: Buffer
  readonly certificates: readonly Certificate[]
  /** Null when the signature is over the content itself. */
  readonly attributes: SignedAttributes | null
  readonly value: Buffer
  /** The token of a time-stamp of the value; always null of what senders sign. */
  readonly token: Buffer | null
}

/** Senders bring no unsigned attributes; an answer of ours may have a time-stamp there (rule 29.4). */
export type Unsigned = 'nothing' | 'timeStamp'

export type SignedAttributes = {
  /** What the value signs: the attributes as a SET, not as `[0]` (RFC 5652 §5.4). */
  readonly toBeSigned: Buffer
  readonly messageDigest: Buffer
  readonly signingTime: Date | null
}

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
} as const

const CERTIFICATES_MAX = 10
const DIGESTS_MAX = 10

/** Within this file only: what ends the reading, with its pair of annex 25. */
class OutsideProfile extends Error {
  readonly finding: BadSignature
  constructor(finding: BadSignature) {
    super(finding.detail)
    this.finding = finding
  }
}

/** Reads BER or DER strictly by the profile; every refusal carries the annex 25 pair of reception §8.3 (decision 16). */
export function parseSignedContent(file: Buffer, unsigned: Unsigned = 'nothing'): Result<SignedContent, BadSignature> {
  if (file.length > SIGNATURE_BYTES_MAX) return no(bad([9, 1], 'signatureTooLarge'))
  try {
    return ok(contentInfo(readElement(file, 'BER'), unsigned))
  } catch (error) {
    if (error instanceof OutsideProfile) return no(error.finding)
    if (error instanceof Malformed) return no(malformedFinding(error))
    throw error
  }
}

function contentInfo(root: Element, unsigned: Unsigned): SignedContent {
  demand(root.tag === TAG.sequence, [1, 1], 'notCms')
  const [type, content] = root.children
  demand(type?.tag === TAG.oid, [1, 2], 'notCms')
  demand(oidText(type) === OID.signedData, [4, 4001], 'notCms', oidText(type), OID.signedData)
  const [signedData] = content?.children ?? []
  const isWrapped = root.children.length === 2 && content?.tag === contextTag(0) && content.children.length === 1
  demand(isWrapped && signedData?.tag === TAG.sequence, [1, 3], 'notCms')
  return readSignedData(signedData, unsigned)
}

function readSignedData({ children }: Element, unsigned: Unsigned): SignedContent {
  const [version, digests, inner, ...rest] = children
  demand(version?.tag === TAG.integer, [1, 4], 'notCms')
  demand(smallInteger(version) === 1, [4, 4002], 'outsideProfile', `version ${smallInteger(version)}`, 'version 1')
  demand(digests?.tag === TAG.set, [1, 5], 'notCms')
  const announced = readDigests(digests)
  readInner(inner)
  const certificates = rest[0]?.tag === contextTag(0) ? readCertificates(rest.shift()) : []
  demand(rest[0]?.tag !== contextTag(1), [1, 22], 'outsideProfile', 'crls')
  const signers = rest.shift()
  demand(signers?.tag === TAG.set && rest.length === 0, [1, 11], 'notCms')
  const [signer, second] = signers.children
  demand(signer !== undefined, [1, 11], 'noSigner')
  demand(second === undefined, [4, 11], 'severalSigners', String(signers.children.length), '1')
  return { ...readSigner(signer, announced, unsigned), certificates }
}

function readDigests(digests: Element): readonly DigestAlgorithm[] {
  demand(digests.children.length <= DIGESTS_MAX, [9, 5], 'outsideProfile')
  return digests.children.map((identifier) => {
    const digest = at([1, 6], () => digestOf(identifier))
    if (typeof digest === 'string') return digest
    return refuse([3, 3001], digest.weak ? 'weakDigest' : 'forbiddenAlgorithm', digest.notAdmitted, 'SHA-256')
  })
}

function readInner(inner: Element | undefined): void {
  demand(inner?.tag === TAG.sequence, [1, 7], 'notCms')
  const [type, content] = inner.children
  demand(type?.tag === TAG.oid, [1, 7], 'notCms')
  demand(oidText(type) === OID.data, [4, 4003], 'outsideProfile', oidText(type), OID.data)
  demand(content === undefined, [4, 8], 'attached')
}

function readCertificates(set: Element | undefined): readonly Certificate[] {
  const members = set?.children ?? []
  demand(members.length <= CERTIFICATES_MAX, [9, 9], 'outsideProfile', `${members.length} certificates`, '10')
  return members.map((member) => {
    const certificate = readCertificate(member.encoding)
    return certificate.ok ? certificate.value : refuse([10, 1001], 'certificateUnreadable', certificate.problem)
  })
}

function readSigner(
  { tag, children }: Element,
  announced: readonly DigestAlgorithm[],
  unsigned: Unsigned,
): Omit<SignedContent, 'certificates'> {
  demand(tag === TAG.sequence, [1, 12], 'notCms')
  const [version, name, digestIdentifier, ...rest] = children
  demand(version?.tag === TAG.integer, [1, 13], 'notCms')
  demand(
    smallInteger(version) === 1,
    [4, 4004],
    'outsideProfile',
    `signer version ${smallInteger(version)}`,
    'version 1',
  )
  const signer = readSignerName(name)
  demand(digestIdentifier !== undefined, [1, 17], 'notCms')
  const digest = at([1, 17], () => digestOf(digestIdentifier))
  if (typeof digest !== 'string') {
    return refuse([3, 3002], digest.weak ? 'weakDigest' : 'forbiddenAlgorithm', digest.notAdmitted, 'SHA-256')
  }
  demand(announced.includes(digest), [11, 1202], 'outsideProfile', digest, announced.join(' '))
  const signed = rest[0]?.tag === contextTag(0) ? rest.shift() : undefined
  const attributes = signed ? at([11, 1204], () => readAttributes(signed, digest)) : null
  const scheme = readScheme(rest.shift(), digest)
  const value = rest.shift()
  demand(value?.tag === TAG.octetString, [1, 20], 'notCms')
  const more = unsigned === 'timeStamp' && rest[0]?.tag === contextTag(1) ? rest.shift() : undefined
  const token = more ? at([1, 23], () => tokenOfAttributes(more)) : null
  demand(rest[0]?.tag !== contextTag(1), [1, 23], 'outsideProfile', 'unsigned attributes')
  demand(rest.length === 0, [1, 12], 'notCms')
  return { digest, scheme, ...signer, attributes, value: value.contents, token }
}

function readSignerName(name: Element | undefined): { readonly issuer: Buffer; readonly serial: Buffer } {
  demand(name?.tag === TAG.sequence && name.children.length === 2, [1, 14], 'notCms')
  const [issuer, serial] = name.children
  demand(issuer?.tag === TAG.sequence, [1, 15], 'notCms')
  demand(serial?.tag === TAG.integer, [1, 16], 'notCms')
  return { issuer: issuer.encoding, serial: at([1, 16], () => integerOctets(serial)) }
}

function readScheme(identifier: Element | undefined, digest: DigestAlgorithm): Scheme {
  demand(identifier !== undefined, [1, 19], 'notCms')
  const scheme = at([1, 19], () => schemeOf(identifier, digest))
  if ('notAdmitted' in scheme) {
    return refuse([3, 3003], scheme.weak ? 'weakDigest' : 'forbiddenAlgorithm', scheme.notAdmitted)
  }
  demand(scheme.digest === digest, [11, 1202], 'outsideProfile', scheme.digest, digest)
  return scheme
}

/** By rule 4.6 exactly one contentType = id-data and one messageDigest; others are tolerated, but nothing twice that counts (case C11). */
function readAttributes(signed: Element, digest: DigestAlgorithm): SignedAttributes {
  demand(!signed.loose && isOrdered(signed), [11, 1204], 'attributes', 'not DER')
  const attributes = signed.children.map(readAttribute)
  const [time, ...otherTimes] = attributes.filter(({ name }) => name === OID.signingTime)
  const timeIsOne = !time || (otherTimes.length === 0 && time.values.length === 1)
  demand(timeIsOne, [11, 1204], 'attributes', 'signingTime')
  const [type, ...otherTypes] = attributes.filter(({ name }) => name === OID.contentType)
  const [message, ...otherMessages] = attributes.filter(({ name }) => name === OID.messageDigest)
  const contentType = type && otherTypes.length === 0 ? single(type.values) : undefined
  const messageDigest = message && otherMessages.length === 0 ? single(message.values) : undefined
  demand(contentType?.tag === TAG.oid && oidText(contentType) === OID.data, [11, 1204], 'attributes', 'contentType')
  const isDigest = messageDigest?.tag === TAG.octetString && messageDigest.contents.length === DIGEST_OCTETS[digest]
  demand(isDigest && messageDigest !== undefined, [11, 1204], 'attributes', 'messageDigest')
  const toBeSigned = Buffer.from(signed.encoding)
  toBeSigned[0] = TAG.set
  return { toBeSigned, messageDigest: messageDigest.contents, signingTime: time ? timeShown(time) : null }
}

type Attribute = { readonly name: string; readonly values: readonly Element[] }

function readAttribute({ tag, children }: Element): Attribute {
  const [name, values, third] = children
  demand(tag === TAG.sequence && name?.tag === TAG.oid && values?.tag === TAG.set && !third, [11, 1204], 'attributes')
  demand(isOrdered(values), [11, 1204], 'attributes', 'not DER')
  return { name: oidText(name), values: values.children }
}

/** SET OF in DER: each member's encoding is not before the one in front of it (X.690 11.6). */
function isOrdered({ children }: Element): boolean {
  return children.every(({ encoding }, index) => (children[index - 1]?.encoding ?? encoding).compare(encoding) <= 0)
}

function single(values: readonly Element[]): Element | undefined {
  return values.length === 1 ? values[0] : undefined
}

/** Informational (case C16): what cannot be read is not shown. */
function timeShown({ values: [value] }: Attribute): Date | null {
  try {
    return value ? timeOf(value) : null
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

function refuse(annex25: AnnexPair, detail: SignatureDetail, seen?: string, expected?: string): never {
  throw new OutsideProfile(bad(annex25, detail, seen, expected))
}

function demand(
  holds: boolean,
  annex25: AnnexPair,
  detail: SignatureDetail,
  seen?: string,
  expected?: string,
): asserts holds {
  if (!holds) refuse(annex25, detail, seen, expected)
}

/** Runs a reader of values and says where it failed. */
function at<Value>(annex25: AnnexPair, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) return refuse(annex25, annex25[0] === 11 ? 'attributes' : 'notCms', error.message)
    throw error
  }
}
