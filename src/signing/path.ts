/**
 * From a certificate to a root that is trusted (decision 20): small and strict. What RFC 5280 would weigh (policies, constraints of
 * names, mappings) is refused when it is critical, and the work is bounded however many certificates a stranger presents.
 */
import { no, ok, type Result } from '../base/result.ts'
import { Malformed } from './ber.ts'
import { type Certificate, isWithinValidity } from './certificate.ts'
import { EXTENSION, hasForeignCritical, PURPOSE, purposesOf } from './extension-values.ts'
import { basicConstraints, isSignedBy, keyUsageBits } from './issuers.ts'
import { readPublicKey } from './public-key.ts'

export type PathRules = {
  /** Trusted as they are, apart from their validity and what they may do. */
  readonly roots: readonly Certificate[]
  /** Candidates between leaf and root; nothing is trusted of them. */
  readonly authorities: readonly Certificate[]
  readonly now: Date
  /** The extended key usage that every certificate of the path that has one must allow. */
  readonly purpose?: string
  /** True: a CA without a key usage may sign certificates, as RFC 5280 §6.1.4 (n) has it; else it is `unfit`. */
  readonly usageMayBeAbsent?: boolean
}

/** `unknownIssuer`: no chain of names and signatures; `outsideValidity`, `unfit`: there is one, but it may not be used. */
export type PathFault = 'unknownIssuer' | 'outsideValidity' | 'unfit' | 'tooMuchWork'

/** Leaf, then the CAs in between, root last. */
export type CertificatePath = readonly Certificate[]

const CERTIFICATES_MAX = 6
const CHECKS_MAX = 40
const KEY_CERT_SIGN = 0x04
const UNDERSTOOD: readonly string[] = [
  ...[EXTENSION.keyUsage, EXTENSION.basicConstraints, EXTENSION.extendedKeyUsage, EXTENSION.alternativeNames],
]

type Search = { readonly rules: PathRules; checks: number; fault: PathFault }

/** The first path that holds at `rules.now`, else the fault that came nearest to one. Never throws for what strangers write. */
export function pathToRoot(leaf: Certificate, rules: PathRules): Result<CertificatePath, PathFault> {
  const search: Search = { rules, checks: 0, fault: 'unknownIssuer' }
  const fault = faultOf(leaf, rules)
  if (fault) return no(fault)
  const path = extend(search, [leaf])
  return path ? ok(path) : no(search.fault)
}

/** A certificate that signed itself: what makes one of a folder a root. */
export function isRoot(certificate: Certificate): boolean {
  return certificate.subject.equals(certificate.issuer) && isSignedBy(certificate, certificate)
}

function extend(search: Search, path: CertificatePath): CertificatePath | null {
  for (const issuer of issuersOf(search, path)) {
    const longer = [...path, issuer]
    if (search.rules.roots.some(({ sha256 }) => sha256 === issuer.sha256)) return longer
    const whole = longer.length < CERTIFICATES_MAX ? extend(search, longer) : null
    if (whole) return whole
  }
  return null
}

/** Roots first: the shortest way is the one that people mean. */
function* issuersOf(search: Search, path: CertificatePath): Generator<Certificate> {
  const { roots, authorities } = search.rules
  const last = path[path.length - 1]
  for (const issuer of [...roots, ...authorities]) {
    const named = last?.issuer.equals(issuer.subject) && !path.some(({ sha256 }) => sha256 === issuer.sha256)
    if (!last || !named) continue
    if (++search.checks > CHECKS_MAX) {
      search.fault = 'tooMuchWork'
      return
    }
    if (!isSignedBy(last, issuer)) continue
    const fault = issuerFault(issuer, path, search.rules)
    if (fault) search.fault = fault
    else yield issuer
  }
}

function issuerFault(issuer: Certificate, below: CertificatePath, rules: PathRules): PathFault | null {
  try {
    const { authority, pathLength } = basicConstraints(issuer)
    const between = below.slice(1).filter(({ subject, issuer: by }) => !subject.equals(by)).length
    const usage = keyUsageBits(issuer) ?? (rules.usageMayBeAbsent ? KEY_CERT_SIGN : 0)
    const mayIssue = authority && (usage & KEY_CERT_SIGN) !== 0 && issuer.version === 3
    if (!mayIssue || (pathLength !== null && between > pathLength)) return 'unfit'
  } catch (error) {
    if (error instanceof Malformed) return 'unfit'
    throw error
  }
  return faultOf(issuer, rules)
}

/** What any certificate of a path must keep: dates, algorithms, a sound key, no extension that it wants understood and we do not. */
function faultOf(certificate: Certificate, { now, purpose }: PathRules): PathFault | null {
  try {
    const purposes = purposesOf(certificate)
    const serves = !purpose || !purposes || purposes.includes(purpose) || purposes.includes(PURPOSE.any)
    const admitted = 'kind' in certificate.scheme && readPublicKey(certificate.spki).ok
    if (!serves || !admitted || hasForeignCritical(certificate.extensions, UNDERSTOOD)) return 'unfit'
  } catch (error) {
    if (error instanceof Malformed) return 'unfit'
    throw error
  }
  return isWithinValidity(certificate, now) ? null : 'outsideValidity'
}
