import type { Now } from '../../base/clock.ts'
import { Unavailable } from '../../base/errors.ts'

const FIRST_MILLISECONDS = 1000
const LAST_MILLISECONDS = 30_000

/**
 * rule 29.9: in front of somebody who may be away. After a failure nobody asks for a while; then one asks, and the others come through when
 * that went well. So whoever is away keeps nobody waiting but the one who tries.
 */
export class Gate {
  readonly #now: Now
  readonly #told: (away: Unavailable | null) => void
  #away: { readonly error: Unavailable; readonly until: number; readonly pause: number } | null = null
  #isProbing = false

  /** `told`: when somebody goes away and why; null when back. */
  constructor(now: Now, told: (away: Unavailable | null) => void) {
    this.#now = now
    this.#told = told
  }

  /** Why nobody comes through; null when all do. */
  get away(): Unavailable | null {
    return this.#away?.error ?? null
  }

  /** Throws `Unavailable`, without asking where that is vain. */
  async pass<Value>(ask: () => Promise<Value>): Promise<Value> {
    const away = this.#away
    if (away && (this.#isProbing || this.#now().getTime() < away.until)) throw away.error
    this.#isProbing = away !== null
    try {
      const value = await ask()
      if (this.#away === away) this.#open()
      return value
    } catch (error) {
      if (error instanceof Unavailable && this.#away === away) this.#shut(error, away?.pause ?? 0)
      throw error
    } finally {
      if (away) this.#isProbing = false
    }
  }

  #open(): void {
    if (this.#away) this.#told(null)
    this.#away = null
  }

  #shut(error: Unavailable, before: number): void {
    const pause = Math.min(LAST_MILLISECONDS, Math.max(FIRST_MILLISECONDS, before * 2))
    if (!this.#away) this.#told(error)
    this.#away = { error, until: this.#now().getTime() + pause, pause }
  }
}
