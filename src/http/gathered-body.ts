/**
 * The bytes of a body in pieces that are worth the work of a reader. A record of TLS holds 16 KiB, and to take each of them by itself
 * through parser, hash and disk costs more than all that is done with its bytes.
 */
import { finished, type Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Of which nothing more is taken while the reader is at work; large, because each piece wakes a thread, whatever its size (record 0024). */
const PIECE_BYTES = 1024 * 1024
/** The same while all bodies together hold `ALL_BYTES`, for where the disk is slow there may be very many. */
const SMALL_PIECE_BYTES = 256 * 1024
const ALL_BYTES = 8 * 1024 * 1024

/** What all bodies hold, with the last two pieces of each: a reader may have one at work, and another still on its way to the disk. */
let bytesOfAll = 0

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
  /** Lengths of the pieces that the reader may still hold. */
  #given: number[] = []
  #isOver = false
  #failure: Error | null = null
  #wake: (() => void) | null = null

  constructor(source: Readable) {
    this.#source = source
    this.#forget = finished(source, { writable: false }, (error) => {
      this.#isOver = true
      this.#failure = error ?? null
      this.#wake?.()
    })
    source.on('data', this.#took)
  }

  get #isFull(): boolean {
    return this.#bytes >= (bytesOfAll < ALL_BYTES ? PIECE_BYTES : SMALL_PIECE_BYTES)
  }

  /** Null at the end. */
  async next(): Promise<Buffer | null> {
    this.#forgetGiven(1)
    if (this.#bytes === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    for (let before = 0; this.#bytes > before && !this.#isFull && !this.#isOver; ) {
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
    this.#forgetGiven(0)
    bytesOfAll -= this.#bytes
    this.#source.on('error', () => {}) // of a connection that ends later nobody has to hear
    if (!this.#isOver) this.#source.pause()
  }

  readonly #took = (chunk: Buffer): void => {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    bytesOfAll += chunk.length
    if (this.#isFull) this.#source.pause()
    this.#wake?.()
    this.#wake = null // to settle a promise again costs more than all the rest here
  }

  #taken(): Buffer {
    const [first = Buffer.alloc(0), ...others] = this.#chunks
    const piece = others.length === 0 ? first : Buffer.concat(this.#chunks, this.#bytes)
    this.#given.push(this.#bytes)
    this.#chunks = []
    this.#bytes = 0
    if (!this.#isOver) this.#source.resume() // more of it comes while the reader is at work
    return piece
  }

  #forgetGiven(left: number): void {
    while (this.#given.length > left) bytesOfAll -= this.#given.shift() ?? 0
  }
}
