/** rule 28.1: from a sender's certificate to an issuer that the operator accepts, through whatever was brought along. */
import { no, ok, type Result } from '../base/result.ts'
import { Malformed } from './ber.ts'
import type { Certificate } from './certificate.ts'
import { listPlaces, ocspPlaces } from './extension-values.ts'
import { voucherOf } from './issuers.ts'
import { type CertificatePath, pathToRoot } from './path.ts'

export type SignerPathRules = {
  /** Accepted as they stand in the folder, whether they signed themselves or not. */
  readonly issuers: readonly Certificate[]
  /** Candidates in between: kept with the certificate, or in the signature. Nothing is trusted of them. */
  readonly brought: readonly Certificate[]
  readonly allowSelfSigned: boolean
  readonly at: Date
}

/** `forged`: an accepted CA of that name did not sign it. `self`: it vouches for itself, where that is not enough. */
export type SignerPathFault = 'forged' | 'self' | 'unknown'

/** The path, leaf first; of a certificate that may vouch for itself that one alone. */
export function signerPath(certificate: Certificate, rules: SignerPathRules): Result<CertificatePath, SignerPathFault> {
  const { issuers, brought, allowSelfSigned, at } = rules
  const path = pathToRoot(certificate, { roots: issuers, authorities: brought, now: at, usageMayBeAbsent: true })
  if (path.ok) return path
  const voucher = voucherOf(
    certificate,
    issuers.filter(({ sha256 }) => sha256 !== certificate.sha256),
  )
  if (voucher === 'self') return allowSelfSigned ? ok([certificate]) : no('self')
  return no(voucher === 'forged' ? 'forged' : 'unknown')
}

/** Whether anybody can be asked about a certificate of the path; its last one is trusted as it is. */
export function canBeAsked(path: CertificatePath): boolean {
  return path.slice(0, -1).some(namesPlaces)
}

/** Whether it tells where it could be asked about. */
export function namesPlaces(certificate: Certificate): boolean {
  try {
    return ocspPlaces(certificate).length + listPlaces(certificate).length > 0
  } catch (error) {
    if (error instanceof Malformed) return true // it wants to be asked about, and nobody can tell where: that is no leave to pass
    throw error
  }
}
