import type { Sha256 } from '../base/hashes.ts'
import type { ContentHash } from './content-hash.ts'
import type { Coverage } from './coverage.ts'
import type { Disk, OpenFile } from './disk.ts'
import { unavailable } from './failures.ts'
import type { FlushesAhead } from './flushes-ahead.ts'
import type { Shelf } from './shelf.ts'
import type { Blob, Draft } from './spool.ts'

/** What a draft needs of its spool. */
export type DraftGround = {
  readonly disk: Disk
  readonly shelf: Shelf
  readonly ahead: FlushesAhead
  /** An fsync failed: nothing on this volume is believed any more. */
  readonly suspect: (error: unknown) => void
  /** Work that nobody waits for but the end of the spool. */
  readonly later: (work: Promise<unknown>) => void
}

type Turn = { readonly from: number; readonly to: number; readonly done: Promise<unknown> }

export class DiskDraft implements Draft {
  readonly #ground: DraftGround
  readonly #path: string
  readonly #file: Promise<OpenFile>
  readonly #hash: ContentHash
  readonly #coverage: Coverage
  readonly #turns = new Set<Turn>()
  #size = 0
  #isOver = false
  #failure: Error | null = null
  #unflushedBytes = 0
  #flushing: Promise<void> | null = null
  #closing: Promise<void> | null = null

  constructor(ground: DraftGround, path: string, hash: ContentHash, coverage: Coverage) {
    this.#ground = ground
    this.#path = path
    this.#hash = hash
    this.#coverage = coverage
    this.#file = ground.disk.create(path)
    this.#file.catch(() => {}) // told to whoever uses it first
  }

  get size(): number {
    return this.#size
  }

  get isScattered(): boolean {
    return this.#coverage.isScattered
  }

  async write(bytes: Uint8Array, offset: number): Promise<void> {
    this.#assertUnderWay()
    if (bytes.byteLength === 0) return // which does not make a file longer, wherever it is
    const end = offset + bytes.byteLength
    this.#hash.add(bytes, offset)
    this.#coverage.add(offset, end)
    this.#size = Math.max(this.#size, end)
    await this.#orGone(() => this.#inTurn(offset, end, (file) => file.write(bytes, offset)))
    this.#flushAhead(bytes.byteLength)
  }

  async truncate(size: number): Promise<void> {
    this.#assertUnderWay()
    this.#hash.cut(size)
    this.#coverage.cut(size)
    this.#size = size
    await this.#orGone(() => this.#inTurn(0, Number.POSITIVE_INFINITY, (file) => file.truncate(size)))
  }

  hasHole(): boolean {
    return !this.#coverage.isWhole(this.#size)
  }

  async hash(): Promise<Sha256> {
    this.#assertUnderWay()
    const all = Number.POSITIVE_INFINITY
    return this.#orGone(() => this.#inTurn(0, all, (file) => this.#hash.digest(file, this.#size)))
  }

  async keep(): Promise<Blob> {
    this.#assertUnderWay()
    this.#isOver = true
    try {
      const blob = await this.#inTurn(0, Number.POSITIVE_INFINITY, (file) => this.#settle(file))
      await this.#close() // network file systems tell here what they could not write
      await this.#ground.shelf.put(this.#path, blob)
      return blob
    } catch (error) {
      await this.#close().catch(() => {})
      throw unavailable(error)
    } finally {
      this.#unlink()
    }
  }

  async discard(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    await Promise.allSettled([...this.#turns].map(({ done }) => done))
    await this.#close().catch(() => {})
    this.#unlink()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.discard()
  }

  /** P2: all bytes are on the medium. */
  async #settle(file: OpenFile): Promise<Blob> {
    const sha256 = await this.#hash.digest(file, this.#size)
    await this.#flushing
    if (this.#failure) throw this.#failure
    await this.#sync(file)
    return { sha256, bytes: this.#size }
  }

  async #sync(file: OpenFile): Promise<void> {
    await file.sync().catch((error) => {
      this.#ground.suspect(error)
      throw error
    })
  }

  /** One at a time. When it fails the draft fails, at its next call: an fsync that failed is never tried twice. */
  #flushAhead(bytes: number): void {
    const { ahead } = this.#ground
    this.#unflushedBytes += bytes
    if (this.#unflushedBytes < ahead.bytes || this.#flushing || this.#isOver) return
    const flushing = ahead.begin(() => this.#act((file) => this.#sync(file)))
    if (!flushing) return
    this.#unflushedBytes = 0
    this.#flushing = flushing
      .catch(() => {}) // kept as the draft's failure
      .finally(() => {
        this.#flushing = null
      })
  }

  /** Once, whoever asks, and not under a flush: its descriptor might be another file's by then. */
  #close(): Promise<void> {
    this.#closing ??= Promise.all([this.#file, this.#flushing]).then(([file]) => file.close())
    return this.#closing
  }

  /** After a failure the draft is gone. */
  async #orGone<Value>(act: () => Promise<Value>): Promise<Value> {
    try {
      return await act()
    } catch (error) {
      await this.discard()
      throw unavailable(error)
    }
  }

  /** Calls that touch the same bytes act in the order in which they were made; others run side by side. */
  async #inTurn<Value>(from: number, to: number, act: (file: OpenFile) => Promise<Value>): Promise<Value> {
    const earlier = [...this.#turns].filter((turn) => turn.from < to && from < turn.to)
    const done = Promise.allSettled(earlier.map((turn) => turn.done)).then(() => this.#act(act))
    const turn = { from, to, done }
    this.#turns.add(turn)
    try {
      return await done
    } finally {
      this.#turns.delete(turn)
    }
  }

  /** What failed once is not as it was hashed: nothing may follow, above all not `keep`. */
  async #act<Value>(act: (file: OpenFile) => Promise<Value>): Promise<Value> {
    if (this.#failure) throw this.#failure
    try {
      return await act(await this.#file)
    } catch (error) {
      this.#failure = unavailable(error)
      throw this.#failure
    }
  }

  /** Not waited for: a name that stays behind is removed at a later start. */
  #unlink(): void {
    this.#ground.later(this.#ground.disk.unlink(this.#path).catch(() => {}))
  }

  #assertUnderWay(): void {
    if (this.#isOver) throw unavailable(new Error('The upload is over.'))
  }
}
