import { createHash } from 'node:crypto'
import type { Sha256 } from '../base/hashes.ts'
import { no, ok, type Result } from '../base/result.ts'
import { type NotAdmitted, type Scheme, schemeOf } from './algorithms.ts'
import { bitStringOctets, child, contextTag, integerOctets, oidText, smallInteger, TAG, timeOf } from './asn1-values.ts'
import { type Element, Malformed, readElement } from './ber.ts'
import { type NameAttribute, nameAttributes, nameText } from './names.ts'
import { remembering } from './remembering.ts'

/** An X.509 certificate as it is written; whether it is admitted is for those who use it. */
export type Certificate = {
  readonly der: Buffer
  readonly sha256: Sha256
  /** 1, 2 or 3. */
  readonly version: number
  readonly serial: Buffer
  /** Upper-case hexadecimal. */
  readonly serialText: string
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly issuerText: string
  readonly subjectText: string
  readonly subjectAttributes: readonly NameAttribute[]
  readonly notBefore: Date
  readonly notAfter: Date
  readonly spki: Buffer
  readonly extensions: ReadonlyMap<string, Extension>
  readonly toBeSigned: Buffer
  readonly scheme: Scheme | NotAdmitted
  readonly value: Buffer
}

export type Extension = { readonly critical: boolean; readonly octets: Buffer }

const CERTIFICATES_MAX = 1000
const VERSION_MAX = 3
const OPTIONAL_FIELDS = 6
const CRITICAL = Buffer.from([0xff])
/** DER leaves a default out, but certificates in use write it. */
const NOT_CRITICAL = Buffer.from([0])

/** Reads one DER certificate strictly (RFC 5280 §4.1); the problem is a sentence fragment for the log. */
export const readCertificate: (der: Uint8Array) => Result<Certificate, string> = remembering(
  CERTIFICATES_MAX,
  (der) => {
    try {
      return ok(certificateOf(readElement(Buffer.from(der), 'DER')))
    } catch (error) {
      if (error instanceof Malformed) return no(error.message)
      throw error
    }
  },
)

/** Case C7: both ends count. */
export function isWithinValidity(
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  instant: Date,
): boolean {
  return notBefore <= instant && instant <= notAfter
}

function certificateOf(root: Element): Certificate {
  if (root.tag !== TAG.sequence || root.children.length !== 3) throw new Malformed('syntax', 'not a certificate')
  const signed = child(root, 0, TAG.sequence, 'what is certified')
  const algorithm = child(root, 1, TAG.sequence, 'the signature algorithm')
  const version = versionOf(signed.children[0])
  const at = version === 1 && signed.children[0]?.tag !== contextTag(0) ? 0 : 1
  const serial = integerOctets(child(signed, at, TAG.integer, 'the serial number'))
  const inner = child(signed, at + 1, TAG.sequence, 'the signature algorithm')
  if (!inner.encoding.equals(algorithm.encoding)) throw new Malformed('syntax', 'two different signature algorithms')
  const issuer = child(signed, at + 2, TAG.sequence, 'the issuer')
  const [notBefore, notAfter] = validityOf(child(signed, at + 3, TAG.sequence, 'the validity'))
  const subject = child(signed, at + 4, TAG.sequence, 'the subject')
  const subjectAttributes = nameAttributes(subject)
  return {
    der: root.encoding,
    sha256: createHash('sha256').update(root.encoding).digest('hex') as Sha256,
    version,
    serial,
    serialText: serial
      .toString('hex')
      .replace(/^00(?=.)/, '')
      .toUpperCase(),
    issuer: issuer.encoding,
    subject: subject.encoding,
    issuerText: nameText(nameAttributes(issuer)),
    subjectText: nameText(subjectAttributes),
    subjectAttributes,
    notBefore,
    notAfter,
    spki: child(signed, at + 5, TAG.sequence, 'the public key').encoding,
    extensions: extensionsOf(signed.children.slice(at + OPTIONAL_FIELDS), version),
    toBeSigned: signed.encoding,
    scheme: schemeOf(algorithm, null),
    value: bitStringOctets(child(root, 2, TAG.bitString, 'the signature value')),
  }
}

function versionOf(first: Element | undefined): number {
  if (first?.tag !== contextTag(0)) return 1
  const version = (smallInteger(child(first, 0, TAG.integer, 'the version')) ?? VERSION_MAX) + 1
  if (version > VERSION_MAX || first.children.length !== 1) throw new Malformed('syntax', 'an unknown version')
  return version
}

function validityOf({ children }: Element): readonly [Date, Date] {
  const [from, until] = children
  if (!from || !until || children.length !== 2) throw new Malformed('syntax', 'a validity of other than two times')
  return [timeOf(from), timeOf(until)]
}

/** Two unique identifiers that nobody uses, then the extensions, in this order and only where the version has them. */
function extensionsOf(fields: readonly Element[], version: number): ReadonlyMap<string, Extension> {
  const places = fields.map(({ tag }) => [contextTag(1, false), contextTag(2, false), contextTag(3)].indexOf(tag))
  const inOrder = places.every((place, index) => place >= 0 && place > (places[index - 1] ?? -1))
  if (!inOrder) throw new Malformed('syntax', 'an unknown field after the public key')
  const last = fields.find(({ tag }) => tag === contextTag(3))
  if ((fields.length > 0 && version === 1) || (last && version < 3)) {
    throw new Malformed('syntax', 'fields that its version does not have')
  }
  if (!last) return new Map()
  const list = child(last, 0, TAG.sequence, 'the extensions')
  if (last.children.length !== 1) throw new Malformed('syntax', 'extensions twice')
  const extensions = new Map(list.children.map(extensionOf))
  if (extensions.size !== list.children.length) throw new Malformed('syntax', 'the same extension twice')
  return extensions
}

function extensionOf(field: Element): readonly [string, Extension] {
  const name = oidText(child(field, 0, TAG.oid, 'an extension'))
  const flag = field.children[1]?.tag === TAG.boolean ? field.children[1].contents : null
  const octets = child(field, flag ? 2 : 1, TAG.octetString, 'the value of an extension')
  const known = !flag || flag.equals(CRITICAL) || flag.equals(NOT_CRITICAL)
  if (field.tag !== TAG.sequence || field.children.length !== (flag ? 3 : 2) || !known)
    throw new Malformed('syntax', 'an extension that is not DER')
  return [name, { critical: flag?.equals(CRITICAL) ?? false, octets: octets.contents }]
}
