import { createHash } from 'node:crypto'
import { type DigestAlgorithm, digestOf } from '../algorithms.ts'
import { child, TAG } from '../asn1-values.ts'
import type { Element } from '../ber.ts'
import type { Certificate } from '../certificate.ts'
import { type Der, octetString, sequence } from '../der.ts'
import { STAMP_NAME } from './stamp-names.ts'

/** rule 29.1: a SigningCertificateV2 (RFC 5035 §3) that names one certificate by its SHA-256, which DER leaves unsaid. */
export function signingCertificateV2({ sha256 }: Certificate): Der {
  return sequence(sequence(sequence(octetString(Buffer.from(sha256, 'hex')))))
}

/**
 * Whether signed attributes name exactly this certificate as their signer's, in either form; both must where both are there. The older
 * form is by SHA-1, which adds nothing and takes nothing away: it stands beside a signature that this very key has made. Throws `Malformed`.
 */
export function namesCertificate(attributes: ReadonlyMap<string, Element>, { der }: Certificate): boolean {
  const [first, second] = [STAMP_NAME.signingCertificate, STAMP_NAME.signingCertificateV2].map((name) =>
    attributes.get(name),
  )
  if (!first && !second) return false
  const olderFits = !first || digestIn(idOf(first), 0).equals(digest('sha1', der))
  return olderFits && (!second || newerFits(idOf(second), der))
}

/** The first of the list is the signer's; others are of its path. */
function idOf(attribute: Element): Element {
  return child(child(attribute, 0, TAG.sequence, 'certificates'), 0, TAG.sequence, 'a certificate')
}

function newerFits(id: Element, der: Buffer): boolean {
  const [first] = id.children
  const isNamed = first?.tag === TAG.sequence
  const algorithm = isNamed ? digestOf(first) : 'sha256'
  return typeof algorithm === 'string' && digestIn(id, isNamed ? 1 : 0).equals(digest(algorithm, der))
}

function digestIn(id: Element, index: number): Buffer {
  return child(id, index, TAG.octetString, 'the digest of a certificate').contents
}

function digest(algorithm: DigestAlgorithm | 'sha1', octets: Buffer): Buffer {
  return createHash(algorithm).update(octets).digest()
}
