const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i

/** An address as it is compared: without its zone, and an IPv4 address in IPv6 clothes (::ffff:192.0.2.7) as the IPv4 address it is. */
export function plainAddress(address: string): string {
  const plain = address.split('%')[0] ?? ''
  return MAPPED.exec(plain)?.[1] ?? plain
}
