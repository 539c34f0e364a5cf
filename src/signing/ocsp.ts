/** Whether an OCSP responder's answer may be believed, and what it then says (RFC 6960 §3.2). */
import { no, ok, type Result } from '../base/result.ts'
import { schemeOf } from './algorithms.ts'
import { child, TAG } from './asn1-values.ts'
import { Malformed, readElement } from './ber.ts'
import { type Certificate, isWithinValidity, readCertificate } from './certificate.ts'
import { EXTENSION, hasForeignCritical, PURPOSE, purposesOf } from './extension-values.ts'
import { isAuthority, isSignedBy, keyUsageBits } from './issuers.ts'
import { certificateId, keyHash, OCSP_NONCE } from './ocsp-request.ts'
import { type OcspResponse, readOcspResponse } from './ocsp-response.ts'
import { readPublicKey } from './public-key.ts'
import { freshUntil, type Standing } from './revocation.ts'
import { valueSigns } from './signature-value.ts'

export type OcspQuestion = {
  readonly certificate: Certificate
  /** Who signed the certificate; the answer comes from it, or from whom it appointed. */
  readonly issuer: Certificate
  /** What was sent along; an answer with another one is refused, one without is not (many responders answer in advance). */
  readonly nonce: Uint8Array
  readonly now: Date
}

const CERTIFICATES_MAX = 4
const DIGITAL_SIGNATURE = 0x80
const DELEGATE_UNDERSTOOD = [EXTENSION.keyUsage, EXTENSION.basicConstraints, EXTENSION.extendedKeyUsage] as const

/** The problem, for the log, tells why the response says nothing: it is of somebody else, about another, stale, or unreadable. */
export function standingByOcsp(response: Uint8Array, question: OcspQuestion): Result<Standing, string> {
  try {
    return believed(readOcspResponse(Buffer.from(response)), question)
  } catch (error) {
    if (error instanceof Malformed) return no(error.message)
    throw error
  }
}

function believed(response: OcspResponse, question: OcspQuestion): Result<Standing, string> {
  const { certificate, issuer, now } = question
  if (!certificate.issuer.equals(issuer.subject)) return no('another issuer')
  if (!signerOf(response, question)) return no('not signed by the issuer or whom it appointed')
  if (!nonceFits(response, question.nonce)) return no('the answer to another question')
  const id = certificateId(certificate, issuer)
  const about = response.statements.filter((statement) => namesSame(statement.certificateId, id))
  const [statement] = about
  if (!statement || about.length > 1) return no('about another certificate')
  if (hasForeignCritical(response.extensions, [OCSP_NONCE]) || hasForeignCritical(statement.extensions)) {
    return no('a critical extension that is not known here')
  }
  const until = freshUntil(statement.thisUpdate, statement.nextUpdate, now)
  if (!until) return no('stale')
  if (statement.status === 'unknown') return no('the responder does not know the certificate')
  return ok({ revoked: statement.revoked, statedAt: statement.thisUpdate, freshUntil: until })
}

/** The issuer itself, or one whom it certified for this purpose; each only if the response names it and its key signed. */
function signerOf(response: OcspResponse, { issuer, now }: OcspQuestion): Certificate | undefined {
  const attached = response.certificates.slice(0, CERTIFICATES_MAX).flatMap((der) => {
    const read = readCertificate(der)
    return read.ok && isDelegate(read.value, issuer, now) ? [read.value] : []
  })
  return [issuer, ...attached].find((signer) => isNamed(response, signer) && hasSigned(response, signer))
}

function isDelegate(certificate: Certificate, issuer: Certificate, now: Date): boolean {
  const signs = ((keyUsageBits(certificate) ?? DIGITAL_SIGNATURE) & DIGITAL_SIGNATURE) !== 0
  return (
    certificate.issuer.equals(issuer.subject) &&
    (purposesOf(certificate)?.includes(PURPOSE.ocspSigning) ?? false) &&
    signs &&
    !isAuthority(certificate) &&
    isWithinValidity(certificate, now) &&
    !hasForeignCritical(certificate.extensions, DELEGATE_UNDERSTOOD) &&
    isSignedBy(certificate, issuer)
  )
}

function isNamed({ responder }: OcspResponse, signer: Certificate): boolean {
  return 'name' in responder ? responder.name.equals(signer.subject) : responder.keyHash.equals(keyHash(signer))
}

function hasSigned({ algorithm, value, toBeSigned }: OcspResponse, { spki }: Certificate): boolean {
  const scheme = schemeOf(algorithm, null)
  const key = readPublicKey(spki)
  return key.ok && 'kind' in scheme && valueSigns({ scheme, key: key.value, value }, toBeSigned)
}

function nonceFits({ extensions }: OcspResponse, nonce: Uint8Array): boolean {
  const answered = extensions.get(OCSP_NONCE)
  if (!answered) return true
  const octets = readElement(answered.octets, 'DER')
  return octets.tag === TAG.octetString && octets.contents.equals(nonce)
}

/** The same but for the NULL behind the name of the hash, which some leave out. */
function namesSame(one: Buffer, other: Buffer): boolean {
  const [first, second] = [one, other].map((id) => {
    const { children } = readElement(id, 'DER')
    const [algorithm, ...hashes] = children
    const name = algorithm && child(algorithm, 0, TAG.oid, 'a hash')
    return Buffer.concat([name, ...hashes].flatMap((part) => part?.encoding ?? []))
  })
  return first !== undefined && second !== undefined && first.equals(second)
}
