/** How often a place may ask, when nobody has to say who he is: counted in this process, in as much memory as is set. */

/** More places than anybody honest has; of more the quietest are forgotten. */
const PLACES_MAX = 10_000
const MINUTE_MS = 60_000

export class OriginRate {
  /** Until when a place has used up what it may ask, in milliseconds of `ticks`. */
  readonly #usedUntil = new Map<string, number>()

  /** Counts one more when it may ask, and gives 0; else the whole seconds until it may. `perMinute` at once, and as many a minute. */
  secondsToWait(place: string, perMinute: number, now: number): number {
    const each = MINUTE_MS / perMinute
    const used = Math.max(this.#usedUntil.get(place) ?? now, now)
    const wait = used + each - Math.max(MINUTE_MS, each) - now
    if (wait > 0) return Math.ceil(wait / 1000)
    this.#usedUntil.delete(place)
    this.#usedUntil.set(place, used + each)
    this.#forget(now)
    return 0
  }

  /** The first is the one that has asked least lately. */
  #forget(now: number): void {
    for (const [place, until] of this.#usedUntil) {
      if (until > now && this.#usedUntil.size <= PLACES_MAX) return
      this.#usedUntil.delete(place)
    }
  }
}
