/**
 * How many folders are at work at once. A share that does not answer keeps the thread that asked it, and there are few of those:
 * without a bound one dead file server would hold up the whole gateway.
 */
export class Gate {
  readonly #width: () => number
  readonly #waiting: (() => void)[] = []
  #inside = 0

  constructor(width: () => number) {
    this.#width = width
  }

  async pass<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#inside >= this.#width()) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#inside++
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#inside--
    }
  }
}
