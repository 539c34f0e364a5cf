/**
 * From bytes to characters, strictly (decision 21): the encodings of the field are read, everything else is named and refused,
 * and a declaration that its own bytes contradict is caught at the first such byte (case X5).
 */
import { isAscii } from 'node:buffer'
import type { EncodingFindings } from './findings.ts'

/** Text so far, or the offset within these bytes of the first one that the encoding does not have. */
export type Decoded = { readonly text: string; readonly fault: number | null }

export type Decoder = {
  /** Bytes that end inside a character are kept for the next call. */
  decode(bytes: Buffer): Decoded
  /** Bytes kept at the end of the document: a character that was cut off when not 0. */
  readonly pending: number
}

/** How many bytes are needed at most to tell the encoding; a declaration that is longer is none. */
export const DECLARATION_BYTES_MAX = 1024

type Sniffed = Omit<EncodingFindings, 'fault'> & { readonly decoder: Decoder | null }

const UTF_8 = 'UTF-8'
const ASCII = 'US-ASCII'
const LATIN_1 = 'ISO-8859-1'

/** Names by which the supported encodings go (IANA), in capitals. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...['UTF-8', 'UTF8', 'CSUTF8'].map((name) => [name, UTF_8] as const),
  ...['US-ASCII', 'ASCII', 'ANSI_X3.4-1968', 'ISO646-US', 'ISO_646.IRV:1991', 'US'].map(
    (name) => [name, ASCII] as const,
  ),
  ...['ISO-8859-1', 'ISO_8859-1', 'ISO_8859-1:1987', 'ISO8859-1', 'LATIN1', 'L1'].map(
    (name) => [name, LATIN_1] as const,
  ),
])

const ENCODING = /[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*(?:"([^"]+)"|'([^']+)')/

/** First bytes that give away what is not supported (XML 1.0, appendix F), longest first. */
// biome-ignore format: a table of the specification
const FOREIGN: readonly (readonly [used: string, ...first: number[]])[] = [
  ['UTF-32',  0x00, 0x00, 0xfe, 0xff],
  ['UTF-32',  0xff, 0xfe, 0x00, 0x00],
  ['UTF-32',  0x00, 0x00, 0x00, 0x3c],
  ['UTF-32',  0x3c, 0x00, 0x00, 0x00],
  ['UTF-16',  0x00, 0x3c, 0x00],
  ['UTF-16',  0x3c, 0x00],
  ['EBCDIC',  0x4c, 0x6f, 0xa7, 0x94],
  ['UTF-7',   0x2b, 0x2f, 0x76],
  ['UTF-16',  0xfe, 0xff],
  ['UTF-16',  0xff, 0xfe],
]

/** Leads whose second byte has narrower bounds: overlong forms, surrogates and beyond U+10FFFF. */
const SECOND: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
])

/** Tells the encoding from the document's first bytes (at least `DECLARATION_BYTES_MAX` of them, or all there are). */
export function sniffEncoding(first: Buffer): Sniffed {
  const foreign = FOREIGN.find(([, ...mark]) => first.subarray(0, mark.length).equals(Buffer.from(mark)))
  if (foreign) return { declared: null, used: foreign[0], supported: false, decoder: null }
  const marked = hasByteOrderMark(first)
  const declared = declaredEncoding(first.subarray(marked ? 3 : 0))
  const used = declared === null ? UTF_8 : NAMES.get(declared.toUpperCase())
  if (used === undefined) return { declared, used: declared ?? '', supported: false, decoder: null }
  // A mark of UTF-8 before another declaration: the bytes are UTF-8, and the check for ASCII or the letters themselves would hide the lie.
  const decoder = marked && used === LATIN_1 ? lyingMark() : decoderOf(used)
  return { declared, used, supported: true, decoder }
}

function hasByteOrderMark(first: Buffer): boolean {
  return first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf
}

function declaredEncoding(first: Buffer): string | null {
  const text = first.toString('latin1', 0, DECLARATION_BYTES_MAX)
  const end = text.indexOf('?>')
  if (!/^<\?xml[ \t\r\n]/.test(text) || end < 0) return null
  const match = ENCODING.exec(text.slice(0, end))
  return (match?.[1] ?? match?.[2])?.slice(0, 40) ?? null
}

function decoderOf(used: string): Decoder {
  if (used === ASCII) return asciiDecoder()
  return used === LATIN_1 ? latin1Decoder() : utf8Decoder()
}

function asciiDecoder(): Decoder {
  return {
    pending: 0,
    decode(bytes) {
      if (isAscii(bytes)) return { text: bytes.toString('latin1'), fault: null }
      const fault = bytes.findIndex((byte) => byte > 0x7f)
      return { text: bytes.toString('latin1', 0, fault), fault }
    },
  }
}

function latin1Decoder(): Decoder {
  return { pending: 0, decode: (bytes) => ({ text: bytes.toString('latin1'), fault: null }) }
}

function lyingMark(): Decoder {
  return { pending: 0, decode: () => ({ text: '', fault: 0 }) }
}

function utf8Decoder(): Decoder {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let kept: Buffer = Buffer.alloc(0)
  return {
    get pending() {
      return kept.length
    },
    decode(bytes) {
      const before = kept.length
      const joined = before === 0 ? bytes : Buffer.concat([kept, bytes])
      const whole = joined.subarray(0, joined.length - cutCharacter(joined))
      kept = Buffer.from(joined.subarray(whole.length))
      try {
        return { text: strict.decode(whole), fault: null }
      } catch {
        const good = validUtf8Length(whole)
        return { text: strict.decode(whole.subarray(0, good)), fault: good - before }
      }
    },
  }
}

/** How many bytes at the end belong to a character whose rest may still come. */
function cutCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0
  }
  return 0
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4
  return lead >= 0xe0 ? 3 : 2
}

/** Length of the longest prefix that is UTF-8; only asked for bytes that are not. */
function validUtf8Length(bytes: Buffer): number {
  let at = 0
  while (at < bytes.length) {
    const length = characterLength(bytes, at)
    if (length === 0) return at
    at += length
  }
  return at
}

/** RFC 3629's table of well-formed sequences; 0 when what stands at `at` is none. */
function characterLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  const length = sequenceLength(lead)
  const [low, high] = SECOND.get(lead) ?? [0x80, 0xbf]
  const second = bytes[at + 1] ?? 0
  if (second < low || second > high) return 0
  for (let next = 2; next < length; next += 1) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}
