/**
 * The bytes of a body in pieces that are worth the work of a reader. A record of TLS holds 16 KiB, and to take each of them by itself
 * through parser, hash and disk costs more than all that is done with its bytes.
 */
import { finished, type Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Of which nothing more is taken while the reader is at work. */
const PIECE_BYTES = 256 * 1024

/**
 * What came while the reader was at work, and what comes without a pause after it: nobody waits for bytes that are not there. Whoever
 * stops before the end leaves the stream paused and whole. Throws the stream's error, also when it closes before its end.
 */
export async function* gathered(source: Readable): AsyncGenerator<Buffer, void, undefined> {
  const gathering = new Gathering(source)
  try {
    for (let piece = await gathering.next(); piece !== null; piece = await gathering.next()) yield piece
  } finally {
    gathering.stop()
  }
}

class Gathering {
  readonly #source: Readable
  readonly #forget: () => void
  #chunks: Buffer[] = []
  #bytes = 0
  #isOver = false
  #failure: Error | null = null
  #wake: () => void = () => {}

  constructor(source: Readable) {
    this.#source = source
    this.#forget = finished(source, { writable: false }, (error) => {
      this.#isOver = true
      this.#failure = error ?? null
      this.#wake()
    })
    source.on('data', this.#took)
  }

  /** Null at the end. */
  async next(): Promise<Buffer | null> {
    if (this.#bytes === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    for (let before = 0; this.#bytes > before && this.#bytes < PIECE_BYTES && !this.#isOver; ) {
      before = this.#bytes
      await nextTurn()
    }
    if (this.#bytes > 0) return this.#taken()
    if (this.#failure) throw this.#failure
    return null
  }

  stop(): void {
    this.#forget()
    this.#source.off('data', this.#took)
    this.#source.on('error', () => {}) // of a connection that ends later nobody has to hear
    if (!this.#isOver) this.#source.pause()
  }

  readonly #took = (chunk: Buffer): void => {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes >= PIECE_BYTES) this.#source.pause()
    this.#wake()
  }

  #taken(): Buffer {
    const [first = Buffer.alloc(0), ...others] = this.#chunks
    const piece = others.length === 0 ? first : Buffer.concat(this.#chunks, this.#bytes)
    this.#chunks = []
    this.#bytes = 0
    if (!this.#isOver) this.#source.resume() // more of it comes while the reader is at work
    return piece
  }
}
