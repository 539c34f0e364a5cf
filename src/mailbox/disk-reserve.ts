import type { Spool } from '../spool/spool.ts'
import type { MailboxSettings } from './settings.ts'

const FRESH_MS = 1000

export type DiskReserveDeps = {
  readonly spool: Pick<Spool, 'freeBytes'>
  readonly settings: MailboxSettings
  /** A clock that never jumps, in milliseconds. */
  readonly ticks: () => number
}

/** Uploads stop before the disk is full, so that answers and the database still have room (case D3). */
export class DiskReserve {
  readonly #deps: DiskReserveDeps
  #freeBytes = Number.POSITIVE_INFINITY
  #askedMs = Number.NEGATIVE_INFINITY

  constructor(deps: DiskReserveDeps) {
    this.#deps = deps
  }

  /** By what was known within the last second; asks the disk when that is older. */
  async isReached(): Promise<boolean> {
    if (this.#deps.ticks() - this.#askedMs >= FRESH_MS) await this.#ask()
    return this.wasReached()
  }

  /** The same without waiting, for each piece of a long upload: has the next answer fetched when it is time. */
  wasReached(): boolean {
    if (this.#deps.ticks() - this.#askedMs >= FRESH_MS) this.#ask().catch(() => {}) // the write itself will tell
    return this.#freeBytes < this.#deps.settings.limits.diskReserveBytes
  }

  async #ask(): Promise<void> {
    this.#askedMs = this.#deps.ticks()
    this.#freeBytes = await this.#deps.spool.freeBytes()
  }
}
