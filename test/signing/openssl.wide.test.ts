import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { issueCertificate, makeCa, makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { verifySignature } from '../../src/signing/verify-signature.ts'
import { answersWith } from './answers-with.ts'
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
