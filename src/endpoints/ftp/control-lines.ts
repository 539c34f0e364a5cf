/** Control lines out of a stream of bytes (RFC 959 §5.3): whole lines only, of limited length, in the client's own bytes. */

const CRLF = Buffer.from('\r\n')
const LINE_FEED = 10
const NOTHING = Buffer.alloc(0)

/** Clients that send all of ABOR as urgent data: its last byte travels beside the stream, where Node does not see it (case F10). */
const URGENT_ABOR = /^[\x80-\xff]*ABOR\r$/i
const URGENT_ABOR_BYTES_MAX = 32

/** Keeps what was received and gives it out line by line, so that what nobody asked for yet stays bytes. */
export class ControlLines {
  readonly #lineBytes: () => number
  #bytes: Buffer = NOTHING
  /** The line feed that was not waited for may still come. */
  #skipsLineFeed = false

  /** `lineBytes`: the longest line, with its end. */
  constructor(lineBytes: () => number) {
    this.#lineBytes = lineBytes
  }

  add(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
  }

  /** The next line without its end, as ISO-8859-1; null while it is incomplete. Only CR LF ends a line: a lone one of them is part of it. */
  next(): string | 'tooLong' | null {
    if (this.#skipsLineFeed && this.#bytes.length > 0) {
      if (this.#bytes[0] === LINE_FEED) this.#bytes = this.#bytes.subarray(1)
      this.#skipsLineFeed = false
    }
    const end = this.#bytes.indexOf(CRLF)
    if ((end === -1 ? this.#bytes.length : end + CRLF.length) > this.#lineBytes()) return 'tooLong'
    if (end === -1) return this.#urgentAbort()
    const line = this.#bytes.toString('latin1', 0, end)
    this.#bytes = this.#bytes.subarray(end + CRLF.length)
    return line
  }

  #urgentAbort(): string | null {
    if (this.#bytes.length > URGENT_ABOR_BYTES_MAX) return null
    const line = this.#bytes.toString('latin1')
    if (!URGENT_ABOR.test(line)) return null
    this.#bytes = NOTHING
    this.#skipsLineFeed = true
    return line.slice(0, -1)
  }

  /** What came before TLS must not count after it (case F5). */
  discard(): void {
    this.#bytes = NOTHING
  }
}
