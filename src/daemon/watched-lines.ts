import type { Ticks } from '../base/carried-clock.ts'
import type { Health } from '../console/health.ts'
import type { Lines } from '../registry/audit-copy.ts'

const SILENT = 'its disk does not answer'

/** A disk that is away for less is back before anybody could look. */
const STANDING_SECONDS = 60

/** The lines of the copy of the audit, and whether they can be read and written: rule 31.10. */
export class WatchedLines implements Lines {
  readonly #lines: Lines
  readonly #ticks: Ticks
  /** Since when nothing has gone well, whether it failed or has not answered yet. */
  #since: number | null = null
  #why = SILENT

  constructor(lines: Lines, ticks: Ticks) {
    this.#lines = lines
    this.#ticks = ticks
  }

  last(): Promise<string | undefined> {
    return this.#watched(() => this.#lines.last())
  }

  append(lines: readonly string[]): Promise<void> {
    return this.#watched(() => this.#lines.append(lines))
  }

  lines(): AsyncIterable<readonly string[]> {
    return this.#lines.lines()
  }

  async health(): Promise<Health> {
    const seconds = this.#since === null ? 0 : (this.#ticks() - this.#since) / 1000
    if (seconds < STANDING_SECONDS) return { state: 'up' }
    const detail = `the copy of the audit has stood still for ${Math.round(seconds)} s: ${this.#why}; look at the disk of spool.auditDir`
    return { state: 'degraded', detail }
  }

  async #watched<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#since ??= this.#ticks()
    try {
      const value = await work()
      this.#since = null
      this.#why = SILENT
      return value
    } catch (error) {
      this.#why = error instanceof Error ? error.message : String(error)
      throw error
    }
  }
}
