/** Addresses as numbers, and in the one spelling that each has (RFC 5952): whoever comes is the same, however the address is written. */

export type Address = { readonly family: 4 | 6; readonly value: bigint }

const OCTET = /^(?:0|[1-9]\d{0,2})$/
const GROUP = /^[0-9a-f]{1,4}$/i
/** What stands before an IPv4 address in IPv6 clothes: ::ffff:192.0.2.7. */
export const MAPPED = 0xffffn
const IN_CLOTHES = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i

/** An address of ours in IPv6 clothes as the IPv4 address it is; the zone stays, for where one listens it is a part of it. */
export function unmapped(address: string | undefined): string {
  return IN_CLOTHES.exec(address ?? '')?.[1] ?? address ?? ''
}

/** rule 26.10: a client's address as it is compared, counted and kept; what is no address stays as it is. */
export function plainAddress(address: string | undefined): string {
  const parsed = parseAddress(address ?? '')
  return parsed ? addressText(parsed) : (address ?? '')
}

/** In IPv6 clothes it is the IPv4 address; a zone is left out. Null for what is no address. */
export function parseAddress(text: string): Address | null {
  if (!text.includes(':')) return parseShort(text)
  const long = parseLong(text.split('%', 1)[0] ?? '')
  if (long === null) return null
  return long >> 32n === MAPPED ? { family: 4, value: BigInt.asUintN(32, long) } : { family: 6, value: long }
}

function parseShort(text: string): Address | null {
  const value = octetsIn(text)
  return value === null ? null : { family: 4, value }
}

/** The number of an IPv6 address, whatever it stands for. Eight groups; one `::` stands for those that are missing. */
function parseLong(text: string): bigint | null {
  const halves = withGroups(text).split('::')
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length > 2 || (halves.length === 1 ? missing !== 0 : missing < 1)) return null
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  return groups.every((group) => GROUP.test(group)) ? numberOf(groups, 16) : null
}

/** The last two groups may be written as an IPv4 address. */
function withGroups(text: string): string {
  const last = text.slice(text.lastIndexOf(':') + 1)
  const value = last.includes('.') ? octetsIn(last) : null
  return value === null
    ? text
    : `${text.slice(0, -last.length)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`
}

function octetsIn(text: string): bigint | null {
  const octets = text.split('.')
  const isRight = octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)
  const hexadecimals = octets.map((octet) => Number(octet).toString(16))
  return isRight ? numberOf(hexadecimals, 8) : null
}

function numberOf(hexadecimals: readonly string[], bits: number): bigint {
  return hexadecimals.reduce((number, part) => (number << BigInt(bits)) | BigInt(`0x${part}`), 0n)
}

export function addressText({ family, value }: Address): string {
  if (family === 4) return partsOf(value, 4, 8).join('.')
  const groups = partsOf(value, 8, 16).map((group) => group.toString(16))
  const zeros = longestZeros(groups)
  if (zeros.length < 2) return groups.join(':')
  const [before, behind] = [groups.slice(0, zeros.at), groups.slice(zeros.at + zeros.length)]
  return `${before.join(':')}::${behind.join(':')}`
}

function partsOf(value: bigint, count: number, bits: number): number[] {
  return Array.from({ length: count }, (_, place) =>
    Number(BigInt.asUintN(bits, value >> BigInt(bits * (count - 1 - place)))),
  )
}

/** Of equally long ones the first. */
function longestZeros(groups: readonly string[]): { readonly at: number; readonly length: number } {
  let longest = { at: 0, length: 0 }
  for (let at = 0; at < groups.length; at++) {
    const end = groups.findIndex((group, place) => place >= at && group !== '0')
    const length = (end === -1 ? groups.length : end) - at
    if (length > longest.length) longest = { at, length }
  }
  return longest
}
