/** How long our own certificates last, for metrics and alarms. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type OwnCertificate = {
  readonly name: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly daysLeft: number
}

const NAMES = ['tls', 'acknowledgement', 'acknowledgement-next'] as const
const DAY_MILLISECONDS = 86_400_000

/** Read anew each time, for they may be renewed; one that cannot be read is somebody else's to tell, and absent. */
export async function ownCertificates(certsDir: string, now: Date): Promise<OwnCertificate[]> {
  const read = NAMES.map(async (name) => {
    const pem = await readFile(join(certsDir, `${name}.crt`)).catch(() => null)
    const validity = pem && validityOf(pem)
    if (!validity) return []
    const daysLeft = Math.floor((validity.notAfter.getTime() - now.getTime()) / DAY_MILLISECONDS)
    return [{ name, ...validity, daysLeft }]
  })
  return (await Promise.all(read)).flat()
}

/** rule 29.6: those whose end is somebody's concern: not that of answers while its successor is there to take over without a gap. */
export function withoutFollowed(certificates: readonly OwnCertificate[]): readonly OwnCertificate[] {
  const next = certificates.find(({ name }) => name === 'acknowledgement-next')
  return certificates.filter(
    ({ name, notAfter }) =>
      name !== 'acknowledgement' || !next || next.notBefore > notAfter || next.notAfter <= notAfter,
  )
}

function validityOf(pem: Buffer): Pick<OwnCertificate, 'notBefore' | 'notAfter'> | null {
  try {
    const { validFrom, validTo } = new X509Certificate(pem)
    return { notBefore: new Date(validFrom), notAfter: new Date(validTo) }
  } catch {
    return null
  }
}
