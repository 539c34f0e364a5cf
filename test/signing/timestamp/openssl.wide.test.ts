import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMetrics } from '../../../src/base/metrics.ts'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'
import { readSignatureFile } from '../../../src/signing/signature-file.ts'
import { parseSignedContent } from '../../../src/signing/signed-content.ts'
import { stampIssuers } from '../../../src/signing/timestamp/stamp-issuers.ts'
import { verifyAnswer } from '../../../src/signing/verify-answer.ts'
import { stampsOf } from '../../daemon/signing/stamps-rig.ts'
import { openStampAuthority, type StampAuthority } from '../../support/stamp-authority.ts'
import { answersWith } from '../answers-with.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
let folder = ''
let authority: StampAuthority

beforeAll(async () => {
  if (!hasOpenssl && process.env.SLUICE_WIDE !== '1') return
  folder = mkdtempSync(join(tmpdir(), 'sluice-stamps-'))
  authority = await openStampAuthority(join(folder, 'tsa'))
})
afterAll(async () => {
  await authority?.[Symbol.asyncDispose]()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)
const put = (name: string, content: string | Uint8Array): void => writeFileSync(at(name), content)
const openssl = (...options: string[]): string =>
  execFileSync('openssl', options, { cwd: folder, stdio: 'pipe' }).toString()

test.for(['rsa', 'ec'] as const)(
  'case C26, rule 29.1: an answer with a time-stamp verifies with the published command, as CAdES and by ts -verify: %s',
  async (keyType, { skip }) => {
    skip(!hasOpenssl && process.env.SLUICE_WIDE !== '1', 'not run: needs openssl')
    const made = await makeSelfSigned({ commonName: 'Answers', keyType, days: 10, now: new Date() })
    await using stamps = await stampsOf({ url: authority.url, issuers: authority.rootFile }, createMetrics())
    const document = Buffer.from('<ACRF/>\n')
    const signature = await answersWith(made, { stamp: stamps.stamp })(document)
    put('acknowledgement.crt', made.certificatePem)
    put('FO', document)
    put('FS', signature)
    openssl('base64', '-d', '-in', 'FS', '-out', 's.der')
    const published = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 's.der', '-content', 'FO']
    const trusting = ['-CAfile', 'acknowledgement.crt', '-purpose', 'any', '-out', '/dev/null']
    openssl(...published, ...trusting)
    openssl(...published, '-cades', ...trusting)
    const { value, token } = partsOf(signature)
    put('value', value)
    put('token', token)
    const said = openssl('ts', '-verify', '-data', 'value', '-in', 'token', '-token_in', '-CAfile', 'tsa/root.crt')
    expect(said).toContain('Verification: OK')

    const issuers = stampIssuers(await readFile(authority.rootFile, 'latin1'))
    const finding = await verifyAnswer(document, signature, made.certificatePem, issuers.ok ? issuers.value : [])
    const by = { subject: 'CN=Test stamps, O=Test' }
    expect(finding).toMatchObject({ outcome: 'good', timeStamp: { outcome: 'good', stamp: { by } } })
    console.info(
      `an FS with a time-stamp has ${signature.length} bytes, without one ${(await answersWith(made)(document)).length}`,
    )
  },
)

function partsOf(signature: Buffer): { readonly value: Buffer; readonly token: Buffer } {
  const der = readSignatureFile(signature)
  const parsed = der.ok ? parseSignedContent(der.value, 'timeStamp') : null
  if (!parsed?.ok || !parsed.value.token) throw new Error('no time-stamp')
  return { value: parsed.value.value, token: parsed.value.token }
}
