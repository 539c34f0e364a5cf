import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { issueCertificate, makeCa, makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { checkValue, readSignature } from '../../src/signing/signer.ts'
import { verifySignature } from '../../src/signing/verify-signature.ts'
import { answersWith } from './answers-with.ts'
import { asked, cms, contentOf, makeSigner, type Signer, signerPart } from './crafted.ts'
import { opensslSignatures } from './openssl-signatures.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

let folder = ''
beforeEach(({ skip }) => {
  skip(!hasOpenssl && process.env.SLUICE_WIDE !== '1', 'not run: needs openssl')
  folder = mkdtempSync(join(tmpdir(), 'sluice-openssl-'))
})
afterEach(() => {
  if (folder) rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)
const put = (name: string, content: string | Uint8Array): void => writeFileSync(at(name), content)
const openssl = (...options: string[]): string =>
  execFileSync('openssl', options, { cwd: folder, stdio: 'pipe' }).toString()
const statusOf = (...options: string[]): number | null => spawnSync('openssl', options, { cwd: folder }).status

test('case C1: every form that this OpenSSL signs in is accepted', async () => {
  execFileSync('sh', [join(import.meta.dirname, 'vectors/make-openssl-signatures.sh'), at('made.txt')], {
    stdio: 'ignore',
  })
  const made = opensslSignatures(at('made.txt'))
  expect(made.length).toBeGreaterThan(60)
  const findings = await Promise.all(
    made.map(async ({ name, request }) => [name, (await verifySignature(request)).outcome]),
  )
  expect(findings).toEqual(made.map(({ name }) => [name, 'good']))
})

test.each(['rsa', 'ec'] as const)(
  'case C26, decision 19: an answer verifies with the published command: %s',
  async (keyType) => {
    const made = await makeSelfSigned({ commonName: 'Answers', keyType, days: 10, now: new Date() })
    const sign = answersWith(made)
    put('acknowledgement.crt', made.certificatePem)
    for (const document of ['<ACRF/>', '', '1 begins like a set', 'a\nb\r\nc\rd'.repeat(1000)]) {
      put('FO', document)
      put('FS', await sign(Buffer.from(document)))
      openssl('base64', '-d', '-in', 'FS', '-out', 's.der')
      openssl(
        ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', 's.der', '-content', 'FO'],
        ...['-CAfile', 'acknowledgement.crt', '-purpose', 'any', '-out', '/dev/null'],
      )
      put('FO', `${document} `)
      const changed = [
        'cms',
        '-verify',
        '-binary',
        '-inform',
        'DER',
        '-in',
        's.der',
        '-content',
        'FO',
        '-CAfile',
        'acknowledgement.crt',
      ]
      expect(statusOf(...changed, '-purpose', 'any', '-out', '/dev/null')).not.toBe(0)
    }
  },
)

test.each(['rsa', 'ec'] as const)('our certificates are certificates to OpenSSL, strictly: %s', async (keyType) => {
  const request = { keyType, days: 100, now: new Date() }
  const ca = await makeCa({ ...request, commonName: 'Example CA' })
  const sender = await issueCertificate(ca, { ...request, commonName: 'Sender', enterpriseNumber: '0123456749' })
  const server = await issueCertificate(ca, {
    ...request,
    commonName: 'localhost',
    alternativeNames: ['localhost', '::1'],
  })
  put('ca.crt', ca.certificatePem)
  put('sender.crt', sender.certificatePem)
  put('server.crt', server.certificatePem)
  openssl('verify', '-x509_strict', '-purpose', 'smimesign', '-CAfile', 'ca.crt', 'sender.crt')
  openssl('verify', '-x509_strict', '-purpose', 'sslserver', '-verify_ip', '::1', '-CAfile', 'ca.crt', 'server.crt')
})

const CONTENT = Buffer.from('<Declaration>\r\n</Declaration>\r\n')
const MUTANTS = 100

type Edit = (bytes: Buffer) => Buffer
/** One octet changed by one bit, or set: what keeps the tree mostly readable and so reaches the deeper decisions. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.nat(10_000), fc.nat(7)).map(
    ([place, bit]) =>
      (bytes: Buffer) =>
        changed(bytes, place, (octet) => octet ^ (1 << bit)),
  ),
  fc.tuple(fc.nat(10_000), fc.nat(255)).map(
    ([place, octet]) =>
      (bytes: Buffer) =>
        changed(bytes, place, () => octet),
  ),
)

function changed(bytes: Buffer, place: number, change: (octet: number) => number): Buffer {
  const mutant = Buffer.from(bytes)
  const index = place % mutant.length
  mutant[index] = change(mutant[index] ?? 0)
  return mutant
}

test('case C27: no mutant is accepted that OpenSSL refuses, and none refused for its value that OpenSSL accepts', async () => {
  const signers = [await makeSigner('rsa'), await makeSigner('ec')]
  const seed = Number(process.env.SLUICE_SEED ?? 20_261_123)
  const originals = signers.flatMap((signer) => [
    { signer, file: cms(signer, CONTENT, { certificates: null }) },
    {
      signer,
      file: cms(signer, CONTENT, { certificates: null, signers: [signerPart(signer, CONTENT, { attributes: null })] }),
    },
  ])
  put('content', CONTENT)
  const unexplained: string[] = []
  const counted = { accepted: 0, refused: 0, stricter: 0 }
  for (const [index, change] of fc.sample(edit, { seed, numRuns: MUTANTS * originals.length }).entries()) {
    const { signer, file } = originals[index % originals.length] ?? { signer: signers[0] as Signer, file: CONTENT }
    const mutant = change(file)
    const ours = await verdictOf(mutant, signer)
    const theirs = opensslAccepts(mutant, signer)
    if (ours === 'good') counted.accepted++
    else if (theirs) counted.stricter++
    else counted.refused++
    if ((ours === 'good') !== theirs && !isExplained(ours, theirs))
      unexplained.push(`${ours} ${theirs} ${mutant.toString('hex')}`)
  }
  expect(unexplained).toEqual([])
  expect(counted.refused).toBeGreaterThan(MUTANTS)
})

async function verdictOf(file: Buffer, signer: Signer): Promise<string> {
  const signed = readSignature(file)
  if (!signed.ok) return signed.problem.annex25.join('-')
  const { finding } = await checkValue(signed.value, [signer.certificate], contentOf(CONTENT))
  return finding.ok ? 'good' : finding.problem.annex25.join('-')
}

function opensslAccepts(file: Buffer, signer: Signer): boolean {
  put('mutant', file)
  put('certificate', signer.pem.certificatePem)
  const options = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'mutant', '-content', 'content', '-noverify']
  return statusOf(...options, '-certfile', 'certificate', '-nointern', '-out', '/dev/null') === 0
}

/** We may be stricter in form and in what is admitted; a signature that OpenSSL finds good is never bad by its value to us. */
function isExplained(ours: string, theirs: boolean): boolean {
  return theirs && !['11-1203', '11-1205'].includes(ours)
}

test('what the differential compares is accepted unchanged by both', async () => {
  const signer = await makeSigner('ec')
  const file = cms(signer, CONTENT, { certificates: null })
  put('content', CONTENT)
  expect([await verdictOf(file, signer), opensslAccepts(file, signer)]).toEqual(['good', true])
  expect(await verifySignature(asked(signer, file, CONTENT))).toMatchObject({ outcome: 'good' })
})
