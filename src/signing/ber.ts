/**
 * Reads ASN.1 in BER or DER (ITU-T X.690) with limits, so that hostile bytes cost no more than their length (case C15).
 * Only the tree is read here; what it means is for `signed-content.ts` and `certificate.ts`.
 */

/** BER as CMS allows it, or DER as certificates and signed attributes demand it: definite lengths, shortest form. */
export type Rules = 'BER' | 'DER'

export type Element = {
  /** The identifier octet: class, constructed bit and number, 0x30 for a SEQUENCE. */
  readonly tag: number
  /** The whole encoding, with header. */
  readonly encoding: Buffer
  /** What is between header and end, without an end-of-contents mark. */
  readonly contents: Buffer
  readonly children: readonly Element[]
  /** True when this element or one below it uses an indefinite or a longer than necessary length. */
  readonly loose: boolean
}

export type Problem = 'overrun' | 'missingEnd' | 'trailing' | 'limit' | 'syntax'

/** Where reading stopped: one step per level, from the root down to the faulty element. */
export type Trail = readonly { readonly index: number; readonly tag: number | null }[]

/** Thrown and caught within `signing` only: a stranger's bytes are no tree. At the doors of the module it becomes a value. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly problem: Problem
  readonly trail: Trail

  constructor(problem: Problem, message: string, trail: Trail = []) {
    super(message)
    this.problem = problem
    this.trail = [...trail]
  }
}

const DEPTH_MAX = 32
const ELEMENTS_MAX = 20_000
const LENGTH_OCTETS_MAX = 4
const CONSTRUCTED = 0x20
const HIGH_TAG_NUMBER = 0x1f
const INDEFINITE = 0x80
const END = Buffer.from([0, 0])

type Reading = {
  readonly bytes: Buffer
  readonly rules: Rules
  readonly trail: { index: number; tag: number | null }[]
  elements: number
}
type Header = {
  readonly tag: number
  readonly start: number
  readonly length: number | null
  readonly shortest: boolean
}
type Placed = { readonly element: Element; readonly end: number }

/** The one element that `bytes` are; throws `Malformed`, for bytes that follow it too. */
export function readElement(bytes: Buffer, rules: Rules): Element {
  const { element, end } = readAt({ bytes, rules, trail: [], elements: 0 }, 0, bytes.length, 0)
  if (end !== bytes.length) throw new Malformed('trailing', `${bytes.length - end} bytes follow`)
  return element
}

function readAt(reading: Reading, start: number, limit: number, index: number): Placed {
  const { bytes, rules, trail } = reading
  trail.push({ index, tag: bytes[start] ?? null })
  if (trail.length > DEPTH_MAX) throw new Malformed('limit', `nested deeper than ${DEPTH_MAX}`, trail)
  if (++reading.elements > ELEMENTS_MAX) throw new Malformed('limit', `more than ${ELEMENTS_MAX} elements`, trail)
  const header = readHeader(reading, start, limit)
  if (rules === 'DER' && !header.shortest) throw new Malformed('syntax', 'a length that is not DER', trail)
  const placed =
    header.length === null ? readIndefinite(reading, header, start, limit) : readDefinite(reading, header, start, limit)
  trail.pop()
  return placed
}

function readHeader({ bytes, trail }: Reading, start: number, limit: number): Header {
  const tag = octetAt(bytes, start, limit, trail)
  if ((tag & HIGH_TAG_NUMBER) === HIGH_TAG_NUMBER) throw new Malformed('syntax', 'a tag number above 30', trail)
  if (tag === 0) throw new Malformed('syntax', 'an end-of-contents mark without a beginning', trail)
  const first = octetAt(bytes, start + 1, limit, trail)
  if (first < INDEFINITE) return { tag, start: start + 2, length: first, shortest: true }
  if (first === INDEFINITE) {
    if (!(tag & CONSTRUCTED)) throw new Malformed('syntax', 'a primitive of indefinite length', trail)
    return { tag, start: start + 2, length: null, shortest: false }
  }
  const octets = first - INDEFINITE
  if (octets > LENGTH_OCTETS_MAX) throw new Malformed('overrun', 'a length of more than 4 octets', trail)
  let length = 0
  for (let at = 0; at < octets; at++) length = length * 256 + octetAt(bytes, start + 2 + at, limit, trail)
  const shortest = length >= INDEFINITE && length >= 256 ** (octets - 1)
  return { tag, start: start + 2 + octets, length, shortest }
}

function octetAt(bytes: Buffer, at: number, limit: number, trail: Trail): number {
  const octet = at < limit ? bytes[at] : undefined
  if (octet === undefined) throw new Malformed('overrun', 'the bytes end inside an element', trail)
  return octet
}

function readDefinite(reading: Reading, header: Header, start: number, limit: number): Placed {
  const end = header.start + (header.length ?? 0)
  if (end > limit) throw new Malformed('overrun', 'an element is longer than what holds it', reading.trail)
  const children: Element[] = []
  let at = header.start
  while (header.tag & CONSTRUCTED && at < end) {
    const child = readAt(reading, at, end, children.length)
    children.push(child.element)
    at = child.end
  }
  return { element: elementOf(reading.bytes, header, start, end, end, children), end }
}

function readIndefinite(reading: Reading, header: Header, start: number, limit: number): Placed {
  const { bytes, trail } = reading
  const children: Element[] = []
  let at = header.start
  while (true) {
    const left = bytes.subarray(at, Math.min(at + END.length, limit))
    if (left.equals(END)) break
    if (left.equals(END.subarray(0, left.length)))
      throw new Malformed('missingEnd', 'an indefinite length has no end', trail)
    const child = readAt(reading, at, limit, children.length)
    children.push(child.element)
    at = child.end
  }
  const end = at + END.length
  return { element: elementOf(bytes, header, start, at, end, children), end }
}

function elementOf(
  bytes: Buffer,
  header: Header,
  start: number,
  contentsEnd: number,
  end: number,
  children: readonly Element[],
): Element {
  return {
    tag: header.tag,
    encoding: bytes.subarray(start, end),
    contents: bytes.subarray(header.start, contentsEnd),
    children,
    loose: !header.shortest || children.some(({ loose }) => loose),
  }
}
