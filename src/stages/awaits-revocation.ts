import { Unavailable } from '../base/errors.ts'
import type { Sha256 } from '../base/hashes.ts'

/** rule 28.3: the set waits for revocation data; nothing is said against it, and nothing is lost. */
export class AwaitsRevocation extends Unavailable {
  readonly certificate: Sha256
  /** When the answer was given that was found and did not do; null when there was none. */
  readonly knownAt: Date | null

  constructor({ sha256, serial, subject }: { sha256: Sha256; serial: string; subject: string }, knownAt: Date | null) {
    super(`waiting for revocation data of the signer’s certificate ${serial} (${subject})`)
    this.certificate = sha256
    this.knownAt = knownAt
  }
}
