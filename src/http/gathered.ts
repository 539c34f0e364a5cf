const BLOCK_BYTES = 64 * 1024

/**
 * Bytes of which nobody knows how many will come. Clients may send them one by one, and a buffer for each would take a hundred and fifty
 * times as much memory as they do: so they are put together in blocks.
 */
export class Gathered {
  readonly #blocks: Buffer[] = []
  #length = 0

  /** Copies them. */
  add(bytes: Uint8Array): void {
    for (let taken = 0; taken < bytes.length; ) {
      const at = this.#length % BLOCK_BYTES
      if (at === 0) this.#blocks.push(Buffer.allocUnsafe(BLOCK_BYTES))
      const piece = bytes.subarray(taken, taken + BLOCK_BYTES - at)
      this.#blocks.at(-1)?.set(piece, at)
      taken += piece.length
      this.#length += piece.length
    }
  }

  get length(): number {
    return this.#length
  }

  /** What it takes of memory, in bytes. */
  get reserved(): number {
    return this.#blocks.length * BLOCK_BYTES
  }

  /** What it would take if so many bytes more were added. */
  reservedWith(bytes: number): number {
    return Math.ceil((this.#length + bytes) / BLOCK_BYTES) * BLOCK_BYTES
  }

  whole(): Buffer {
    return Buffer.concat(this.#blocks, this.#length)
  }
}
