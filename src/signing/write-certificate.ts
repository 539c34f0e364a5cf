import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { OID } from './algorithms.ts'
import {
  bitString,
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
  utf8String,
} from './der.ts'

/** What goes into a certificate of ours; names and extensions are DER already. */
export type CertificateContents = {
  readonly subject: Der
  readonly issuer: Der
  readonly spki: Der
  readonly notBefore: Date
  readonly notAfter: Date
  readonly extensions: readonly Der[]
}

const SERIAL_OCTETS = 16
const TYPE = { commonName: '2.5.4.3', organization: '2.5.4.10', unit: '2.5.4.11' } as const

/** A version 3 certificate with a random serial number, signed with SHA-256. */
export function writeCertificate(contents: CertificateContents, issuerKey: KeyObject): Der {
  const algorithm =
    issuerKey.asymmetricKeyType === 'ec'
      ? sequence(oid(OID.ecdsaWithSha256))
      : sequence(oid(OID.sha256WithRsa), nothing)
  const toBeSigned = sequence(
    context(0, integer(2)),
    serialNumber(),
    algorithm,
    contents.issuer,
    sequence(time(contents.notBefore), time(contents.notAfter)),
    contents.subject,
    contents.spki,
    context(3, sequence(...contents.extensions)),
  )
  return sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, issuerKey)))
}

export function distinguishedName(name: {
  readonly commonName: string
  readonly organization?: string
  /** An organisational unit, such as the enterprise number in its official form. */
  readonly unit?: string
}): Der {
  const levels = [
    ...(name.organization ? [level(TYPE.organization, name.organization)] : []),
    ...(name.unit ? [level(TYPE.unit, name.unit)] : []),
    level(TYPE.commonName, name.commonName),
  ]
  return sequence(...levels)
}

export function extension(name: string, value: Der, critical = false): Der {
  return sequence(oid(name), ...(critical ? [element(0x01, Buffer.from([0xff]))] : []), octetString(value))
}

/** RFC 7093: the leftmost 160 bits of SHA-256. */
export function keyIdentifier(spki: Uint8Array): Buffer {
  return createHash('sha256').update(spki).digest().subarray(0, 20)
}

function level(type: string, text: string): Der {
  return setOf(sequence(oid(type), utf8String(text)))
}

/** Positive and without leading zeros: the first octet is between 0x40 and 0x7f. */
function serialNumber(): Der {
  const octets = randomBytes(SERIAL_OCTETS)
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40
  return element(0x02, octets)
}
