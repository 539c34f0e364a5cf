import type { Sha256 } from '../base/hashes.ts'
import { sha256 } from '../base/hashes.ts'
import type { Refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import { oidText, TAG } from './asn1-values.ts'
import { Malformed, readElement } from './ber.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { isAuthority, keyUsageBits, voucherOf } from './issuers.ts'
import { enterpriseNumbers, personNumber } from './names.ts'
import { readPublicKey } from './public-key.ts'
import { signerPath } from './signer-path.ts'
import { ASK_ISSUER, refused, type UploadCheck, type UploadPolicy } from './upload-policy.ts'
import { advice, certificateOctets } from './uploaded-file.ts'
import { validityFits } from './validity-fits.ts'

export type { UploadPolicy } from './upload-policy.ts'

export type InspectedCertificate = {
  readonly der: Buffer
  readonly sha256: Sha256
  readonly spkiSha256: Sha256
  readonly subject: string
  readonly issuer: string
  /** Upper-case hexadecimal. */
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly selfSigned: boolean
  /** The authorities between it and an accepted issuer, as they came with it; absent when there are none. */
  readonly chain?: readonly Buffer[]
  /** Ten digits; null when the certificate names no enterprise (decision 18 says who then approves). */
  readonly enterpriseNumber: string | null
  /** Eleven digits by which an accepted issuer names a person, as on an identity card. To be compared, never kept or shown (spec §16.3). */
  readonly ssin?: string
}

const SIGNS = 0x80 | 0x40
const EXTENDED_KEY_USAGE = '2.5.29.37'
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1'
/** The only extensions whose meaning is known here: key usage, subject alternative name, basic constraints, extended key usage. */
const UNDERSTOOD: ReadonlySet<string> = new Set(['2.5.29.15', '2.5.29.17', '2.5.29.19', EXTENDED_KEY_USAGE])

/** access.md §11, in its order. */
const CHECKS: readonly UploadCheck[] = [
  versionIsThree,
  algorithmsAreAdmitted,
  validityFits,
  extensionsAreUnderstood,
  isNoAuthority,
  usageFits,
  enterpriseIsUnambiguous,
  voucherIsAccepted,
]

/**
 * Holds an uploaded file against access.md §11 and decision 18. Every refusal is `SLU-CERTIFICATE` with cause and remedy, and
 * never repeats the file (case C19). Revocation is not asked here.
 */
export function inspectCertificate(file: Uint8Array, policy: UploadPolicy): Result<InspectedCertificate, Refusal> {
  const octets = certificateOctets(file)
  if (!octets.ok) return octets
  const read = readCertificate(octets.value.own)
  if (!read.ok) return no(advice('other'))
  const brought = octets.value.above.flatMap(authorityAbove)
  if (brought.length < octets.value.above.length) return no(advice('several'))
  const rules = { ...policy, brought }
  const problem = firstProblem(read.value, rules)
  return problem ? no(problem) : ok(inspected(read.value, rules))
}

/** Behind the certificate itself only authorities may stand: another certificate of somebody would be a mistake (case C19). */
function authorityAbove(der: Buffer): readonly Certificate[] {
  try {
    const read = readCertificate(der)
    return read.ok && isAuthority(read.value) ? [read.value] : []
  } catch (error) {
    if (error instanceof Malformed) return []
    throw error
  }
}

function firstProblem(certificate: Certificate, policy: UploadPolicy): Refusal | null {
  try {
    for (const check of CHECKS) {
      const problem = check(certificate, policy)
      if (problem) return problem
    }
    return null
  } catch (error) {
    if (error instanceof Malformed) {
      return refused('An extension of the certificate is not readable.', ASK_ISSUER, 'certificateExtensionUnreadable')
    }
    throw error
  }
}

function inspected(certificate: Certificate, policy: UploadPolicy): InspectedCertificate {
  const { subjectText, issuerText, serialText, notBefore, notAfter, spki } = certificate
  const ssin = personNumber(certificate.subjectAttributes)
  const path = signerPath(certificate, { ...pathRules(policy), allowSelfSigned: false })
  const between = path.ok ? path.value.slice(1, -1) : []
  return {
    ...{ der: Buffer.from(certificate.der), sha256: certificate.sha256, spkiSha256: sha256(spki) },
    ...{ subject: subjectText, issuer: issuerText, serial: serialText, notBefore, notAfter },
    selfSigned: voucherOf(certificate, []) === 'self',
    enterpriseNumber: enterpriseNumbers(certificate.subjectAttributes)[0] ?? null,
    // Whoever makes a certificate for himself may write any number into it.
    ...(ssin !== null && path.ok && { ssin }),
    ...(between.length > 0 && { chain: between.map(({ der }) => Buffer.from(der)) }),
  }
}

function versionIsThree({ version }: Certificate): Refusal | null {
  return version === 3
    ? null
    : refused(`The certificate has version ${version}.`, 'Use a certificate of version 3.', 'certificateVersion', {
        version,
      })
}

function algorithmsAreAdmitted({ scheme, spki }: Certificate): Refusal | null {
  if ('notAdmitted' in scheme) {
    return refused(
      `The certificate is signed with ${scheme.notAdmitted}.`,
      'Use one signed with SHA-256, SHA-384 or SHA-512.',
      'certificateAlgorithm',
      { seen: scheme.notAdmitted },
    )
  }
  const key = readPublicKey(spki)
  if (key.ok) return null
  return refused(
    `The certificate holds ${key.problem.seen}.`,
    'Use an RSA key from 2048 bits, or P-256, P-384 or P-521.',
    'certificateKey',
    { seen: key.problem.seen },
  )
}

function extensionsAreUnderstood({ extensions }: Certificate): Refusal | null {
  const foreign = [...extensions].find(([name, { critical }]) => critical && !UNDERSTOOD.has(name))
  if (!foreign) return null
  return refused(
    `The certificate has a critical extension that is not known here (${foreign[0]}).`,
    ASK_ISSUER,
    'certificateExtensionUnknown',
    {
      extension: foreign[0],
    },
  )
}

/** OpenSSL makes self-signed certificates with CA:TRUE by default: tolerated where self-signed ones are (decision 18). */
function isNoAuthority(certificate: Certificate, policy: UploadPolicy): Refusal | null {
  if (!isAuthority(certificate)) return null
  if (mayBeSelfSigned(policy) && voucherOf(certificate, []) === 'self') return null
  return refused(
    'This is the certificate of a certification authority.',
    'Upload your own certificate instead.',
    'certificateOfAuthority',
  )
}

/** An absent key usage allows everything (RFC 5280 §4.2.1.3, decision 18). */
function usageFits(certificate: Certificate): Refusal | null {
  const usage = keyUsageBits(certificate)
  if (usage !== null && !(usage & SIGNS)) {
    return refused(
      'The key usage allows neither digital signatures nor non-repudiation.',
      ASK_ISSUER,
      'certificateUsage',
    )
  }
  if (!isForServersOnly(certificate)) return null
  return refused(
    'The certificate is for servers only (serverAuth).',
    'Use a certificate for signatures or client authentication.',
    'certificateForServers',
  )
}

function isForServersOnly({ extensions }: Certificate): boolean {
  const extension = extensions.get(EXTENDED_KEY_USAGE)
  if (!extension) return false
  const { tag, children } = readElement(extension.octets, 'DER')
  if (tag !== TAG.sequence || children.length === 0)
    throw new Malformed('syntax', 'the extended key usage is not readable')
  return children.every((purpose) => oidText(purpose) === SERVER_AUTHENTICATION)
}

function enterpriseIsUnambiguous({ subjectAttributes }: Certificate): Refusal | null {
  const numbers = enterpriseNumbers(subjectAttributes)
  return numbers.length <= 1
    ? null
    : refused(
        `The subject names several enterprises (${numbers.join(', ')}).`,
        ASK_ISSUER,
        'certificateSeveralEnterprises',
        {
          numbers: numbers.join(', '),
        },
      )
}

function voucherIsAccepted(certificate: Certificate, policy: UploadPolicy): Refusal | null {
  const path = signerPath(certificate, pathRules(policy))
  if (path.ok) return null
  if (path.problem === 'self') {
    return refused(
      'The certificate is self-signed, which is not accepted for signatures.',
      'Use one from an accepted certification authority.',
      'certificateSelfSigned',
    )
  }
  if (path.problem === 'forged') {
    return refused(
      'The certificate claims an accepted issuer but is not signed by it.',
      'Upload the certificate unchanged, as its issuer made it.',
      'certificateForged',
    )
  }
  return refused(
    `The issuer ${certificate.issuerText} is not accepted.`,
    'Use a certificate of an accepted certification authority.',
    'certificateIssuer',
    { issuer: certificate.issuerText },
  )
}

function pathRules(policy: UploadPolicy) {
  const { issuers, brought = [], now: at } = policy
  return { issuers, brought, at, allowSelfSigned: mayBeSelfSigned(policy) }
}

/** For client authentication alone a self-signed certificate in the enterprise's name serves (access.md §11). */
function mayBeSelfSigned({ allowSelfSigned, usages }: UploadPolicy): boolean {
  return allowSelfSigned || !usages.includes('signature')
}
