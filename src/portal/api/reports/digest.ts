import type { Sha256 } from '../../../base/hashes.ts'

/** A digest that names a certificate or a key; one that names none is told by whoever looks for it. */
export function sha256Of(text: string): Sha256 {
  return text as Sha256
}
