/** The few forms of RFC 4251 §5 that host keys need. */

export class Packet {
  readonly #parts: Buffer[]

  constructor(...octets: readonly number[]) {
    this.#parts = [Buffer.from(octets)]
  }

  texts(...texts: readonly Uint8Array[]): this {
    for (const text of texts) {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(text.length)
      this.#parts.push(length, Buffer.from(text))
    }
    return this
  }

  flag(value: boolean): this {
    this.#parts.push(Buffer.of(value ? 1 : 0))
    return this
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

/** Strings one after the other; none at all when the bytes are not exactly that. */
export function readPacketTexts(bytes: Buffer): readonly Buffer[] {
  const texts: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY
    if (at + 4 + length > bytes.length) return []
    texts.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return texts
}
