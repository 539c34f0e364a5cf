const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i

/** An IPv4 address in IPv6 clothes (::ffff:192.0.2.7) as the IPv4 address it is: it looks the same whether a listener speaks both versions or not. */
export function unmapped(address: string | undefined): string {
  return MAPPED.exec(address ?? '')?.[1] ?? address ?? ''
}

/** An address as it is compared: unmapped, and without its zone. */
export function plainAddress(address: string): string {
  return unmapped(address.split('%')[0])
}
