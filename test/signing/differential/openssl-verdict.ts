import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { toPem } from '../../../src/signing/pem.ts'
import type { Original } from './originals.ts'

const run = promisify(execFile)

/** `openssl cms -verify` over a file, by the certificate that is registered and whoever may issue it; `place` is a folder of its own. */
export async function opensslAccepts(mutant: Buffer, original: Original, place: string): Promise<boolean> {
  const { content, certificate, issuers, at } = original
  const pemOf = (der: Uint8Array): string => toPem('CERTIFICATE', der)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'mutant'), mutant)
  writeFileSync(join(place, 'content'), content)
  writeFileSync(join(place, 'signer'), pemOf(certificate.der))
  writeFileSync(
    join(place, 'trusted'),
    (issuers.length > 0 ? issuers : [certificate]).map(({ der }) => pemOf(der)).join(''),
  )
  const words = [
    ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'mutant', '-content', 'content', '-certfile', 'signer'],
    ...['-CAfile', 'trusted', '-attime', `${Math.floor(at.getTime() / 1000)}`, '-purpose', 'any', '-out', 'out'],
  ]
  try {
    await run('openssl', words, { cwd: place })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') return false
    throw error
  }
}
