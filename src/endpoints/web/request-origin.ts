/**
 * Where a request comes from (spec access.md §15, case H12). Headers that claim an address or a certificate are read when the other end of the
 * connection is a configured proxy, and are nothing otherwise.
 */
import { BlockList, isIP, isIPv6 } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { plainAddress } from '../../base/addresses.ts'
import type { HttpRequest } from '../../http/listener.ts'
import type { RequestOrigin } from './caller.ts'
import type { WebGround } from './ground.ts'

const PEM = /^-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/
/** RFC 9440 with RFC 8941: a byte sequence between colons. */
const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/

/** rule 15.1. */
export function originOfRequest({ raw }: HttpRequest, { settings }: Pick<WebGround, 'settings'>): RequestOrigin {
  const { clientCertificateHeader } = settings.web
  const peer = plainAddress(raw.socket.remoteAddress ?? '')
  if (!isTrustedProxy(peer, { settings }))
    return { address: peer, certificate: shownBy(raw.socket as Partial<TLSSocket>) }
  const told = clientCertificateHeader === '' ? undefined : raw.headers[clientCertificateHeader]
  return {
    address: lastHop(raw.headers['x-forwarded-for']) ?? peer,
    certificate: told === undefined || told === '' ? null : certificateIn(String(told)),
  }
}

export function isTrustedProxy(address: string, { settings }: Pick<WebGround, 'settings'>): boolean {
  return isAmong(plainAddress(address), settings.web.trustedProxies)
}

function shownBy(socket: Partial<TLSSocket>): Buffer | null {
  return socket.getPeerX509Certificate?.()?.raw ?? null
}

/** The one that our proxy has seen; those before it are what a client said of itself. */
function lastHop(header: string | string[] | undefined): string | null {
  const hop = String(header ?? '')
    .split(',')
    .at(-1)
  const address = plainAddress(hop?.trim() ?? '')
  return isIP(address) === 0 ? null : address
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

type Lists = Readonly<Record<'ipv4' | 'ipv6', BlockList>>

/** Of one configuration; a reload has other arrays. */
const READ = new WeakMap<readonly string[], Lists>()

function isAmong(address: string, cidrs: readonly string[]): boolean {
  if (cidrs.length === 0) return false
  const lists = READ.get(cidrs) ?? listsOf(cidrs)
  READ.set(cidrs, lists)
  return lists[familyOf(address)].check(address, familyOf(address))
}

/** A list of each family, for one alone would count IPv4 addresses as the IPv6 ones that stand for them. */
function listsOf(cidrs: readonly string[]): Lists {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const cidr of cidrs) {
    const [net = '', bits] = cidr.split('/')
    lists[familyOf(net)].addSubnet(net, Number(bits), familyOf(net))
  }
  return lists
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}
