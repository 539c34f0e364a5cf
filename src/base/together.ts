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

export type TogetherOptions<Item> = {
  /** Items of one key never go together, but in the order in which they came. */
  readonly keyOf?: (item: Item) => string
  /** After so long a go that has not ended holds up nobody else. */
  readonly patienceMilliseconds?: number
}

const TOGETHER_MAX = 100
const PATIENCE_MILLISECONDS = 1000

export class Together<Item, Outcome> {
  readonly #work: (items: readonly Item[]) => Promise<Outcomes<Item, Outcome>>
  readonly #options: TogetherOptions<Item>
  #waiting: Waiting<Item, Outcome>[] = []
  /** Keys of what is under way. */
  readonly #keys = new Set<string>()
  #isBusy = false

  constructor(work: (items: readonly Item[]) => Promise<Outcomes<Item, Outcome>>, options: TogetherOptions<Item> = {}) {
    this.#work = work
    this.#options = options
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
    for (let together = this.#takeNext(); together.length > 0; together = this.#takeNext()) {
      await this.#within(this.#go(together))
    }
    this.#isBusy = false
  }

  /** Never rejects. */
  async #go(together: readonly Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomeOf = await this.#work(together.map(({ item }) => item))
      for (const { item, resolve } of together) resolve(outcomeOf(item))
    } catch (error) {
      for (const { reject } of together) reject(error)
    }
    for (const { item } of together) this.#keys.delete(this.#options.keyOf?.(item) ?? '')
    if (!this.#isBusy && this.#waiting.length > 0) void this.#goOn() // those of its keys, after it had held up nobody else
  }

  async #within(go: Promise<void>): Promise<void> {
    const { patienceMilliseconds = PATIENCE_MILLISECONDS } = this.#options
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMilliseconds)
    })
    await Promise.race([go, enough])
    clearTimeout(timer)
  }

  #takeNext(): Waiting<Item, Outcome>[] {
    const { keyOf } = this.#options
    const keys = new Set(this.#keys)
    const together: Waiting<Item, Outcome>[] = []
    const rest: Waiting<Item, Outcome>[] = []
    for (const waiting of this.#waiting) {
      const key = keyOf?.(waiting.item)
      const goes = together.length < TOGETHER_MAX && (key === undefined || !keys.has(key))
      ;(goes ? together : rest).push(waiting)
      if (key !== undefined) keys.add(key)
    }
    this.#waiting = rest
    if (keyOf) for (const { item } of together) this.#keys.add(keyOf(item))
    return together
  }
}
