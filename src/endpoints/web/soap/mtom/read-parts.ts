/** The parts of a MIME multipart body, with their headers (RFC 2046, RFC 2387). */
import { no, ok, type Result } from '../../../../base/result.ts'

export type MimePart = {
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly content: Buffer
}

/** Why it was not read, for the log. */
export type MimeFault = { readonly cause: string }

/** The message, and the few binary values that a request of ours can have, with room to spare. */
const PARTS_MAX = 8
const HEADER_BYTES_MAX = 4096
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/
const HEADER = /^([!-9;-~]+):[ \t]*(.*?)[ \t]*$/

/** rule 18.11 */
export function readParts(body: Buffer, boundary: string): Result<readonly MimePart[], MimeFault> {
  if (!BOUNDARY.test(boundary)) return fault('a boundary that is none')
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const parts: MimePart[] = []
  let at = firstDelimiter(body, delimiter)
  while (at !== null) {
    const after = body.subarray(at, at + 2).toString('latin1')
    if (after === '--') return parts.length > 0 ? ok(parts) : fault('no parts')
    const end = body.indexOf(delimiter, at)
    if (after !== '\r\n' || end < 0) return fault('a part without end')
    if (parts.length === PARTS_MAX) return fault('too many parts')
    const part = readPart(body.subarray(at, end))
    if (!part.ok) return part
    parts.push(part.value)
    at = end + delimiter.length
  }
  return fault('no part')
}

/** The parts that begin in the first bytes of a body, the last one as far as it is there; what cannot be read ends them. */
export function readFirstParts(beginning: Buffer, boundary: string): readonly MimePart[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const parts: MimePart[] = []
  let at = BOUNDARY.test(boundary) ? firstDelimiter(beginning, delimiter) : null
  while (at !== null && parts.length < PARTS_MAX) {
    const end = beginning.indexOf(delimiter, at)
    const part = readPart(beginning.subarray(at, end < 0 ? beginning.length : end))
    if (!part.ok) break
    parts.push(part.value)
    at = end < 0 ? null : end + delimiter.length
  }
  return parts
}

/** Behind the first delimiter, with which the body has to begin. */
function firstDelimiter(body: Buffer, delimiter: Buffer): number | null {
  if (body.subarray(0, delimiter.length).equals(delimiter)) return delimiter.length
  const withoutBreak = delimiter.subarray(2)
  return body.subarray(0, withoutBreak.length).equals(withoutBreak) ? withoutBreak.length : null
}

/** `bytes` begin with the line end of the delimiter: a part without headers goes on with another one. */
function readPart(bytes: Buffer): Result<MimePart, MimeFault> {
  const end = bytes.subarray(0, HEADER_BYTES_MAX).indexOf('\r\n\r\n')
  if (end < 0) return fault('headers without end')
  const headers = new Map<string, string>()
  const text = bytes
    .subarray(2, Math.max(2, end))
    .toString('latin1')
    .replaceAll(/\r\n[ \t]+/g, ' ')
  for (const line of text === '' ? [] : text.split('\r\n')) {
    const [, name, value = ''] = HEADER.exec(line) ?? []
    const key = name?.toLowerCase()
    if (key === undefined || headers.has(key)) return fault('a header that is none, or stands twice')
    headers.set(key, value)
  }
  return ok({ headers, content: bytes.subarray(end + 4) })
}

function fault(cause: string): Result<never, MimeFault> {
  return no({ cause })
}
