/** Checks the signature of the file that is named, and says how much memory a tenth of it took at most, and then the whole. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { verifySignature } from '../src/signing/verify-signature.ts'
import { groundOf } from './rig/signer.ts'

const path = process.argv[2] ?? ''
const text = (ending: string): Promise<string> => readFile(`${path}.${ending}`, 'utf8')
const ground = groundOf(await text('certificate'), await text('authority'))
const signatureFile = await readFile(`${path}.signature`)
const { size: bytes } = await stat(path)

const part = (length: number) => ({
  digests: {},
  bytes: length,
  stream: () => createReadStream(path, { end: length - 1 }),
})

// The signature is not of this tenth of the part, whose bytes are read all the same: what follows may take no more than this.
await verifySignature({ ...ground, signatureFile, content: part(Math.floor(bytes / 10)) })
const before = peakMegabytes()
const { outcome } = await verifySignature({ ...ground, signatureFile, content: part(bytes) })
if (outcome !== 'good') throw new Error('our check finds the signature bad')
process.stdout.write(JSON.stringify({ before, peak: peakMegabytes() }))

function peakMegabytes(): number {
  return (process.resourceUsage().maxRSS * 1024) / 1e6
}
