/**
 * Commits many files at once: while one commit is under way whoever comes waits, and then all who wait go together. Nobody waits
 * for company: the first goes at once.
 */
type Waiting<Item, Outcome> = {
  readonly item: Item
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

const TOGETHER_MAX = 100

export class GroupCommit<Item, Outcome> {
  readonly #commit: (items: readonly Item[]) => Promise<(item: Item) => Outcome>
  readonly #keyOf: (item: Item) => string
  #waiting: Waiting<Item, Outcome>[] = []
  #isBusy = false

  /** Items of one key never go together, but in the order in which they came. */
  constructor(commit: (items: readonly Item[]) => Promise<(item: Item) => Outcome>, keyOf: (item: Item) => string) {
    this.#commit = commit
    this.#keyOf = keyOf
  }

  /** Resolves when the item is committed; rejects with the error of the commit that it was part of. */
  add(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#isBusy) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    while (this.#waiting.length > 0) await this.#commitNext()
    this.#isBusy = false
  }

  async #commitNext(): Promise<void> {
    const together = this.#takeNext()
    try {
      const outcomeOf = await this.#commit(together.map(({ item }) => item))
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
      const key = this.#keyOf(waiting.item)
      const goes = together.length < TOGETHER_MAX && !keys.has(key)
      ;(goes ? together : rest).push(waiting)
      keys.add(key)
    }
    this.#waiting = rest
    return together
  }
}
