/** Writes DER: enough for the certificates and signatures that we issue. */

/** Everything that is written is a Buffer with its header. */
export type Der = Buffer

export function element(tag: number, ...contents: readonly Uint8Array[]): Der {
  const body = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag]), lengthOctets(body.length), body])
}

export const sequence = (...members: readonly Der[]): Der => element(0x30, ...members)

/** SET OF: DER puts the members in the order of their encodings. */
export const setOf = (...members: readonly Der[]): Der => element(0x31, ...[...members].sort(Buffer.compare))

/** `[n]`, constructed: EXPLICIT around one element, or IMPLICIT over the members of a SEQUENCE or SET. */
export const context = (number: number, ...members: readonly Der[]): Der => element(0xa0 | number, ...members)

/** A non-negative integer given as octets, of any length. */
export function unsigned(octets: Uint8Array): Der {
  let from = 0
  while (from < octets.length - 1 && octets[from] === 0) from++
  const shortest = octets.subarray(from)
  return element(0x02, (shortest[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), shortest]) : shortest)
}

export const integer = (value: number): Der => {
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(value)
  return unsigned(octets)
}

export const boolean = (value: boolean): Der => element(0x01, Buffer.from([value ? 0xff : 0]))
export const nothing: Der = element(0x05)
export const octetString = (octets: Uint8Array): Der => element(0x04, octets)
export const utf8String = (text: string): Der => element(0x0c, Buffer.from(text, 'utf8'))
export const printableString = (text: string): Der => element(0x13, Buffer.from(text, 'latin1'))

export const bitString = (octets: Uint8Array, unusedBits = 0): Der => element(0x03, Buffer.from([unusedBits]), octets)

export function oid(dotted: string): Der {
  const [root = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(0x06, Buffer.from([root * 40 + second, ...rest.flatMap(base128)]))
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5); to the second. */
export function time(instant: Date): Der {
  const digits = instant.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')
  return instant.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : element(0x18, Buffer.from(`${digits}Z`))
}

function base128(arc: number): number[] {
  const octets = [arc % 128]
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) octets.unshift((left % 128) | 0x80)
  return octets
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(length)
  const shortest = octets.subarray(octets.findIndex((octet) => octet !== 0))
  return Buffer.concat([Buffer.from([0x80 | shortest.length]), shortest])
}
