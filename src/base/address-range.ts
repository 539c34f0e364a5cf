/** Addresses and ranges of them as numbers, so that two ranges can be compared without a socket in sight. */
import { plainAddress } from './addresses.ts'

export type AddressRange = {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
  readonly prefix: number
}

const BITS = { 4: 32, 6: 128 } as const
const PREFIX = /^(?:0|[1-9]\d{0,2})$/
const OCTET = /^(?:0|[1-9]\d{0,2})$/
const GROUP = /^[0-9a-f]{1,4}$/i

/** What no range that shuts somebody out may touch: the machine itself. */
export const LOOPBACK: readonly AddressRange[] = ['127.0.0.0/8', '::1/128'].flatMap(
  (text) => parseAddressRange(text) ?? [],
)

/** `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`; bits behind the prefix are taken as zero. Null for anything else. */
export function parseAddressRange(text: string): AddressRange | null {
  const [address = '', bits, ...others] = text.trim().split('/')
  const parsed = parseAddress(plainAddress(address))
  if (!parsed || others.length > 0) return null
  const width = BITS[parsed.family]
  const prefix = bits === undefined ? width : PREFIX.test(bits) ? Number(bits) : -1
  if (prefix < 0 || prefix > width) return null
  const size = 1n << BigInt(width - prefix)
  const first = (parsed.value / size) * size
  return { family: parsed.family, first, last: first + size - 1n, prefix }
}

export function rangesMeet(one: AddressRange, other: AddressRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last
}

export function isInRange(address: string, range: AddressRange): boolean {
  const parsed = parseAddress(plainAddress(address))
  return parsed?.family === range.family && parsed.value >= range.first && parsed.value <= range.last
}

type Parsed = { readonly family: 4 | 6; readonly value: bigint }

function parseAddress(text: string): Parsed | null {
  return text.includes(':') ? parseLong(text) : parseShort(text)
}

function parseShort(text: string): Parsed | null {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)) return null
  return { family: 4, value: numberOf(octets.map(BigInt), 8n) }
}

/** Eight groups; one `::` stands for those that are missing. */
function parseLong(text: string): Parsed | null {
  const halves = text.split('::')
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length > 2 || (halves.length === 1 ? missing !== 0 : missing < 1)) return null
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  if (!groups.every((group) => GROUP.test(group))) return null
  return {
    family: 6,
    value: numberOf(
      groups.map((group) => BigInt(`0x${group}`)),
      16n,
    ),
  }
}

function numberOf(parts: readonly bigint[], bits: bigint): bigint {
  return parts.reduce((number, part) => (number << bits) | part, 0n)
}
