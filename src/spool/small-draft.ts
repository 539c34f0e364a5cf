import { type Sha256, sha256 } from '../base/hashes.ts'
import { Coverage } from './coverage.ts'
import type { Blob, Draft } from './spool.ts'

/** A draft of a few bytes, in memory; whoever writes to it bounds its size. */
export class SmallDraft implements Draft {
  readonly #store: (bytes: Uint8Array) => Promise<Blob>
  readonly #coverage = new Coverage()
  #bytes: Buffer = Buffer.alloc(0)

  constructor(store: (bytes: Uint8Array) => Promise<Blob>) {
    this.#store = store
  }

  get size(): number {
    return this.#bytes.length
  }

  get isScattered(): boolean {
    return this.#coverage.isScattered
  }

  async write(bytes: Uint8Array, offset: number): Promise<void> {
    if (bytes.byteLength === 0) return
    const end = offset + bytes.byteLength
    if (end > this.size) this.#resize(end)
    this.#bytes.set(bytes, offset)
    this.#coverage.add(offset, end)
  }

  async truncate(size: number): Promise<void> {
    this.#resize(size)
    this.#coverage.cut(size)
  }

  hasHole(): boolean {
    return !this.#coverage.isWhole(this.size)
  }

  async hash(): Promise<Sha256> {
    return sha256(this.#bytes)
  }

  keep(): Promise<Blob> {
    return this.#store(this.#bytes)
  }

  async discard(): Promise<void> {
    this.#bytes = Buffer.alloc(0)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.discard()
  }

  #resize(size: number): void {
    const resized = Buffer.alloc(size)
    this.#bytes.copy(resized, 0, 0, Math.min(size, this.size))
    this.#bytes = resized
  }
}
