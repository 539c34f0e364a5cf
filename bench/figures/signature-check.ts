/** Signature checks of a 1 KB declaration, beside one `openssl cms -verify` each. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { signDetached } from '../../src/signing/sign.ts'
import { type VerifyInput, verifySignature } from '../../src/signing/verify-signature.ts'
import type { Figure } from '../figure.ts'
import { opensslVerifier } from '../peers/openssl.ts'
import { besidePeer } from '../reading.ts'
import { groundOf, makeSigner } from '../rig/signer.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'

const CONTENT_BYTES = 1024
const CHECKS = 500
const SPAWNS = 20
const TARGET = 10

export const signatureCheck: Figure = {
  id: 'signature-check',
  title: 'Signature check of a 1 KB declaration',
  async measure(bench) {
    await using folder = await openTempFolder()
    const at = (name: string): string => join(folder.path, name)
    const now = new Date()
    const { pair, certificatePem, authorityPem } = await makeSigner(now)
    const bytes = randomBytes(CONTENT_BYTES)
    const signatureFile = await signDetached({ content: bytes, pair, signedAt: now })
    await writeFile(at('content'), bytes)
    await writeFile(at('signature'), Buffer.from(signatureFile.toString('latin1'), 'base64'))
    await writeFile(at('authority'), authorityPem)
    const theirs = await opensslVerifier({
      content: at('content'),
      signature: at('signature'),
      authority: at('authority'),
    })
    const content = { digests: {}, bytes: bytes.length, stream: () => Readable.from([bytes]) }
    const input: VerifyInput = { signatureFile, content, ...groundOf(certificatePem, authorityPem) }

    const rates = await inTurns(
      { ours: () => perSecond(CHECKS, () => check(input)), openssl: () => perSecond(SPAWNS, theirs) },
      bench,
    )
    const peer = { what: 'openssl cms -verify', values: rates.openssl, target: TARGET }
    return [besidePeer({ name: 'Signature check of a 1 KB declaration', unit: 'checks/s' }, rates.ours, peer)]
  },
}

async function check(input: VerifyInput): Promise<void> {
  const { outcome } = await verifySignature(input)
  if (outcome !== 'good') throw new Error('our check finds the signature bad')
}

async function perSecond(times: number, work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  for (let time = 0; time < times; time++) await work()
  return times / ((performance.now() - began) / 1000)
}
