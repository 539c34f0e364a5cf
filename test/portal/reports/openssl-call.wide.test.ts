import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { opensslCall } from '../../../src/portal/pages/reports/openssl-call.ts'
import { inspectCertificate } from '../../../src/signing/inspect-certificate.ts'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'
import { verifySignature } from '../../../src/signing/verify-signature.ts'
import { contentOf } from '../../signing/crafted.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

let folder = ''
beforeEach(({ skip }) => {
  skip(!hasOpenssl && process.env.SLUICE_WIDE !== '1', 'not run: needs openssl')
  folder = mkdtempSync(join(tmpdir(), 'sluice-call-'))
})
afterEach(() => {
  if (folder) rmSync(folder, { recursive: true, force: true })
})

test.each(['rsa', 'ec'] as const)(
  'the call that the guide tells makes a signature that is accepted: %s',
  async (keyType) => {
    const now = new Date()
    const { keyPem, certificatePem } = await makeSelfSigned({ commonName: 'Payroll', keyType, days: 100, now })
    const declaration = Buffer.from('<a>\r\n</a>\n')
    writeFileSync(join(folder, 'private.key'), keyPem)
    writeFileSync(join(folder, 'certificate.pem'), certificatePem)
    writeFileSync(join(folder, 'FI.x'), declaration)
    execFileSync('sh', ['-c', opensslCall({ declaration: 'FI.x', signature: 'FS.x' })], { cwd: folder })
    const policy = { issuers: [], allowSelfSigned: true, now, usages: ['signature' as const] }
    const inspected = inspectCertificate(Buffer.from(certificatePem), policy)
    if (!inspected.ok) throw new Error(inspected.problem.cause)
    const finding = await verifySignature({
      signatureFile: readFileSync(join(folder, 'FS.x')),
      content: contentOf(declaration),
      registered: [{ ...inspected.value, usages: ['signature'], state: 'valid' }],
      ...{ issuers: [], allowSelfSigned: true, sealedAt: now },
    })
    expect(finding.outcome).toBe('good')
  },
)
