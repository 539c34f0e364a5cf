import { createHash, type Hash } from 'node:crypto'
import type { Sha256 } from '../base/hashes.ts'
import type { OpenFile } from './disk.ts'

const CHUNK_BYTES = 1024 * 1024

/** SHA-256 of a file while it is written: bytes that follow on are hashed as they pass, the rest is read back at the end. */
export class ContentHash {
  #hash: Hash = createHash('sha256')
  #hashedBytes = 0

  /** To be called in the order of the writes. */
  add(bytes: Uint8Array, offset: number): void {
    if (offset === this.#hashedBytes) {
      this.#hash.update(bytes)
      this.#hashedBytes += bytes.byteLength
    } else if (offset < this.#hashedBytes && bytes.byteLength > 0) this.#restart()
  }

  cut(size: number): void {
    if (size < this.#hashedBytes) this.#restart()
  }

  /** The hash of the first `size` bytes of the file that all writes went to; may be asked again. */
  async digest(file: Pick<OpenFile, 'read'>, size: number): Promise<Sha256> {
    const hash = this.#hash.copy()
    await hashRange(hash, file, this.#hashedBytes, size)
    return hash.digest('hex') as Sha256
  }

  /** Hashed bytes were written over: read all of it back at the end. */
  #restart(): void {
    this.#hash = createHash('sha256')
    this.#hashedBytes = 0
  }
}

export async function hashOfFile(file: Pick<OpenFile, 'read'>, size: number): Promise<Sha256> {
  const hash = createHash('sha256')
  await hashRange(hash, file, 0, size)
  return hash.digest('hex') as Sha256
}

async function hashRange(hash: Hash, file: Pick<OpenFile, 'read'>, from: number, to: number): Promise<void> {
  if (from >= to) return
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - from))
  for (let position = from; position < to; ) {
    const read = await file.read(chunk.subarray(0, Math.min(chunk.length, to - position)), position)
    if (read === 0) break
    hash.update(chunk.subarray(0, read))
    position += read
  }
}
