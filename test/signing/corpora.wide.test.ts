import { X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { contextTag } from '../../src/signing/asn1-values.ts'
import { readElement } from '../../src/signing/ber.ts'
import { readCertificate } from '../../src/signing/certificate.ts'
import { context, nothing, sequence } from '../../src/signing/der.ts'
import { inspectCertificate } from '../../src/signing/inspect-certificate.ts'
import { readPem } from '../../src/signing/pem.ts'
import { readPublicKey } from '../../src/signing/public-key.ts'
import { readSignatureFile } from '../../src/signing/signature-file.ts'
import { valueSigns } from '../../src/signing/signature-value.ts'
import { checkValue, readSignature } from '../../src/signing/signer.ts'
import { contentOf } from './crafted.ts'

const CORPORA = resolve(import.meta.dirname, '../../../shared/corpora')

beforeEach(({ skip }) => skip(!existsSync(CORPORA) && process.env.SLUICE_WIDE !== '1', `not run: needs ${CORPORA}`))

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(CORPORA, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
const shortName = (file: string): string => file.slice(CORPORA.length + 1)
const CERTIFICATE_FOLDERS = ['pkits/certs', 'openssl-cms', 'pyca-x509', 'rfc4134', 'go-pkcs7']

type Vectors = {
  readonly testGroups: readonly {
    readonly publicKeyDer: string
    readonly tests: readonly {
      readonly tcId: number
      readonly msg: string
      readonly sig: string
      readonly result: string
    }[]
  }[]
}

test.each([
  ['rsa_signature_2048_sha256_test.json', 'pkcs1'],
  ['ecdsa_secp256r1_sha256_test.json', 'ecdsa'],
] as const)('case C9: Wycheproof %s: valid ones sign, others do not', (file, kind) => {
  const { testGroups } = JSON.parse(readFileSync(join(CORPORA, 'wycheproof', file), 'utf8')) as Vectors
  const wrong = testGroups.flatMap(({ publicKeyDer, tests }) => {
    const key = readPublicKey(Buffer.from(publicKeyDer, 'hex'))
    if (!key.ok) throw new Error(key.problem.seen)
    return tests.filter(({ msg, sig, result }) => {
      const claim = { scheme: { kind, digest: 'sha256' } as const, key: key.value, value: Buffer.from(sig, 'hex') }
      return valueSigns(claim, Buffer.from(msg, 'hex')) !== (result === 'valid')
    })
  })
  expect(wrong).toEqual([])
})

test('public certificates are read where OpenSSL reads them, but for what DER and RFC 5280 forbid', () => {
  const disagreements = CERTIFICATE_FOLDERS.flatMap(filesIn).flatMap((file) =>
    certificatesIn(file).flatMap((der) => {
      const ours = readCertificate(der)
      const problem = ours.ok ? 'read' : ours.problem.replace(/^\d+ /, '')
      return ours.ok === opensslReads(der) ? [] : [`${shortName(file)}: ${problem}`]
    }),
  )
  expect(disagreements.sort()).toEqual([
    'pkits/certs/BadSignedCACert.crt: a bit string of whole octets is missing',
    'pkits/certs/InvalidDSASignatureTest6EE.crt: a bit string of whole octets is missing',
    'pyca-x509/badasn1time.pem: a time is not in the form that RFC 5280 asks for',
    'pyca-x509/custom/invalid_utf8_common_name.pem: read',
    'pyca-x509/custom/invalid_version.pem: an unknown version',
    'pyca-x509/custom/two_basic_constraints.pem: the same extension twice',
  ])
})

test('no public certificate is registered that policy forbids', () => {
  const accepted = CERTIFICATE_FOLDERS.flatMap(filesIn).flatMap((file) =>
    [2010, 2013, 2016, 2019, 2022, 2026].flatMap((year) => {
      const now = new Date(`${year}-06-01T00:00:00Z`)
      const policy = { issuers: [], allowSelfSigned: true, now, usages: ['signature'] } as const
      const inspected = inspectCertificate(readFileSync(file), policy)
      return inspected.ok ? [{ file, now, der: inspected.value.der }] : []
    }),
  )
  expect(accepted.length).toBeGreaterThan(0)
  for (const { file, now, der } of accepted) {
    const peer = new X509Certificate(der)
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = peer.publicKey
    const keyIsSound =
      type === 'rsa'
        ? (details?.modulusLength ?? 0) >= 2048
        : /^(prime256v1|secp384r1|secp521r1)$/.test(details?.namedCurve ?? '')
    expect([shortName(file), keyIsSound, peer.verify(peer.publicKey), peer.checkIssued(peer)]).toEqual([
      shortName(file),
      true,
      true,
      true,
    ])
    expect(new Date(peer.validFrom) <= now && now < new Date(peer.validTo)).toBe(true)
  }
})

test('public CMS and S/MIME files get a finding, and none is within the profile', () => {
  const found = ['openssl-cms', 'pyca-x509', 'rfc4134', 'go-pkcs7']
    .flatMap(filesIn)
    .map((file) => [shortName(file), readSignature(readFileSync(file)).ok])
  expect(found.filter(([, ok]) => ok)).toEqual([])
})

test('the CMS of the attribute attacks is refused for its attributes', () => {
  const found = ['ct_multiple_attr.cms', 'no_ct_attr.cms'].map((name) => {
    const read = readSignature(stripped(binary(readFileSync(join(CORPORA, 'openssl-cms/cms_data', name)))))
    return read.ok ? null : read.problem.annex25
  })
  expect(found).toEqual([
    [11, 1204],
    [11, 1204],
  ])
})

test('the messages of PKITS are refused for their revocation lists, and are good signatures without them', async () => {
  const messages = filesIn('pkits/smime').map((file) => ({ file, ...messageIn(file) }))
  expect(messages.length).toBe(130)
  const outcomes = await Promise.all(
    messages.map(async ({ file, content, signature }) => {
      const asItIs = readSignature(signature)
      const signed = readSignature(stripped(signature))
      const finding = signed.ok ? (await checkValue(signed.value, [], contentOf(content))).finding : signed
      return `${asItIs.ok ? 'good' : asItIs.problem.annex25.join('-')} ${finding.ok ? 'good' : `${finding.problem.annex25.join('-')} ${shortName(file)}`}`
    }),
  )
  expect([...new Set(outcomes)].sort()).toEqual([
    '1-22 good',
    '10-1001 10-1001 pkits/smime/SignedInvalidCASignatureTest2.eml',
    '3-3001 3-3001 pkits/smime/SignedInvalidDSASignatureTest6.eml',
  ])
})

function certificatesIn(file: string): readonly Buffer[] {
  const bytes = readFileSync(file)
  const text = bytes.toString('latin1')
  if (!text.includes('-----BEGIN')) return /\.(crt|der|cer)$/.test(file) ? [bytes] : []
  return (readPem(text)?.blocks ?? []).filter(({ label }) => label === 'CERTIFICATE').map(({ octets }) => octets)
}

function opensslReads(der: Buffer): boolean {
  try {
    return new X509Certificate(der).serialNumber.length > 0
  } catch {
    return false
  }
}

/** An S/MIME part or PEM as the binary file it is about; DER as it is. */
function binary(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const body = text.includes('\n\n') ? text.slice(text.indexOf('\n\n')) : text
  return bytes[0] === 0x30 ? bytes : Buffer.from(body, 'latin1')
}

/** A multipart/signed message: the first part in canonical form, and the second as a signature file. */
function messageIn(file: string): { readonly content: Buffer; readonly signature: Buffer } {
  const text = readFileSync(file, 'latin1').replaceAll('\r\n', '\n')
  const [, content = '', signed = ''] = text.split(`--${/boundary="([^"]+)"/.exec(text)?.[1]}`)
  return {
    content: Buffer.from(content.slice(1, -1).replaceAll('\n', '\r\n'), 'latin1'),
    signature: Buffer.from(signed.slice(signed.indexOf('\n\n')), 'latin1'),
  }
}

/** Without revocation lists and without the document inside, which the profile refuses before it looks at the signer. */
function stripped(file: Buffer): Buffer {
  const octets = readSignatureFile(file)
  if (!octets.ok) throw new Error(octets.problem.detail)
  const [type, content] = readElement(octets.value, 'BER').children
  const fields = content?.children[0]?.children ?? []
  const kept = fields
    .filter(({ tag }) => tag !== contextTag(1))
    .map(({ encoding, children }, index) => (index === 2 ? sequence(children[0]?.encoding ?? nothing) : encoding))
  return sequence(type?.encoding ?? nothing, context(0, sequence(...kept)))
}
