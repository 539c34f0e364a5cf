/** Where the bytes of an upload lie until the store has them: a few rooms that are used again and again. */

/** A file that is small takes little; whatever is longer goes in pieces that are worth a call to the store. */
const FIRST_BYTES = 16 * 1024
const PIECE_BYTES = 256 * 1024

type Room = { readonly bytes: Buffer; filled: number; taken: number }

/** Bytes for the store; `done` once it has them. */
export type Piece = { readonly bytes: Buffer; done(): void }

export class Pieces {
  readonly #full: Room[] = []
  readonly #free: Room[] = []
  #filling: Room = roomOf(FIRST_BYTES)

  /** Where the next bytes shall be put; never empty, and the same until `took` tells of some. */
  get room(): Buffer {
    return this.#filling.bytes.subarray(this.#filling.filled)
  }

  /** So many bytes were put into the room. */
  took(bytes: number): void {
    this.#filling.filled += bytes
    if (this.#filling.filled < this.#filling.bytes.length) return
    this.#full.push(this.#filling)
    this.#filling = this.#free.pop() ?? roomOf(PIECE_BYTES)
  }

  /** Nothing of the room that is being filled was taken yet. */
  get isAtBeginning(): boolean {
    return this.#filling.filled === this.#filling.taken
  }

  get hasFull(): boolean {
    return this.#full.length > 0
  }

  /** What came first of all that is left: a room that is full, or with `all` also one that is being filled, which goes on behind it. */
  next(all: boolean): Piece | null {
    const full = this.#full.shift()
    if (full) return { bytes: full.bytes.subarray(full.taken), done: () => this.#release(full) }
    return all && !this.isAtBeginning ? { bytes: this.#takeFilled(), done: () => {} } : null
  }

  #takeFilled(): Buffer {
    const { bytes, taken, filled } = this.#filling
    this.#filling.taken = filled
    return bytes.subarray(taken, filled)
  }

  #release(room: Room): void {
    if (room.bytes.length === PIECE_BYTES) this.#free.push(Object.assign(room, { filled: 0, taken: 0 }))
  }
}

function roomOf(bytes: number): Room {
  return { bytes: Buffer.allocUnsafeSlow(bytes), filled: 0, taken: 0 }
}
