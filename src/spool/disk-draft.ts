import type { ContentHash } from './content-hash.ts'
import type { Coverage } from './coverage.ts'
import type { Disk, OpenFile } from './disk.ts'
import { unavailable } from './failures.ts'
import type { Shelf } from './shelf.ts'
import type { Blob, Draft } from './spool.ts'

/** What a draft needs of its spool. */
export type DraftGround = {
  readonly disk: Disk
  readonly shelf: Shelf
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
    const end = offset + bytes.byteLength
    this.#hash.add(bytes, offset)
    this.#coverage.add(offset, end)
    this.#size = Math.max(this.#size, end)
    await this.#change(offset, end, (file) => file.write(bytes, offset))
  }

  async truncate(size: number): Promise<void> {
    this.#assertUnderWay()
    this.#hash.cut(size)
    this.#coverage.cut(size)
    this.#size = size
    await this.#change(0, Number.POSITIVE_INFINITY, (file) => file.truncate(size))
  }

  hasHole(): boolean {
    return !this.#coverage.isWhole(this.#size)
  }

  async keep(): Promise<Blob> {
    this.#assertUnderWay()
    this.#isOver = true
    try {
      const blob = await this.#inTurn(0, Number.POSITIVE_INFINITY, (file) => this.#settle(file))
      await this.#ground.shelf.put(this.#path, blob)
      return blob
    } catch (error) {
      throw unavailable(error)
    } finally {
      this.#unlink()
    }
  }

  async discard(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    await Promise.allSettled([...this.#turns].map(({ done }) => done))
    await this.#file.then((file) => file.close()).catch(() => {})
    this.#unlink()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.discard()
  }

  /** P2: all bytes are on the medium, and the file system has had its last chance to say otherwise. */
  async #settle(file: OpenFile): Promise<Blob> {
    const blob = { sha256: await this.#hash.digest(file, this.#size), bytes: this.#size }
    try {
      await file.sync()
    } catch (error) {
      this.#ground.suspect(error)
      throw error
    } finally {
      await file.close() // network file systems tell here what they could not write
    }
    return blob
  }

  async #change(from: number, to: number, act: (file: OpenFile) => Promise<void>): Promise<void> {
    try {
      await this.#inTurn(from, to, act)
    } catch (error) {
      await this.discard()
      throw unavailable(error)
    }
  }

  /** Calls that touch the same bytes act in the order in which they were made; others run side by side. */
  async #inTurn<Value>(from: number, to: number, act: (file: OpenFile) => Promise<Value>): Promise<Value> {
    const earlier = [...this.#turns].filter((turn) => turn.from < to && from < turn.to)
    const done = Promise.allSettled(earlier.map((turn) => turn.done)).then(async () => act(await this.#file))
    const turn = { from, to, done }
    this.#turns.add(turn)
    try {
      return await done
    } finally {
      this.#turns.delete(turn)
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
