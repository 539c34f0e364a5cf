/** How long our own certificates last, for metrics and alarms. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type OwnCertificate = { readonly name: string; readonly notAfter: Date; readonly daysLeft: number }

const NAMES = ['tls', 'acknowledgement'] as const
const DAY_MILLISECONDS = 86_400_000

/** Read anew each time, for they may be renewed; one that cannot be read is somebody else's to tell, and absent. */
export async function ownCertificates(certsDir: string, now: Date): Promise<OwnCertificate[]> {
  const read = NAMES.map(async (name) => {
    const pem = await readFile(join(certsDir, `${name}.crt`)).catch(() => null)
    const end = pem && endOf(pem)
    return end
      ? [{ name, notAfter: end, daysLeft: Math.floor((end.getTime() - now.getTime()) / DAY_MILLISECONDS) }]
      : []
  })
  return (await Promise.all(read)).flat()
}

function endOf(pem: Buffer): Date | null {
  try {
    return new Date(new X509Certificate(pem).validTo)
  } catch {
    return null
  }
}
