/** Signature checks of a 1 KB declaration, beside one `openssl cms -verify` each and beside nothing but the mathematics. */
import { createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { signDetached } from '../../src/signing/sign.ts'
import { type VerifyInput, verifySignature } from '../../src/signing/verify-signature.ts'
import type { Figure } from '../figure.ts'
import { opensslVerifier } from '../peers/openssl.ts'
import { besideGoal, besidePeer } from '../reading.ts'
import { groundOf, makeSigner } from '../rig/signer.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { inTurns } from '../rounds.ts'

const CONTENT_BYTES = 1024
const CHECKS = 500
const SPAWNS = 20
const BARE = 5000
const TARGET = 10
const GOAL = { what: 'at least', value: 3000 } as const
/** A check is two verifications (value and certificate), their digests and the reading of all of it. */
const BARE_TARGET = 0.1

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

    const key = createPublicKey(pair.key)
    const value = sign('sha256', bytes, pair.key)
    const bare = async (): Promise<void> => {
      if (!verify('sha256', bytes, key, value)) throw new Error('the value is bad')
    }

    const rates = await inTurns(
      {
        ours: () => perSecond(CHECKS, () => check(input)),
        openssl: () => perSecond(SPAWNS, theirs),
        core: () => perCoreSecond(CHECKS, () => check(input)),
        bare: () => perCoreSecond(BARE, bare),
      },
      bench,
    )
    const peer = { what: 'openssl cms -verify', values: rates.openssl, target: TARGET }
    const mathematics = { what: 'verify of node:crypto alone', values: rates.bare, target: BARE_TARGET }
    const named = { name: 'Signature check of a 1 KB declaration', unit: 'checks/s' } as const
    return [
      besidePeer(named, rates.ours, peer),
      besideGoal({ ...named, name: 'the same in a second of one core, path cached' }, rates.core, GOAL),
      besidePeer({ ...named, name: 'the same, beside the mathematics' }, rates.core, mathematics),
    ]
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

/** By the processor time of all threads, so that what else runs on the machine does not count. */
async function perCoreSecond(times: number, work: () => Promise<void>): Promise<number> {
  const began = process.cpuUsage()
  for (let time = 0; time < times; time++) await work()
  const { user, system } = process.cpuUsage(began)
  return times / ((user + system) / 1_000_000)
}
