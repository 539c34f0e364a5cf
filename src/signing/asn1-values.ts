import { type Element, Malformed } from './ber.ts'

/** The identifier octets that our structures use. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

const OID_OCTETS_MAX = 64

/** The child at `index` with this tag, or `Malformed` naming what was expected. */
export function child(parent: Element, index: number, tag: number, what: string): Element {
  const element = parent.children[index]
  if (element?.tag !== tag) throw new Malformed('syntax', `${what} is missing or of another type`)
  return element
}

/** `[n]` of the context class. */
export function contextTag(number: number, constructed = true): number {
  return (constructed ? 0xa0 : 0x80) | number
}

/** The octets of an INTEGER in its one shortest form. */
export function integerOctets({ tag, contents }: Element): Buffer {
  if (tag !== TAG.integer) throw new Malformed('syntax', 'an integer is missing')
  const [first, second] = contents
  const padded = second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
  if (first === undefined || padded) throw new Malformed('syntax', 'an integer is not in its shortest form')
  return contents
}

/** A small non-negative INTEGER, or null when it is negative or above 2^31. */
export function smallInteger(element: Element): number | null {
  const octets = integerOctets(element)
  return octets.length <= 4 && (octets[0] ?? 0) < 0x80 ? octets.readUIntBE(0, octets.length) : null
}

/** Dotted text. Arcs may be of any size (case C15 has 2^64), the whole at most 64 octets. */
export function oidText({ tag, contents }: Element): string {
  if (tag !== TAG.oid) throw new Malformed('syntax', 'an object identifier is missing')
  if (contents.length === 0 || contents.length > OID_OCTETS_MAX)
    throw new Malformed('limit', 'an object identifier too long')
  const arcs: bigint[] = []
  let arc = 0n
  let begins = true
  for (const octet of contents) {
    if (begins && octet === 0x80) throw new Malformed('syntax', 'an object identifier is not in its shortest form')
    arc = (arc << 7n) | BigInt(octet & 0x7f)
    begins = octet < 0x80
    if (begins) {
      arcs.push(arc)
      arc = 0n
    }
  }
  const [first] = arcs
  if (!begins || first === undefined) throw new Malformed('syntax', 'an object identifier has no end')
  const root = first < 80n ? first / 40n : 2n
  return [root, first - root * 40n, ...arcs.slice(1)].join('.')
}

/** The octets of a BIT STRING that is a whole number of octets: keys and signatures. */
export function bitStringOctets({ tag, contents }: Element): Buffer {
  if (tag !== TAG.bitString || contents[0] !== 0)
    throw new Malformed('syntax', 'a bit string of whole octets is missing')
  return contents.subarray(1)
}

/** UTCTime or GeneralizedTime in the one form that RFC 5280 §4.1.2.5 allows: seconds and Z. */
export function timeOf({ tag, contents }: Element): Date {
  const text = contents.toString('latin1')
  const match =
    tag === TAG.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
      : tag === TAG.generalizedTime
        ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
        : null
  if (!match) throw new Malformed('syntax', 'a time is not in the form that RFC 5280 asks for')
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  const fullYear = tag === TAG.utcTime ? year + (year < 50 ? 2000 : 1900) : year
  const time = new Date(0)
  time.setUTCFullYear(fullYear, month - 1, day)
  time.setUTCHours(hour, minute, second)
  const real = time.getUTCMonth() === month - 1 && time.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (!real) throw new Malformed('syntax', 'a time does not exist')
  return time
}

/** The text of a directory string; bytes that are no text of their type become question marks. */
export function stringText({ tag, contents }: Element): string {
  if (tag === TAG.utf8String) return contents.toString('utf8')
  if (tag === TAG.bmpString && contents.length % 2 === 0) return Buffer.from(contents).swap16().toString('utf16le')
  const latin: number[] = [TAG.printableString, TAG.teletexString, TAG.ia5String]
  return latin.includes(tag) ? contents.toString('latin1') : '?'
}
