/** Lets at most so many do something at the same time; the rest wait in the order in which they came. */
export class Turns {
  readonly #most: () => number
  readonly #waiting: (() => void)[] = []
  #taken = 0

  /** `most` is asked at each turn, so that a reload is in force at once. */
  constructor(most: () => number) {
    this.#most = most
  }

  async take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#taken < this.#most()) this.#taken += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve)) // whoever ends hands its turn over
    try {
      return await work()
    } finally {
      this.#end()
    }
  }

  #end(): void {
    const next = this.#taken <= this.#most() ? this.#waiting.shift() : undefined
    if (next) next()
    else this.#taken -= 1
  }
}
