import { createPrivateKey } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Misconfigured } from '../../src/base/errors.ts'
import { readCertificate } from '../../src/signing/certificate.ts'
import { bitString, boolean, sequence } from '../../src/signing/der.ts'
import { loadIssuers, voucherOf } from '../../src/signing/issuers.ts'
import { issueCertificate, makeCa, makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { extension, writeCertificate } from '../../src/signing/write-certificate.ts'
import { certificateOf, NOW } from './crafted.ts'

const request = { keyType: 'ec', days: 365, now: NOW } as const
const first = await makeCa({ ...request, commonName: 'First CA' })
const second = await makeCa({ ...request, commonName: 'Second CA', keyType: 'rsa' })
const leaf = await makeSelfSigned({ ...request, commonName: 'Leaf' })

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-issuers-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

const put = async (name: string, content: string | Buffer): Promise<void> =>
  await writeFile(join(folder, name), content)
const subjects = async (): Promise<readonly string[]> =>
  (await loadIssuers(folder)).map(({ subjectText }) => subjectText)

test('reads PEM, DER and bundles in name order and leaves other files alone', async () => {
  await put('b.crt', first.certificatePem)
  await put('a.cer', certificateOf(second.certificatePem).der)
  await put('c.PEM', `# the two of them\n${second.certificatePem}${first.certificatePem}`)
  await put('README.md', 'not a certificate')
  expect(await subjects()).toEqual(['CN=Second CA', 'CN=First CA', 'CN=Second CA', 'CN=First CA'])
})

test('an empty or missing folder accepts nobody', async () => {
  expect(await subjects()).toEqual([])
  expect(await loadIssuers(join(folder, 'missing'))).toEqual([])
})

// biome-ignore format: a table
const BAD: readonly (readonly [string, string, string])[] = [
  ['text',              'hello',                                       'x.crt: not a certificate (an element is longer than what holds it).'],
  ['a leaf',            leaf.certificatePem,                           'x.crt: CN=Leaf is not the certificate of a CA.'],
  ['a private key',     first.keyPem,                                  'x.crt: not a file of certificates.'],
  ['damaged PEM',       first.certificatePem.slice(0, 99),             'x.crt: not a file of certificates.'],
  ['a leaf in a bundle', first.certificatePem + leaf.certificatePem,   'x.crt: CN=Leaf is not the certificate of a CA.'],
]

test.each(BAD)('%s in the folder is the operator’s to remove', async (_, content, message) => {
  await put('x.crt', content)
  const problem = await loadIssuers(folder).catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(Misconfigured)
  expect(problem).toMatchObject({ setting: 'signature.acceptedIssuers', message })
})

test('a CA that may not sign certificates is none', async () => {
  const { subject, spki, notBefore, notAfter } = certificateOf(first.certificatePem)
  const extensions = [
    extension('2.5.29.19', sequence(boolean(true)), true),
    extension('2.5.29.15', bitString(Buffer.from([0x80]), 7), true),
  ]
  const contents = { subject, issuer: subject, spki, notBefore, notAfter, extensions }
  await put('x.crt', writeCertificate(contents, createPrivateKey(first.keyPem)))
  await expect(loadIssuers(folder)).rejects.toThrow('x.crt: CN=First CA may not sign certificates.')
})

test('who vouches for a certificate', async () => {
  const namesake = await makeCa({ ...request, commonName: 'First CA' })
  const issued = certificateOf((await issueCertificate(first, { ...request, commonName: 'Sender' })).certificatePem)
  const byRsa = certificateOf((await issueCertificate(second, { ...request, commonName: 'Sender' })).certificatePem)
  const [one, two, double] = [first, second, namesake].map(({ certificatePem }) => certificateOf(certificatePem))
  const known = [one, two, double].flatMap((issuer) => issuer ?? [])
  expect(
    [issued, byRsa, certificateOf(leaf.certificatePem)].map((certificate) => voucherOf(certificate, known)),
  ).toEqual(['accepted', 'accepted', 'self'])
  expect(voucherOf(issued, double ? [double] : [])).toBe('forged')
  expect(voucherOf(issued, [])).toBe('unknown')
})

test('a name that is its own issuer does not make a certificate self-signed', () => {
  const { subject, spki, notBefore, notAfter } = certificateOf(leaf.certificatePem)
  const contents = { subject, issuer: subject, spki, notBefore, notAfter, extensions: [] }
  const der = writeCertificate(contents, createPrivateKey(first.keyPem))
  const read = readCertificate(der)
  expect(read.ok && voucherOf(read.value, [])).toBe('unknown')
})
