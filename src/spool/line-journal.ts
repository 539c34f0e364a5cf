/**
 * Lines that are only ever added to, in a file for each day, and are on the medium when `append` returns. One writer at a time is the
 * caller's affair.
 */
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Now } from '../base/clock.ts'
import { ignore } from '../base/errors.ts'
import { unavailable } from './failures.ts'
import { lastWholeLine, wholeLines } from './whole-lines.ts'

const FILE = /^(\d{4}-\d{2}-\d{2})\.jsonl$/
const DAY = 86_400_000

export class LineJournal {
  readonly #folder: string
  readonly #now: Now
  /** What this process saw last: where the last whole line of which file ends, and the line. */
  #seen: { readonly path: string; readonly bytes: number; readonly last: string } | null = null

  /** `folder` is made with the first line. */
  constructor(folder: string, now: Now) {
    this.#folder = folder
    this.#now = now
  }

  /** The last whole line; undefined where there is none. Throws `Unavailable`. */
  async last(): Promise<string | undefined> {
    try {
      for (const path of (await this.#files()).reverse()) {
        if (this.#seen?.path === path && this.#seen.bytes === (await stat(path)).size) return this.#seen.last
        await using file = await open(path, 'r')
        const { bytes, line } = await lastWholeLine(file)
        if (line === undefined) continue
        this.#seen = { path, bytes, last: line }
        return line
      }
      return undefined
    } catch (error) {
      throw unavailable(error)
    }
  }

  /** Adds the lines behind the last whole one; what a crash left half of is cut off first. Throws `Unavailable`, and then none of them counts. */
  async append(lines: readonly string[]): Promise<void> {
    const last = lines.at(-1)
    if (last === undefined) return
    try {
      const path = await this.#growing()
      const made = await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      await using file = await open(path, 'a+', 0o600)
      await addTo(file, await this.#wholeBytes(path, file), `${lines.join('\n')}\n`)
      await syncNames(this.#folder)
      if (made !== undefined) await syncNames(dirname(this.#folder))
      this.#seen = { path, bytes: (await file.stat()).size, last }
    } catch (error) {
      throw unavailable(error)
    }
  }

  /** All whole lines, the oldest first, some at a time. Throws `Unavailable`. */
  async *lines(): AsyncGenerator<readonly string[]> {
    for (const path of await this.#files()) {
      await using file = await open(path, 'r').catch(failing)
      yield* toldUnavailable(wholeLines(file))
    }
  }

  /** Removes files of days that are more than `days` days over. Throws `Unavailable`. */
  async forget(days: number): Promise<void> {
    const oldest = dayOf(new Date(this.#now().getTime() - days * DAY))
    for (const path of await this.#files()) {
      if (path < join(this.#folder, oldest)) await rm(path, { force: true }).catch(failing)
    }
  }

  /** That of today; a later one when the clock has gone back since, for the last line stands in the last file. */
  async #growing(): Promise<string> {
    const today = join(this.#folder, `${dayOf(this.#now())}.jsonl`)
    const last = (await this.#files()).at(-1)
    return last !== undefined && last > today ? last : today
  }

  async #wholeBytes(path: string, file: FileHandle): Promise<number> {
    const { size } = await file.stat()
    return this.#seen?.path === path && this.#seen.bytes === size ? size : (await lastWholeLine(file)).bytes
  }

  async #files(): Promise<string[]> {
    const names = (await readdir(this.#folder).catch(ignore('ENOENT')).catch(failing)) ?? []
    return names
      .filter((name) => FILE.test(name))
      .sort()
      .map((name) => join(this.#folder, name))
  }
}

/** After a failure the file is as long as its whole lines were. */
async function addTo(file: FileHandle, whole: number, text: string): Promise<void> {
  if ((await file.stat()).size > whole) await file.truncate(whole)
  try {
    await file.appendFile(text)
    await file.sync()
  } catch (error) {
    await file.truncate(whole).catch(() => {}) // what failed is what has to be told
    throw error
  }
}

async function* toldUnavailable<Value>(values: AsyncIterable<Value>): AsyncGenerator<Value> {
  try {
    yield* values
  } catch (error) {
    throw unavailable(error)
  }
}

async function syncNames(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}

function failing(error: unknown): never {
  throw unavailable(error)
}
