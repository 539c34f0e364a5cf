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
  const { count, log, ...own } = { seconds: SECONDS, memoryBytes: MEMORY_BYTES, workerFile, ...settings }
  const idle: Checker[] = []
  const waiting: (() => void)[] = []
  let busy = 0
  let closed = false

  async function borrow(): Promise<Checker> {
    if (busy >= count) await new Promise<void>((resolve) => waiting.push(resolve))
    else busy += 1
    if (closed) throw new Unavailable('the checkers are being stopped')
    const checker = idle.pop()
    return checker?.usable ? checker : startChecker(own)
  }

  async function giveBack(checker: Checker): Promise<void> {
    if (checker.usable && !closed) idle.push(checker)
    else await checker[Symbol.asyncDispose]()
  }

  function freePlace(): void {
    const next = waiting.shift()
    if (next) next()
    else busy -= 1
  }

  async function check(parts: readonly Part[]): Promise<DocumentFindings> {
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
    try {
      const checker = await borrow()
      try {
        return { parts: parts.map(({ name }) => name), bytes, ...(await checker.check(contentOf(parts), bytes)) }
      } finally {
        await giveBack(checker)
      }
    } catch (error) {
      if (error instanceof CheckerFailed) log.warn('checker.failed', { why: error.why, bytes, ...errorFields(error) })
      throw error
    } finally {
      freePlace()
    }
  }

  return {
    async inspect({ parts }) {
      const [first, ...others] = parts
      if (!first) return []
      const findings = [await check([first])]
      if (others.length === 0) return findings
      if (!findings[0]?.wellFormed) return [await check(parts)]
      for (const part of others) findings.push(await check([part]))
      return findings
    },
    async [Symbol.asyncDispose]() {
      closed = true
      for (const next of waiting.splice(0)) next()
      await Promise.all(idle.splice(0).map((checker) => checker[Symbol.asyncDispose]()))
    },
  }
}

async function* contentOf(parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield* part.stream() as AsyncIterable<Buffer>
}
