import type { Database } from '../../database/database.ts'
import { ownAuthorityPem } from '../../registry/self-test-sender.ts'
import { type Certificate, readCertificate } from '../../signing/certificate.ts'
import { readPem } from '../../signing/pem.ts'

/**
 * The authority that issued the certificate of the gateway's own sender: its key was thrown away when that was done, so it vouches for nothing
 * else. Empty while there is none, or the self-test is off.
 */
export function ownAuthority(
  { queries }: Pick<Database, 'queries'>,
  isOn: () => boolean,
): () => Promise<readonly Certificate[]> {
  let known: { readonly pem: string; readonly certificates: readonly Certificate[] } | null = null
  return async () => {
    if (!isOn()) return []
    const pem = await ownAuthorityPem(queries)
    if (pem === null) return []
    if (known?.pem !== pem) known = { pem, certificates: certificatesIn(pem) }
    return known.certificates
  }
}

export function certificatesIn(pem: string): Certificate[] {
  const read = readPem(pem)?.blocks.map(({ octets }) => readCertificate(octets)) ?? []
  return read.flatMap((certificate) => (certificate.ok ? [certificate.value] : []))
}
