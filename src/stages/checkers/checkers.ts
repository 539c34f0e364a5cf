/** The pool of checker processes: strangers' XML is never parsed in the daemon's own process (decision 22, boundary B3). */
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Unavailable } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { type Checker, type CheckerSettings, startChecker } from './checker.ts'
import { CheckerFailed } from './checker-failed.ts'
import type { DocumentFindings } from './findings.ts'

export type CheckersSettings = Pick<CheckerSettings, 'schemasDir'> &
  Partial<CheckerSettings> & {
    /** How many processes at most (`limits.checkers`); each is started when it is first needed. */
    readonly count: number
    readonly log: Log
  }

/** One FI as it lies in the spool. `stream` may be called more than once. */
export type Part = { readonly name: string; readonly bytes: number; readonly stream: () => Readable }

/** The parts of a set in order; the first is part 1. */
export type Question = { readonly parts: readonly Part[] }

/** Disposal ends documents that are under way: they are `Unavailable`. */
export type Checkers = AsyncDisposable & {
  /**
   * The documents that the parts make: if part 1 alone is well-formed each part is one, else all of them are one (spec §5).
   * Throws `CheckerFailed` (a kind of `Unavailable`) when a document killed its checker, `Unavailable` when an installed schema cannot be used.
   */
  inspect(question: Question): Promise<readonly DocumentFindings[]>
}

const SECONDS = 20
const MEMORY_BYTES = 512 * 1024 * 1024

export function createCheckers(settings: CheckersSettings): Checkers {
  const workerFile = fileURLToPath(new URL('./worker.js', import.meta.url))
  return new CheckerPool({ seconds: SECONDS, memoryBytes: MEMORY_BYTES, workerFile, ...settings })
}

class CheckerPool implements Checkers {
  readonly #settings: CheckersSettings & CheckerSettings
  readonly #idle: Checker[] = []
  readonly #running = new Set<Checker>()
  readonly #waiting: (() => void)[] = []
  #busy = 0
  #isClosed = false

  constructor(settings: CheckersSettings & CheckerSettings) {
    this.#settings = settings
  }

  async inspect({ parts }: Question): Promise<readonly DocumentFindings[]> {
    const [first, ...others] = parts
    if (!first) return []
    const findings = [await this.#check([first])]
    if (others.length === 0) return findings
    if (!findings[0]?.wellFormed) return [await this.#check(parts)]
    for (const part of others) findings.push(await this.#check([part]))
    return findings
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    for (const next of this.#waiting.splice(0)) next()
    await Promise.all([...this.#running].map((checker) => checker[Symbol.asyncDispose]()))
  }

  async #check(parts: readonly Part[]): Promise<DocumentFindings> {
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
    const checker = await this.#borrow()
    try {
      return { parts: parts.map(({ name }) => name), bytes, ...(await checker.check(contentOf(parts), bytes)) }
    } catch (error) {
      if (!(error instanceof CheckerFailed)) throw error
      if (this.#isClosed) throw stopped()
      this.#settings.log.warn('checker.failed', { why: error.why, bytes, ...errorFields(error) })
      throw error
    } finally {
      await this.#giveBack(checker)
    }
  }

  /** A place among `count`, and the process that has it. */
  async #borrow(): Promise<Checker> {
    if (this.#busy < this.#settings.count) this.#busy += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return this.#readyChecker()
    } catch (error) {
      this.#freePlace()
      throw error
    }
  }

  #readyChecker(): Checker {
    if (this.#isClosed) throw stopped()
    const known = this.#idle.pop()
    if (known?.usable) return known
    if (known) this.#running.delete(known)
    const fresh = startChecker(this.#settings)
    this.#running.add(fresh)
    return fresh
  }

  async #giveBack(checker: Checker): Promise<void> {
    if (checker.usable && !this.#isClosed) this.#idle.push(checker)
    else {
      this.#running.delete(checker)
      await checker[Symbol.asyncDispose]()
    }
    this.#freePlace()
  }

  #freePlace(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#busy -= 1
  }
}

function stopped(): Unavailable {
  return new Unavailable('the checkers are being stopped')
}

async function* contentOf(parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield* part.stream() as AsyncIterable<Buffer>
}
