import { type Refusal, refusal } from '../base/refusal.ts'
import type { RegisteredCertificate } from '../batch/rights.ts'
import type { Certificate } from './certificate.ts'

/** What an uploaded certificate is held against. */
export type UploadPolicy = {
  /** CA certificates (`loadIssuers`). */
  readonly issuers: readonly Certificate[]
  /** Authorities that came with it; none when nothing is said. */
  readonly brought?: readonly Certificate[]
  readonly allowSelfSigned: boolean
  readonly now: Date
  readonly usages: RegisteredCertificate['usages']
  /** Days for which it must still be valid; 7 when nothing is said. */
  readonly daysMin?: number
  /** The longest validity, in years; 5 when nothing is said. */
  readonly yearsMax?: number
}

/** Null when the certificate passes. */
export type UploadCheck = (certificate: Certificate, policy: UploadPolicy) => Refusal | null

export const ASK_ISSUER = 'Ask your certification authority for another certificate.'

/** `key` names the texts in the languages of the portal. */
export function refused(
  cause: string,
  remedy: string,
  key: string,
  values?: Readonly<Record<string, string | number>>,
): Refusal {
  return refusal('SLU-CERTIFICATE', cause, remedy, { key, ...(values && { values }) })
}
