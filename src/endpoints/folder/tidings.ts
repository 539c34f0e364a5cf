/** Remembers what was told, so that what stays as it is is told once and not at every look. */
export class Tidings {
  readonly #told = new Map<string, string>()

  /** True when this is news. */
  isNews(about: string, state: string): boolean {
    if (this.#told.get(about) === state) return false
    this.#told.set(about, state)
    return true
  }

  /** It is over; true when it had been told. */
  isOver(about: string): boolean {
    return this.#told.delete(about)
  }

  /** Forgets everything about what is gone. */
  keep(isThere: (about: string) => boolean): void {
    for (const about of this.#told.keys()) if (!isThere(about)) this.#told.delete(about)
  }
}
