/** What the certificate of an eID card says about its holder, and whether it may be believed (spec access.md §8.2, rule 11.12). */

import type { AskAuthorities } from '../../authorities/ask-authorities.ts'
import type { Now } from '../../base/clock.ts'
import type { Sha256 } from '../../base/hashes.ts'
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { parseSsin, type Ssin } from '../../batch/ssin.ts'
import { Malformed } from '../../signing/ber.ts'
import { type Certificate, readCertificate } from '../../signing/certificate.ts'
import { PURPOSE, purposesOf } from '../../signing/extension-values.ts'
import { isAuthority, keyUsageBits } from '../../signing/issuers.ts'
import { type CertificatePath, isRoot, type PathFault, pathToRoot } from '../../signing/path.ts'
import type { VerifiedIdentity } from '../verified-identity.ts'
import { EID_REFUSAL } from './refusals.ts'

export type EidRules = {
  readonly roots: readonly Certificate[]
  readonly authorities: readonly Certificate[]
  /** Null where the operator does not want it asked (`signIn.eid.revocation: off`). */
  readonly revocation: AskAuthorities | null
  readonly assurance: number
  readonly now: Now
}

export type EidHolder = {
  readonly ssin: Ssin
  readonly lastName: string
  readonly firstName: string
  readonly certificateSha256: Sha256
}

/** A holder whose path holds, but who may be revoked. */
export type Inspected = { readonly holder: EidHolder; readonly path: CertificatePath }

const ISSUER = 'urn:be:eid'
const CERTIFICATE_BYTES_MAX = 8192
const PRESENTED_MAX = 5
const DIGITAL_SIGNATURE = 0x80
const NON_REPUDIATION = 0x40
const FAULT: Readonly<Record<PathFault, Refusal>> = {
  unknownIssuer: EID_REFUSAL.untrusted,
  tooMuchWork: EID_REFUSAL.untrusted,
  outsideValidity: EID_REFUSAL.expired,
  unfit: EID_REFUSAL.unfit,
}

/** The certificates of the operator's folder (`loadIssuers`), told apart: those that signed themselves are the roots. */
export function eidTrust(folder: readonly Certificate[]): Pick<EidRules, 'roots' | 'authorities'> {
  return { roots: folder.filter(isRoot), authorities: folder.filter((certificate) => !isRoot(certificate)) }
}

/**
 * The holder of a card, from the DER of its certificate for authentication. `presented`: certificates in between that came with it; nothing
 * of them is believed. Who calls has seen the proof that the card is there (TLS, or a signature). Refuses with SLU-LOGIN, or with SLU-BUSY
 * when nobody says whether it is revoked.
 */
export async function verifyEidCertificate(
  der: Uint8Array,
  rules: EidRules,
  presented: readonly Uint8Array[] = [],
): Promise<Result<EidHolder, Refusal>> {
  const inspected = inspectEidCertificate(der, rules, presented)
  if (!inspected.ok) return inspected
  const problem = await revocationProblem(inspected.value.path, rules)
  return problem ? no(problem) : ok(inspected.value.holder)
}

/** All that can be said without asking anybody. */
export function inspectEidCertificate(
  der: Uint8Array,
  rules: EidRules,
  presented: readonly Uint8Array[] = [],
): Result<Inspected, Refusal> {
  const read = der.length <= CERTIFICATE_BYTES_MAX ? readCertificate(der) : null
  if (!read?.ok) return no(EID_REFUSAL.unreadable)
  const authorities = [...rules.authorities, ...presented.slice(0, PRESENTED_MAX).flatMap(readable)]
  const { roots, now } = rules
  const path = pathToRoot(read.value, { roots, authorities, now: now(), purpose: PURPOSE.clientAuthentication })
  if (!path.ok) return no(FAULT[path.problem])
  if (!isForAuthentication(read.value)) return no(EID_REFUSAL.unfit)
  const holder = holderOf(read.value, now())
  return holder ? ok({ holder, path: path.value }) : no(EID_REFUSAL.noNumber)
}

export async function revocationProblem(path: CertificatePath, { revocation }: EidRules): Promise<Refusal | null> {
  const standing = revocation ? await revocation(path) : null
  if (!standing || (standing.status === 'good' && standing.whole)) return null
  return standing.status === 'revoked' ? EID_REFUSAL.revoked : EID_REFUSAL.unchecked
}

/** A new card is a new subject: who it is, the national number says. */
export function eidIdentity({ ssin, certificateSha256 }: EidHolder, { assurance }: EidRules): VerifiedIdentity {
  return { issuer: ISSUER, subject: certificateSha256, ssin, method: 'eid', assurance }
}

function readable(der: Uint8Array): readonly Certificate[] {
  const read = der.length <= CERTIFICATE_BYTES_MAX ? readCertificate(der) : null
  return read?.ok ? [read.value] : []
}

/** A card holds two certificates: this one proves presence, the other binds by signature and must never be used to sign in. */
function isForAuthentication(certificate: Certificate): boolean {
  try {
    const usage = keyUsageBits(certificate) ?? 0
    const proves = (usage & DIGITAL_SIGNATURE) !== 0 && (usage & NON_REPUDIATION) === 0 && !isAuthority(certificate)
    return proves && (purposesOf(certificate)?.includes(PURPOSE.clientAuthentication) ?? false)
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

function holderOf({ subjectAttributes, sha256 }: Certificate, now: Date): EidHolder | null {
  const one = (wanted: string): string | null => {
    const found = subjectAttributes.filter(({ type }) => type === wanted)
    return found.length === 1 ? (found[0]?.text ?? null) : null
  }
  const number = one('serialNumber')
  const ssin = number && /^\d{11}$/.test(number) ? parseSsin(number, now) : null
  if (!ssin?.ok) return null
  return { ssin: ssin.value, lastName: one('SN') ?? '', firstName: one('GN') ?? '', certificateSha256: sha256 }
}
