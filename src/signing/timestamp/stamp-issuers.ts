import { no, ok, type Result } from '../../base/result.ts'
import { type Certificate, readCertificate } from '../certificate.ts'
import { isRoot } from '../path.ts'
import { readPem } from '../pem.ts'

/** The certificates of a PEM file that lead to authorities of time-stamps; the problem completes "the file …". */
export function stampIssuers(pem: string): Result<readonly Certificate[], string> {
  const blocks = readPem(pem)?.blocks.filter(({ label }) => label === 'CERTIFICATE') ?? []
  const read = blocks.map(({ octets }) => readCertificate(octets))
  const certificates = read.flatMap((one) => (one.ok ? [one.value] : []))
  if (blocks.length === 0 || certificates.length < blocks.length) return no('holds no certificate that can be read')
  return certificates.some(isRoot) ? ok(certificates) : no('holds no root certificate')
}
