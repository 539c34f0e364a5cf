/**
 * Where a request comes from (spec access.md §15, case H12). Headers that claim an address or a certificate are read when the other end of the
 * connection is a configured proxy, and are nothing otherwise.
 */
import type { TLSSocket } from 'node:tls'
import { type AddressRange, isInRange, parseAddressRange } from '../../base/address-range.ts'
import { addressText, parseAddress, plainAddress } from '../../base/addresses.ts'
import type { HttpRequest } from '../../http/listener.ts'
import type { RequestOrigin } from './caller.ts'
import type { WebGround } from './ground.ts'

const PEM = /^-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/
/** RFC 9440 with RFC 8941: a byte sequence between colons. */
const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/

/** rule 15.1. */
export function originOfRequest({ raw }: HttpRequest, { settings }: Pick<WebGround, 'settings'>): RequestOrigin {
  const { clientCertificateHeader } = settings.web
  const peer = plainAddress(raw.socket.remoteAddress)
  if (!isTrustedProxy(peer, { settings }))
    return { address: peer, certificate: shownBy(raw.socket as Partial<TLSSocket>) }
  const told = clientCertificateHeader === '' ? undefined : raw.headers[clientCertificateHeader]
  return {
    address: lastHop(raw.headers['x-forwarded-for']) ?? peer,
    certificate: told === undefined || told === '' ? null : certificateIn(String(told)),
  }
}

export function isTrustedProxy(address: string, { settings }: Pick<WebGround, 'settings'>): boolean {
  return isAmong(address, settings.web.trustedProxies)
}

function shownBy(socket: Partial<TLSSocket>): Buffer | null {
  return socket.getPeerX509Certificate?.()?.raw ?? null
}

/** The one that our proxy has seen; those before it are what a client said of itself. */
function lastHop(header: string | string[] | undefined): string | null {
  const hop = String(header ?? '')
    .split(',')
    .at(-1)
  const address = parseAddress(hop?.trim() ?? '')
  return address && addressText(address)
}

function certificateIn(header: string): Buffer {
  const base64 = BYTE_SEQUENCE.exec(header.trim())?.[1] ?? PEM.exec(unescaped(header))?.[1]
  return base64 === undefined ? Buffer.from(header) : Buffer.from(base64, 'base64')
}

/** Proxies escape differently: `+` is a part of base64 and never a space. */
function unescaped(header: string): string {
  try {
    return decodeURIComponent(header).trim()
  } catch {
    return ''
  }
}

/** Of one configuration; a reload has other arrays. */
const READ = new WeakMap<readonly string[], readonly AddressRange[]>()

function isAmong(address: string, cidrs: readonly string[]): boolean {
  if (cidrs.length === 0) return false
  const ranges = READ.get(cidrs) ?? cidrs.flatMap((cidr) => parseAddressRange(cidr) ?? [])
  READ.set(cidrs, ranges)
  const plain = parseAddress(address)
  return plain !== null && ranges.some((range) => isInRange(plain, range))
}
