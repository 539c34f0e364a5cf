/** The check of a signature as a script does it: one process for each. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { NotRun } from '../figure.ts'
import { findProgram } from './find-program.ts'

const run = promisify(execFile)

export type SignatureFiles = {
  readonly content: string
  /** DER. */
  readonly signature: string
  readonly authority: string
}

/** A function that resolves when the signature is good, and rejects when it is not. Throws `NotRun` without openssl. */
export async function opensslVerifier({ content, signature, authority }: SignatureFiles): Promise<() => Promise<void>> {
  const program = await findProgram('openssl')
  if (!program) throw new NotRun('there is no openssl (Debian: openssl)')
  const words = [
    ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', signature, '-content', content],
    ...['-CAfile', authority, '-purpose', 'any', '-out', '/dev/null'],
  ]
  return async () => void (await run(program, words))
}
