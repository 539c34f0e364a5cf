/** Addresses as FTP writes them: PORT and PASV (RFC 959 §4.1.2), EPRT and EPSV (RFC 2428). */
import { isIPv4, isIPv6 } from 'node:net'

export type HostAndPort = { readonly host: string; readonly port: number }

const PORT_ARGUMENT = /^(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})$/

export function parsePort(argument: string): HostAndPort | null {
  const numbers = PORT_ARGUMENT.exec(argument)?.slice(1).map(Number)
  if (!numbers || numbers.some((number) => number > 255)) return null
  const [high = 0, low = 0] = numbers.slice(4)
  return { host: numbers.slice(0, 4).join('.'), port: high * 256 + low }
}

/** `|1|192.0.2.1|5282|`, with any delimiter. */
export function parseEprt(argument: string): HostAndPort | 'otherProtocol' | null {
  const [before, protocol, host = '', port = '', after, ...more] = argument.split(argument.charAt(0))
  if (before !== '' || after !== '' || more.length > 0 || !/^\d{1,5}$/.test(port) || Number(port) > 65_535) return null
  if (!/^\d+$/.test(protocol ?? '')) return null
  if (protocol !== '1' && protocol !== '2') return 'otherProtocol'
  const isOfProtocol = protocol === '1' ? isIPv4(host) : isIPv6(host)
  return isOfProtocol ? { host, port: Number(port) } : null
}

/** As the reply to PASV writes it. */
export function pasvText({ host, port }: HostAndPort): string {
  return `(${host.replaceAll('.', ',')},${port >> 8},${port & 255})`
}

/** The number of RFC 2428 for the network protocol of an address. */
export function protocolOf(address: string): '1' | '2' {
  return isIPv6(address) ? '2' : '1'
}
