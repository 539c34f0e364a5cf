/**
 * One blob cannot be read although its disk works (case D5). Done again later like anything unavailable, for a path to a disk may come back;
 * the pipeline counts how often and parks the set, for a bad block does not heal.
 */
import { Unavailable } from '../base/errors.ts'
import type { Sha256 } from '../base/hashes.ts'

export class BlobUnreadable extends Unavailable {
  constructor(sha256: Sha256, code: string, cause: unknown) {
    super(`Blob ${sha256} cannot be read (${code}), though its disk works.`, { cause })
  }
}
