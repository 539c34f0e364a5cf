import { X509Certificate } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { readCertificate } from '../../src/signing/certificate.ts'
import { inspectCertificate } from '../../src/signing/inspect-certificate.ts'
import { readPem } from '../../src/signing/pem.ts'
import { bytesOf, filesIn, notRun } from './corpora.ts'
import { type Outcome, seen, targetOf } from './targets.ts'

const FOLDERS = ['pkits/certs', 'openssl-cms', 'pyca-x509', 'rfc4134', 'go-pkcs7']
const missing = notRun(...FOLDERS)
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''))

test('public certificates are read where OpenSSL reads them, but for what DER and RFC 5280 forbid', () => {
  const outcomes = FOLDERS.flatMap(filesIn).flatMap((name) =>
    certificatesIn(name).map((der): Outcome => {
      const ours = readCertificate(der)
      const found = ours.ok ? 'read' : ours.problem.replace(/^\d+ /, '')
      return { name, accepted: ours.ok, found, asExpected: ours.ok === opensslReads(der) }
    }),
  )
  expect(seen(outcomes)).toEqual(targetOf('certificates as they are read'))
})

// biome-ignore format: a table
const UPLOADS: readonly (readonly [string, string])[] = [
  ['pyca certificates as uploads',    'pyca-x509'],
  ['OpenSSL certificates as uploads', 'openssl-cms/certs'],
  ['PKITS certificates as uploads',   'pkits/certs'],
]

/** In the middle of its validity and with no issuer accepted, so that a file is refused for what is wrong with it, if anything is. */
test.each(UPLOADS)('cases C17, C18, C19: %s, each with its own refusal', (suite, folder) => {
  const outcomes = filesIn(folder).map((name): Outcome => {
    const now = middleOf(certificatesIn(name)[0])
    const inspected = inspectCertificate(bytesOf(name), {
      ...{ issuers: [], allowSelfSigned: true, now, usages: ['signature'], daysMin: 0, yearsMax: 100 },
    })
    const found = inspected.ok ? 'accepted' : inspected.problem.cause.replace(/^The issuer .* is/, 'The issuer is')
    return { name, accepted: inspected.ok, found, asExpected: !inspected.ok || isSound(inspected.value.der, now) }
  })
  expect(seen(outcomes)).toEqual(targetOf(suite))
})

function middleOf(der: Buffer | undefined): Date {
  const read = der && readCertificate(der)
  return read?.ok ? new Date((read.value.notBefore.getTime() + read.value.notAfter.getTime()) / 2) : new Date(0)
}

/** What `node:crypto` says of a certificate that we would register: a strong key, signed by itself, within its dates. */
function isSound(der: Buffer, now: Date): boolean {
  const peer = new X509Certificate(der)
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = peer.publicKey
  const isStrong =
    type === 'rsa'
      ? (details?.modulusLength ?? 0) >= 2048
      : /^(prime256v1|secp384r1|secp521r1)$/.test(details?.namedCurve ?? '')
  const isWithin = new Date(peer.validFrom) <= now && now <= new Date(peer.validTo)
  return isStrong && isWithin && peer.verify(peer.publicKey) && peer.checkIssued(peer)
}

function certificatesIn(name: string): readonly Buffer[] {
  const bytes = bytesOf(name)
  const text = bytes.toString('latin1')
  if (!text.includes('-----BEGIN')) return /\.(crt|der|cer)$/.test(name) ? [bytes] : []
  return (readPem(text)?.blocks ?? []).filter(({ label }) => label === 'CERTIFICATE').map(({ octets }) => octets)
}

function opensslReads(der: Buffer): boolean {
  try {
    return new X509Certificate(der).serialNumber.length > 0
  } catch {
    return false
  }
}
