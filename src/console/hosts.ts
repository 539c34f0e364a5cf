/**
 * rule 21.4: under which names the console answers. A name that somebody else made point here would let his page read ours (DNS
 * rebinding), so that only our own names, loopback and the very address that was reached are taken.
 */
import { plainAddress } from '../base/addresses.ts'

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** `host` as the header has it; `reached`: the address of ours on which the connection came in. */
export function isOurHost(host: string, publicUrl: string, reached: string | undefined): boolean {
  if (host === new URL(publicUrl).host) return true
  const url = `http://${host}`
  if (!URL.canParse(url) || !/^[A-Za-z0-9.:[\]-]+$/.test(host)) return false
  const { hostname } = new URL(url)
  return LOOPBACK.has(hostname) || hostname === bracketed(reached ?? '')
}

/** Where the browser believes to be; asked only of a host that is ours. */
export function originOf(host: string | undefined, publicUrl: string, isTls: boolean): string {
  const known = new URL(publicUrl)
  if (host === undefined || host === known.host) return known.origin
  return new URL(`${isTls ? 'https' : 'http'}://${host}`).origin
}

function bracketed(address: string): string {
  const plain = plainAddress(address)
  return plain.includes(':') ? `[${plain}]` : plain
}
