/** Requests are taken into memory as a whole, and no more of it than is set (rule 18.2). */
import type { Readable } from 'node:stream'

/** What all requests that arrive or are worked on hold together. */
export class Memory {
  readonly #max: () => number
  #taken = 0

  /** `max`: bytes, asked at each piece. */
  constructor(max: () => number) {
    this.#max = max
  }

  take(bytes: number): boolean {
    if (this.#taken + bytes > this.#max()) return false
    this.#taken += bytes
    return true
  }

  give(bytes: number): void {
    this.#taken -= bytes
  }
}

/** Works on the bytes and gives their memory back; or tells why there are none: too many, or no room for them now. */
export async function withBody<Value>(
  stream: Readable,
  { memory, bytesMax }: { readonly memory: Memory; readonly bytesMax: number },
  work: (body: Buffer) => Promise<Value>,
): Promise<Value | 'tooLarge' | 'noRoom'> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      if (bytes + piece.length > bytesMax) return 'tooLarge'
      if (!memory.take(piece.length)) return 'noRoom'
      bytes += piece.length
      pieces.push(piece)
    }
    return await work(Buffer.concat(pieces))
  } finally {
    memory.give(bytes)
  }
}
