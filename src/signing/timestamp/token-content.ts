import { DIGEST_OCTETS, type DigestAlgorithm, digestOf, type Scheme, schemeOf } from '../algorithms.ts'
import { child, contextTag, integerOctets, oidText, smallInteger, TAG } from '../asn1-values.ts'
import { type Element, readElement } from '../ber.ts'
import { type Certificate, readCertificate } from '../certificate.ts'
import { demandStamp } from './stamp-fault.ts'
import { STAMP_NAME } from './stamp-names.ts'

/** The CMS around a TSTInfo, read as far as one signer goes. */
export type TokenContent = {
  readonly info: Buffer
  readonly certificates: readonly Certificate[]
  readonly issuer: Buffer
  readonly serial: Buffer
  readonly digest: DigestAlgorithm
  readonly scheme: Scheme
  /** The signed attributes as a SET, and each by its name. */
  readonly toBeSigned: Buffer
  readonly attributes: ReadonlyMap<string, Element>
  readonly value: Buffer
}

const CERTIFICATES_MAX = 10

/** Reads the ContentInfo of a token, in DER. Throws `Malformed` and `BadStamp`. */
export function readTokenContent(token: Buffer): TokenContent {
  const root = readElement(token, 'DER')
  demandStamp(root.tag === TAG.sequence && root.children.length === 2, 'malformed', 'no CMS')
  const isSigned = oidText(child(root, 0, TAG.oid, 'a content type')) === STAMP_NAME.signedData
  const wrapped = child(root, 1, contextTag(0), 'signed data')
  demandStamp(isSigned && wrapped.children.length === 1, 'malformed', 'no signed data')
  return signedDataOf(child(wrapped, 0, TAG.sequence, 'signed data'))
}

function signedDataOf(signedData: Element): TokenContent {
  const version = smallInteger(child(signedData, 0, TAG.integer, 'a version'))
  demandStamp(version === 3, 'malformed', `version ${version}`)
  child(signedData, 1, TAG.set, 'the digest algorithms')
  const info = infoOf(child(signedData, 2, TAG.sequence, 'a time-stamp'))
  const rest = signedData.children.slice(3)
  const certificates = rest[0]?.tag === contextTag(0) ? certificatesOf(rest.shift()) : []
  if (rest[0]?.tag === contextTag(1)) rest.shift() // lists of revocation, which we do not ask
  const [signers] = rest
  demandStamp(rest.length === 1 && signers?.tag === TAG.set, 'malformed', 'no signers')
  const [signer, ...others] = signers.children
  demandStamp(signer !== undefined && others.length === 0, 'severalSigners', String(signers.children.length))
  return { info, certificates, ...signerOf(signer) }
}

function infoOf(inner: Element): Buffer {
  const type = oidText(child(inner, 0, TAG.oid, 'a content type'))
  demandStamp(type === STAMP_NAME.tstInfo && inner.children.length === 2, 'malformed', `content of type ${type}`)
  const wrapped = child(inner, 1, contextTag(0), 'a time-stamp')
  demandStamp(wrapped.children.length === 1, 'malformed', 'two contents')
  return child(wrapped, 0, TAG.octetString, 'a time-stamp').contents
}

function certificatesOf(set: Element | undefined): readonly Certificate[] {
  const members = set?.children ?? []
  demandStamp(members.length <= CERTIFICATES_MAX, 'malformed', `${members.length} certificates`)
  return members.map(({ encoding }) => {
    const certificate = readCertificate(encoding)
    demandStamp(certificate.ok, 'malformed', certificate.ok ? '' : certificate.problem)
    return certificate.value
  })
}

function signerOf(signer: Element): Omit<TokenContent, 'info' | 'certificates'> {
  const version = smallInteger(child(signer, 0, TAG.integer, 'a version'))
  demandStamp(signer.tag === TAG.sequence && version === 1, 'malformed', `signer version ${version}`)
  const name = child(signer, 1, TAG.sequence, 'a signer')
  const digest = digestOf(child(signer, 2, TAG.sequence, 'a digest algorithm'))
  demandStamp(typeof digest === 'string', 'algorithm', typeof digest === 'string' ? '' : digest.notAdmitted)
  const signed = child(signer, 3, contextTag(0), 'the signed attributes')
  const scheme = schemeOf(child(signer, 4, TAG.sequence, 'a signature algorithm'), digest)
  demandStamp('kind' in scheme, 'algorithm', 'kind' in scheme ? '' : scheme.notAdmitted)
  demandStamp(scheme.digest === digest, 'algorithm', `${digest} and ${scheme.digest}`)
  const hasOnlyUnsigned = signer.children.length === 6 || signer.children[6]?.tag === contextTag(1)
  demandStamp(hasOnlyUnsigned && signer.children.length <= 7, 'malformed', 'unknown fields of its signer')
  const toBeSigned = Buffer.from(signed.encoding)
  toBeSigned[0] = TAG.set
  return {
    issuer: child(name, 0, TAG.sequence, 'an issuer').encoding,
    serial: integerOctets(child(name, 1, TAG.integer, 'a serial number')),
    ...{ digest, scheme, toBeSigned },
    attributes: attributesOf(signed, digest),
    value: child(signer, 5, TAG.octetString, 'a signature').contents,
  }
}

/** Each once and with one value; the two that CMS asks for are as they have to be (RFC 5652 §11). */
function attributesOf(signed: Element, digest: DigestAlgorithm): ReadonlyMap<string, Element> {
  const read = signed.children.map((attribute): readonly [string, Element] => {
    const values = child(attribute, 1, TAG.set, 'the values of an attribute')
    const [value] = values.children
    demandStamp(attribute.children.length === 2 && value !== undefined, 'attributes', 'without a value')
    const name = oidText(child(attribute, 0, TAG.oid, 'an attribute'))
    demandStamp(values.children.length === 1, 'attributes', name)
    return [name, value]
  })
  const attributes = new Map(read)
  const [type, message] = [attributes.get(STAMP_NAME.contentType), attributes.get(STAMP_NAME.messageDigest)]
  demandStamp(attributes.size === read.length, 'attributes', 'one of them twice')
  demandStamp(type?.tag === TAG.oid && oidText(type) === STAMP_NAME.tstInfo, 'attributes', 'contentType')
  const isDigest = message?.tag === TAG.octetString && message.contents.length === DIGEST_OCTETS[digest]
  demandStamp(isDigest, 'attributes', 'messageDigest')
  return attributes
}
