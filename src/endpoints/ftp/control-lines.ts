/** Control lines out of a stream of bytes (RFC 959 §5.3): whole lines only, of limited length, in the client's own bytes. */

const CRLF = Buffer.from('\r\n')
const NOTHING = Buffer.alloc(0)

/** Keeps what was received and gives it out line by line, so that what nobody asked for yet stays bytes. */
export class ControlLines {
  readonly #lineBytes: () => number
  #bytes: Buffer = NOTHING

  /** `lineBytes`: the longest line, with its end. */
  constructor(lineBytes: () => number) {
    this.#lineBytes = lineBytes
  }

  add(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
  }

  /** The next line without its end, as ISO-8859-1; null while it is incomplete. Only CR LF ends a line: a lone one of them is part of it. */
  next(): string | 'tooLong' | null {
    const end = this.#bytes.indexOf(CRLF)
    if ((end === -1 ? this.#bytes.length : end + CRLF.length) > this.#lineBytes()) return 'tooLong'
    if (end === -1) return null
    const line = this.#bytes.toString('latin1', 0, end)
    this.#bytes = this.#bytes.subarray(end + CRLF.length)
    return line
  }

  /** What came before TLS must not count after it (case F5). */
  discard(): void {
    this.#bytes = NOTHING
  }
}
