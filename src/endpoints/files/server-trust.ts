/** Whether a client tells its secrets to the server whose certificate it sees: FTPS and the web service alike. */
import type { TLSSocket } from 'node:tls'
import { Unavailable } from '../../base/errors.ts'

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

export type ServerTrust = TrustWish & {
  /** Told of a certificate that was taken although nobody vouches for it. */
  readonly onUnverified?: (fingerprint: string) => void
}

/** `shown`: taken although nobody vouches for it, so the user is to see its fingerprint. */
export type Trust = 'verified' | 'shown' | 'refused'

/** For `tls.connect`: the certificate is judged by `requireTrust`, and not by the library, which knows authorities only. */
export function trustOptions(host: string, { authorities }: TrustWish) {
  return {
    ...{ host, servername: servernameOf(host), minVersion: 'TLSv1.2' as const, rejectUnauthorized: false },
    ...(authorities === undefined ? {} : { ca: authorities }),
  }
}

/** To be asked before anything is said over the connection. Throws `Unavailable` when the server is not to be trusted. */
export function requireTrust(socket: TLSSocket, trust: ServerTrust): void {
  const { fingerprint256: fingerprint } = socket.getPeerCertificate()
  const seen = { isVerified: socket.authorized, fingerprint, isLoopback: isLoopback(socket.remoteAddress ?? '') }
  const verdict = trustIn(seen, trust)
  if (verdict === 'refused') {
    const why = socket.authorized ? 'it has another fingerprint' : String(socket.authorizationError)
    throw new Unavailable(`the server's certificate is not to be trusted (${why}); its SHA-256 is ${fingerprint}`)
  }
  if (verdict === 'shown') trust.onUnverified?.(fingerprint)
}

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

/** For the name a server is asked for in TLS; an address is none. */
function servernameOf(host: string): string {
  return /^[\d.]+$|:/.test(host) ? '' : host
}
