/** The public keys in the certificates of a client. */
import { type KeyObject, X509Certificate } from 'node:crypto'
import type { Sha256 } from '../../../base/hashes.ts'
import type { ClientCertificate } from '../../../registry/web-clients.ts'
import { type Jws, textIn } from './jws.ts'

export type ClientKey = { readonly sha256: Sha256; readonly key: KeyObject }

const KEYS_MAX = 1000

/** Reading a key takes longer than using it. */
const READ = new Map<Sha256, KeyObject>()

/**
 * The one that the header names comes first; the others follow, for many clients name none, or one of another count. Nothing that the header
 * itself holds (`jwk`, `x5c`) or points to (`jku`, `x5u`) is a key here.
 */
export function keysOf(certificates: readonly ClientCertificate[], { header }: Pick<Jws, 'header'>): ClientKey[] {
  const hints = [textIn(header, 'x5t#S256'), textIn(header, 'kid')]
  const isNamed = ({ sha256 }: ClientCertificate) => hints.includes(thumbprintOf(sha256)) || hints.includes(sha256)
  const named = certificates.filter(isNamed)
  const others = certificates.filter((certificate) => !isNamed(certificate))
  return [...named, ...others].map(({ sha256, der }) => ({ sha256, key: keyIn(sha256, der) }))
}

/** `x5t#S256` of RFC 7515 and RFC 8705, from hexadecimal digits. */
export function thumbprintOf(sha256: Sha256): string {
  return Buffer.from(sha256, 'hex').toString('base64url')
}

function keyIn(sha256: Sha256, der: Buffer): KeyObject {
  const key = READ.get(sha256) ?? new X509Certificate(der).publicKey
  READ.delete(sha256)
  READ.set(sha256, key)
  const [oldest] = READ.keys()
  if (READ.size > KEYS_MAX && oldest !== undefined) READ.delete(oldest)
  return key
}
