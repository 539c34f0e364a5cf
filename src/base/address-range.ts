/** Ranges of addresses as numbers, so that two can be compared without a socket in sight. */
import { type Address, addressText, MAPPED, parseAddress } from './addresses.ts'

export type AddressRange = {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
  readonly prefix: number
}

const BITS = { 4: 32, 6: 128 } as const
const CLOTHES_BITS = 96
const PREFIX = /^(?:0|[1-9]\d{0,2})$/

/** What no range that shuts somebody out may touch: the machine itself. */
export const LOOPBACK: readonly AddressRange[] = ['127.0.0.0/8', '::1/128'].flatMap(
  (text) => parseAddressRange(text) ?? [],
)

/**
 * `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`; bits behind the prefix are taken as zero. A range in IPv6 clothes (::ffff:192.0.2.0/120) is
 * the IPv4 range that it is. Null for anything else.
 */
export function parseAddressRange(text: string): AddressRange | null {
  const [address = '', bits, ...others] = text.trim().split('/')
  if (others.length > 0) return null
  const parsed = parseAddress(address)
  if (!parsed) return null
  if (bits === undefined) return rangeOf(parsed, BITS[parsed.family])
  const prefix = PREFIX.test(bits) ? Number(bits) : -1
  const isInClothes = parsed.family === 4 && address.includes(':')
  if (!isInClothes) return rangeOf(parsed, prefix)
  if (prefix >= CLOTHES_BITS) return rangeOf(parsed, prefix - CLOTHES_BITS)
  return rangeOf({ family: 6, value: (MAPPED << 32n) | parsed.value }, prefix)
}

function rangeOf({ family, value }: Address, prefix: number): AddressRange | null {
  const width = BITS[family]
  if (prefix < 0 || prefix > width) return null
  const size = 1n << BigInt(width - prefix)
  const first = (value / size) * size
  return { family, first, last: first + size - 1n, prefix }
}

/** The one spelling that it has: `192.0.2.0/24`. */
export function rangeText({ family, first, prefix }: AddressRange): string {
  return `${addressText({ family, value: first })}/${prefix}`
}

export function rangesMeet(one: AddressRange, other: AddressRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last
}

export function isInRange({ family, value }: Address, range: AddressRange): boolean {
  return family === range.family && value >= range.first && value <= range.last
}
