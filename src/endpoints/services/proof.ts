/**
 * rule 19.12: which service asks is what it shows: the token of that service, the certificate of that service, or both when it has both.
 * Whatever is wrong with it, known service or not, takes the same time and hears the same.
 */
import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { HttpRequest } from '../../http/listener.ts'

export type ServiceProof = {
  /** SHA-256 of the token. */
  readonly tokenHash: Buffer | null
  /** DER: this one, whoever issued it. */
  readonly certificate: Buffer | null
}

const BEARER = /^Bearer +([\x21-\x7e]{1,1000})$/i
const NONE = Buffer.alloc(32)

export function isProven(request: HttpRequest, proof: ServiceProof | null, now: Date): boolean {
  const isToken = timingSafeEqual(hashOfToken(request), proof?.tokenHash ?? NONE)
  const isCertificate = shows(request, proof?.certificate ?? null, now)
  if (!proof || (!proof.tokenHash && !proof.certificate)) return false
  return (proof.tokenHash === null || isToken) && (proof.certificate === null || isCertificate)
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Of one header alone: two of them are a mistake or worse. */
function hashOfToken({ raw }: HttpRequest): Buffer {
  const [header = '', ...others] = raw.headersDistinct.authorization ?? []
  return tokenHash(others.length === 0 ? (BEARER.exec(header)?.[1] ?? '') : '')
}

/** The handshake has proved that the client holds its key. */
function shows({ raw }: HttpRequest, expected: Buffer | null, now: Date): boolean {
  const shown = (raw.socket as Partial<TLSSocket>).getPeerX509Certificate?.()
  if (!shown || !expected?.equals(shown.raw)) return false
  const { validFrom, validTo } = new X509Certificate(shown.raw)
  return new Date(validFrom) <= now && now <= new Date(validTo)
}
