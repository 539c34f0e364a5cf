/**
 * Does many pieces of work in one go: while one go is under way whoever comes waits, and then all who wait go together. Nobody waits
 * for company: the first goes at once.
 */
type Waiting<Item, Outcome> = {
  readonly item: Item
  readonly resolve: (outcome: Outcome | PromiseLike<Outcome>) => void
  readonly reject: (error: unknown) => void
}

/** What became of each item: a value, or a promise where it has a fate of its own. */
export type Outcomes<Item, Outcome> = (item: Item) => Outcome | PromiseLike<Outcome>

const TOGETHER_MAX = 100

export class Together<Item, Outcome> {
  readonly #work: (items: readonly Item[]) => Promise<Outcomes<Item, Outcome>>
  readonly #keyOf: ((item: Item) => string) | null
  #waiting: Waiting<Item, Outcome>[] = []
  #isBusy = false

  /** With `keyOf`, items of one key never go together, but in the order in which they came. */
  constructor(work: (items: readonly Item[]) => Promise<Outcomes<Item, Outcome>>, keyOf?: (item: Item) => string) {
    this.#work = work
    this.#keyOf = keyOf ?? null
  }

  /** Resolves when the item is done; rejects with the error of the go that it was part of. */
  add(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#isBusy) void this.#goOn()
    })
  }

  async #goOn(): Promise<void> {
    this.#isBusy = true
    while (this.#waiting.length > 0) await this.#goNext()
    this.#isBusy = false
  }

  async #goNext(): Promise<void> {
    const together = this.#takeNext()
    try {
      const outcomeOf = await this.#work(together.map(({ item }) => item))
      for (const { item, resolve } of together) resolve(outcomeOf(item))
    } catch (error) {
      for (const { reject } of together) reject(error)
    }
  }

  #takeNext(): Waiting<Item, Outcome>[] {
    const keys = new Set<string>()
    const together: Waiting<Item, Outcome>[] = []
    const rest: Waiting<Item, Outcome>[] = []
    for (const waiting of this.#waiting) {
      const key = this.#keyOf?.(waiting.item)
      const goes = together.length < TOGETHER_MAX && (key === undefined || !keys.has(key))
      ;(goes ? together : rest).push(waiting)
      if (key !== undefined) keys.add(key)
    }
    this.#waiting = rest
    return together
  }
}
