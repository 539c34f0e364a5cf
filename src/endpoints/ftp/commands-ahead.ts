/** The commands that a client sent ahead of their replies, in their order. */
import type { CommandLine } from './command-line.ts'

/** `times`: how often it came, one after the other. */
export type CommandAhead = CommandLine & { times: number }

export class CommandsAhead {
  readonly #queue: CommandAhead[] = []

  get length(): number {
    return this.#queue.length
  }

  has(verb: string): boolean {
    return this.#queue.some((command) => command.verb === verb)
  }

  /** A client that keeps its session alive during a long upload may do so for hours, and must be heard all the time (cases F6, F20). */
  push(line: CommandLine): void {
    const last = this.#queue.at(-1)
    const isSame = last?.verb === 'NOOP' && line.verb === 'NOOP' && last.argument === line.argument
    if (isSame) last.times += 1
    else this.#queue.push({ ...line, times: 1 })
  }

  shift(): CommandAhead | undefined {
    return this.#queue.shift()
  }

  clear(): void {
    this.#queue.length = 0
  }
}
