/** Requests are taken into memory as a whole, and no more of it than is set (rule 18.2). */
import type { Readable } from 'node:stream'
import { Gathered } from '../../../http/gathered.ts'

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

export type Reading<Refusal> = {
  readonly memory: Memory
  readonly bytesMax: number
  /** Of a body that is longer than its beginning, this is looked at before more is read: a refusal, or null when the rest may be read. */
  readonly beginning: { readonly bytes: number; readonly refuse: (beginning: Buffer) => Promise<Refusal | null> }
}

/** Too large, no room for it now, or the client went. */
export type BodyFault = 'tooLarge' | 'noRoom' | 'cut'

/** Works on the bytes and gives their memory back; or tells why there are none. What is not taken stays in the stream, unread. */
export async function withBody<Value, Refusal>(
  stream: Readable,
  reading: Reading<Refusal>,
  work: (body: Buffer) => Promise<Value>,
): Promise<Value | Refusal | BodyFault> {
  const held = new Held(reading.memory)
  try {
    const fault = await readInto(held, stream, reading)
    return fault === null ? await work(held.bytes()) : fault
  } finally {
    held.giveBack()
  }
}

async function readInto<Refusal>(
  held: Held,
  stream: Readable,
  { bytesMax, beginning }: Reading<Refusal>,
): Promise<Refusal | BodyFault | null> {
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const isBeginning = held.length <= beginning.bytes
      if (held.length + piece.length > bytesMax) return 'tooLarge'
      if (!held.add(piece)) return 'noRoom'
      if (!isBeginning || held.length <= beginning.bytes) continue
      const refusal = await beginning.refuse(held.bytes().subarray(0, beginning.bytes))
      if (refusal !== null) return refusal
    }
    return null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') return 'cut'
    throw error
  }
}

class Held {
  readonly #memory: Memory
  readonly #gathered = new Gathered()

  constructor(memory: Memory) {
    this.#memory = memory
  }

  get length(): number {
    return this.#gathered.length
  }

  add(piece: Buffer): boolean {
    if (!this.#memory.take(this.#gathered.reservedWith(piece.length) - this.#gathered.reserved)) return false
    this.#gathered.add(piece)
    return true
  }

  bytes(): Buffer {
    return this.#gathered.whole()
  }

  giveBack(): void {
    this.#memory.give(this.#gathered.reserved)
  }
}
