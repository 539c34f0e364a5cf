/** Whether a client tells its password to the server whose certificate it sees. */

export type SeenCertificate = {
  /** Issued by a trusted authority, for this host, and in force. */
  readonly isVerified: boolean
  /** SHA-256 over the certificate: bytes in hexadecimal between colons, as `openssl x509 -fingerprint -sha256` shows it. */
  readonly fingerprint: string
  /** Whether the server's address is one of this machine alone, where nobody sits between. */
  readonly isLoopback: boolean
}

export type TrustWish = {
  /** The certificate that the user compared himself: no other is taken. */
  readonly fingerprint?: string
  /** Authorities in place of the well-known ones, PEM: then nothing else is taken, not even on loopback. */
  readonly authorities?: string
}

/** `shown`: taken although nobody vouches for it, so the user is to see its fingerprint. */
export type Trust = 'verified' | 'shown' | 'refused'

export function trustIn(seen: SeenCertificate, { fingerprint, authorities }: TrustWish): Trust {
  if (fingerprint !== undefined) return isSame(fingerprint, seen.fingerprint) ? 'verified' : 'refused'
  if (seen.isVerified) return 'verified'
  return seen.isLoopback && authorities === undefined ? 'shown' : 'refused'
}

export function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\.|^::1$/i.test(address)
}

/** With and without colons, in either case, as programs show it. */
function isSame(one: string, other: string): boolean {
  const plain = (text: string) => text.replaceAll(':', '').toLowerCase()
  return plain(one) === plain(other)
}
