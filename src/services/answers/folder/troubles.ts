/** What lies in a service's folder and cannot be taken, and why: it is tried again after a growing pause, and the others go on meanwhile. */

type Trouble = { readonly cause: string; readonly tries: number; readonly until: number }

const FIRST_MILLISECONDS = 1000

export class Troubles {
  readonly #known = new Map<string, Trouble>()
  readonly #ticks: () => number

  /** `ticks`: milliseconds of a clock that never goes back. */
  constructor(ticks: () => number) {
    this.#ticks = ticks
  }

  /** Whether it is to be left alone for now. */
  isPutOff(place: string): boolean {
    return this.#ticks() < (this.#known.get(place)?.until ?? 0)
  }

  /** True when this is new, and to be told. */
  meet(place: string, cause: string, pauseSecondsMax: number): boolean {
    const before = this.#known.get(place)
    const tries = (before?.tries ?? 0) + 1
    const pause = Math.min(FIRST_MILLISECONDS * 2 ** Math.min(tries - 1, 52), pauseSecondsMax * 1000)
    this.#known.set(place, { cause, tries, until: this.#ticks() + pause })
    return before?.cause !== cause
  }

  over(place: string): void {
    this.#known.delete(place)
  }

  /** Forgets what is not among these places any more, of those below the prefix. */
  keep(prefix: string, places: ReadonlySet<string>): void {
    for (const place of this.#known.keys()) if (place.startsWith(prefix) && !places.has(place)) this.over(place)
  }

  /** Each with its cause. */
  list(): readonly string[] {
    return [...this.#known].map(([place, { cause }]) => `${place}: ${cause}`)
  }
}
