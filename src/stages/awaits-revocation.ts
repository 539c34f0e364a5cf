import { Unavailable } from '../base/errors.ts'
import type { Sha256 } from '../base/hashes.ts'

export type AwaitedCertificate = {
  readonly sha256: Sha256
  readonly serial: string
  readonly subject: string
  /** Those above it on the path that was found, as DER: the signature alone may have brought them along. */
  readonly authorities: readonly Uint8Array[]
}

/** rule 28.3: the set waits for revocation data; nothing is said against it, and nothing is lost. */
export class AwaitsRevocation extends Unavailable {
  readonly certificate: AwaitedCertificate
  /** When the answer was given that was found and did not do; null when there was none. */
  readonly knownAt: Date | null

  constructor(certificate: AwaitedCertificate, knownAt: Date | null) {
    super(`waiting for revocation data of the signer’s certificate ${certificate.serial} (${certificate.subject})`)
    this.certificate = certificate
    this.knownAt = knownAt
  }
}
