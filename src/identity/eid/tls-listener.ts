import { constants } from 'node:crypto'
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { VerifiedIdentity } from '../verified-identity.ts'
import { type EidRules, eidIdentity, verifyEidCertificate } from './eid-certificate.ts'
import { EID_REFUSAL } from './refusals.ts'

/** What a TLS socket of Node says of the other end. */
export type Peer = { readonly raw?: Uint8Array; readonly issuerCertificate?: Peer }
export type PeerSocket = { getPeerCertificate(detailed: true): Peer; isSessionReused(): boolean }

const PRESENTED_MAX = 5

/**
 * How the listener for cards speaks TLS, beside its own key (spec access.md §8.2a): it asks for a certificate, and leaves the judgement to
 * `verifyEidConnection`, because a failing handshake tells a person nothing. TLS proves that the client holds the key in any case, but
 * only at the beginning of a session: none is resumed, and the listener should close each connection after one answer.
 */
export const EID_TLS = {
  requestCert: true,
  rejectUnauthorized: false,
  minVersion: 'TLSv1.2',
  secureOptions: constants.SSL_OP_NO_TICKET,
} as const

/** The holder of the card behind a connection that was made with `EID_TLS`. */
export async function verifyEidConnection(
  socket: PeerSocket,
  rules: EidRules,
): Promise<Result<VerifiedIdentity, Refusal>> {
  if (socket.isSessionReused()) return no(EID_REFUSAL.signature)
  const [card, ...presented] = presentedCertificates(socket.getPeerCertificate(true))
  if (!card) return no(EID_REFUSAL.unreadable)
  const holder = await verifyEidCertificate(card, rules, presented)
  return holder.ok ? ok(eidIdentity(holder.value, rules)) : holder
}

/** A chain that Node ends with a certificate that is its own issuer, or not at all. */
function presentedCertificates(peer: Peer): readonly Uint8Array[] {
  const chain: Uint8Array[] = []
  for (let at: Peer | undefined = peer; at?.raw && chain.length <= PRESENTED_MAX; at = at.issuerCertificate) {
    chain.push(at.raw)
    if (at.issuerCertificate === at) break
  }
  return chain
}
