import type { CertificateUsage, InspectedCertificate } from '../certificates.ts'
import type { SecretBox } from '../secret-box.ts'
import type { DraftCertificate } from './contents.ts'

/** What an upload's inspection hands over; `ssin` is a national number that it carries. */
export type Inspected = Omit<InspectedCertificate, 'personHash'> & { readonly ssin?: string }

/** The facts that are kept: a national number becomes the hash that finds its person, and goes no further. */
export function draftCertificate(
  { der, sha256, spkiSha256, subject, issuer, serial, notBefore, notAfter, enterpriseNumber, ssin, chain }: Inspected,
  { usages, label }: { readonly usages: readonly CertificateUsage[]; readonly label: string },
  box: Pick<SecretBox, 'fingerprint'>,
): DraftCertificate {
  return {
    ...{ der, sha256, spkiSha256, subject, issuer, serial, notBefore, notAfter, enterpriseNumber, usages, label },
    ...(chain && { chain }),
    ...(ssin !== undefined && { personHash: box.fingerprint(ssin, 'ssin') }),
  }
}
