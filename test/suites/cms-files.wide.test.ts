import { beforeEach, expect, test } from 'vitest'
import { readSignature } from '../../src/signing/signer.ts'
import { bytesOf, filesIn, notRun } from './corpora.ts'
import { stripped } from './smime-message.ts'
import { seen, targetOf } from './targets.ts'

const missing = notRun('openssl-cms', 'rfc4134', 'go-pkcs7', 'pyca-x509')
beforeEach(({ skip }) => skip(missing !== null, missing ?? ''))

/** Signatures, enveloped and encrypted messages, e-mails, certificates and lists: none is a detached signature within the profile. */
// biome-ignore format: a table
const SUITES: readonly (readonly [string, readonly string[]])[] = [
  ['OpenSSL CMS and PKCS#7 files',  ['openssl-cms/cms_data', 'openssl-cms/cmsapi_data', 'openssl-cms/pkcs7_data', 'openssl-cms/smime-eml']],
  ['RFC 4134 examples',             ['rfc4134']],
  ['go-pkcs7 fixtures',             ['go-pkcs7']],
  ['pyca PKCS#7 and requests',      ['pyca-x509/pkcs7', 'pyca-x509/requests']],
]

test.each(SUITES)('%s, each as a signature file: refused, and told why', (suite, folders) => {
  const outcomes = folders.flatMap(filesIn).map((name) => {
    const read = readSignature(bytesOf(name))
    const found = read.ok ? 'read' : `${read.problem.annex25.join('-')} ${read.problem.detail}`
    return { name, accepted: read.ok, found, asExpected: !read.ok }
  })
  expect(seen(outcomes)).toEqual(targetOf(suite))
})

test('case C11: the CMS of the attribute attacks is refused for its attributes, also without what is refused before them', () => {
  const pairs = ['ct_multiple_attr.cms', 'no_ct_attr.cms'].map((name) => {
    const read = readSignature(stripped(binary(bytesOf(`openssl-cms/cms_data/${name}`))))
    return read.ok ? null : read.problem.annex25
  })
  expect(pairs).toEqual([
    [11, 1204],
    [11, 1204],
  ])
})

/** An S/MIME part or PEM as the binary file it is about; DER as it is. */
function binary(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const body = text.includes('\n\n') ? text.slice(text.indexOf('\n\n')) : text
  return bytes[0] === 0x30 ? bytes : Buffer.from(body, 'latin1')
}
