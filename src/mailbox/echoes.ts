import type { Environment } from '../batch/environment.ts'
import type { Entry } from './mailbox.ts'

type Echo = Entry & { readonly untilMs: number }

const ECHOES_MAX = 10_000

/**
 * Triggers that left no row (TD, a repeated GO) and are still shown for some seconds, because clients look at a file right after
 * writing it (case S27). Kept by the process that received them, which is the one that the client asks.
 */
export class Echoes {
  readonly #echoes = new Map<string, Map<string, Echo>>()
  readonly #ticks: () => number
  #count = 0

  /** `ticks`: a clock that never jumps, in milliseconds. */
  constructor(ticks: () => number) {
    this.#ticks = ticks
  }

  add(sender: string, environment: Environment, entry: Entry, seconds: number): void {
    if (this.#count >= ECHOES_MAX) this.#sweep()
    if (this.#count >= ECHOES_MAX) return
    const folder = this.#echoes.get(key(sender, environment)) ?? new Map<string, Echo>()
    if (!folder.has(entry.name)) this.#count++
    folder.set(entry.name, { ...entry, untilMs: this.#ticks() + seconds * 1000 })
    this.#echoes.set(key(sender, environment), folder)
  }

  find(sender: string, environment: Environment, name: string): Entry | null {
    const echo = this.#echoes.get(key(sender, environment))?.get(name)
    return echo && echo.untilMs > this.#ticks() ? toEntry(echo) : null
  }

  /** In name order. */
  list(sender: string, environment: Environment): Entry[] {
    const echoes = [...(this.#echoes.get(key(sender, environment))?.values() ?? [])]
    return echoes
      .filter(({ untilMs }) => untilMs > this.#ticks())
      .map(toEntry)
      .sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  remove(sender: string, environment: Environment, name: string): void {
    if (this.#echoes.get(key(sender, environment))?.delete(name)) this.#count--
  }

  #sweep(): void {
    for (const [folderKey, folder] of this.#echoes) {
      for (const [name, { untilMs }] of folder) {
        if (untilMs <= this.#ticks() && folder.delete(name)) this.#count--
      }
      if (folder.size === 0) this.#echoes.delete(folderKey)
    }
  }
}

function key(sender: string, environment: Environment): string {
  return `${sender}/${environment}`
}

function toEntry({ name, bytes, modifiedAt }: Echo): Entry {
  return { name, bytes, modifiedAt }
}
