import type { Seen } from './disk.ts'

/** Which files were the same for long enough: a service that writes in place instead of renaming must not be read half-way. */
export class Quiet {
  readonly #since = new Map<string, Map<string, { readonly stamp: string; readonly at: number }>>()
  readonly #ticks: () => number

  /** `ticks`: milliseconds of a clock that never goes back. */
  constructor(ticks: () => number) {
    this.#ticks = ticks
  }

  /** Those of the files of one folder that did not change for so many seconds. What is there no more is forgotten. */
  atRest(folder: string, files: readonly Seen[], seconds: number): readonly Seen[] {
    const now = this.#ticks()
    const before = this.#since.get(folder)
    const since = new Map(
      files.map(({ name, stamp }) => {
        const known = before?.get(name)
        return [name, known?.stamp === stamp ? known : { stamp, at: now }]
      }),
    )
    this.#since.set(folder, since)
    return files.filter(({ name }) => now - (since.get(name)?.at ?? now) >= seconds * 1000)
  }
}
