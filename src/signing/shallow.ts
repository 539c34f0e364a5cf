/** One level of DER at a time: a revocation list of millions of bytes has more elements than a tree of them is worth. */
import { Malformed } from './ber.ts'

export type Shallow = { readonly tag: number; readonly contents: Buffer; readonly encoding: Buffer }

/** Where the contents of an element are. */
export type Place = { readonly start: number; readonly end: number }

const LENGTH_OCTETS_MAX = 4

/** The elements that stand side by side in `bytes`, not what is in them. Throws `Malformed` where they are not DER. */
export function* shallowElements(bytes: Buffer): Generator<Shallow> {
  let at = 0
  while (at < bytes.length) {
    const { start, end } = placeAt(bytes, at)
    yield { tag: bytes[at] ?? 0, contents: bytes.subarray(start, end), encoding: bytes.subarray(at, end) }
    at = end
  }
}

/** Of the element that begins at `at`. Throws `Malformed` where there is none of DER. */
export function placeAt(bytes: Buffer, at: number): Place {
  const first = bytes[at + 1]
  if (first === undefined || ((bytes[at] ?? 0) & 0x1f) === 0x1f) throw new Malformed('syntax', 'no element of DER')
  if (first < 0x80) return placed(bytes, at + 2, first)
  const octets = first - 0x80
  if (octets === 0 || octets > LENGTH_OCTETS_MAX || at + 2 + octets > bytes.length) {
    throw new Malformed('syntax', 'a length that is not DER')
  }
  const length = bytes.readUIntBE(at + 2, octets)
  if (length < 0x80 || length < 256 ** (octets - 1)) throw new Malformed('syntax', 'a length that is not DER')
  return placed(bytes, at + 2 + octets, length)
}

function placed(bytes: Buffer, start: number, length: number): Place {
  if (start + length > bytes.length) throw new Malformed('overrun', 'the bytes end inside an element')
  return { start, end: start + length }
}
