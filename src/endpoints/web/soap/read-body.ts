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

/** Works on the bytes and gives their memory back; or tells why there are none: too many, no room for them now, or the client went. */
export async function withBody<Value>(
  stream: Readable,
  { memory, bytesMax }: { readonly memory: Memory; readonly bytesMax: number },
  work: (body: Buffer) => Promise<Value>,
): Promise<Value | 'tooLarge' | 'noRoom' | 'cut'> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      const fault = bytes + piece.length > bytesMax ? 'tooLarge' : memory.take(piece.length) ? null : 'noRoom'
      if (fault) {
        memory.give(bytes)
        return fault
      }
      bytes += piece.length
      pieces.push(piece)
    }
  } catch (error) {
    memory.give(bytes)
    if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') return 'cut'
    throw error
  }
  try {
    return await work(Buffer.concat(pieces))
  } finally {
    memory.give(bytes)
  }
}
