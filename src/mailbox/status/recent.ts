export type RecentOptions<Value> = {
  readonly make: (key: string) => Promise<Value>
  readonly sizeOf: (value: Value) => number
  readonly seconds: () => number
  /** Of all values together; what is more than that is made, given and not kept. */
  readonly bytesMax: () => number
  readonly ticks: () => number
}

type Kept<Value> = {
  readonly value: Promise<Value>
  /** When it was finished; until then it is new. */
  fromMs: number
  bytes: number
}

/** What was made for a key is given again for some seconds, also to those who ask while it is being made. Bounded in bytes. */
export class Recent<Value> {
  readonly #kept = new Map<string, Kept<Value>>()
  readonly #options: RecentOptions<Value>

  constructor(options: RecentOptions<Value>) {
    this.#options = options
  }

  async of(key: string): Promise<Value> {
    this.#forgetOld()
    const known = this.#kept.get(key)
    if (known) return await known.value
    const made: Kept<Value> = { value: this.#options.make(key), fromMs: Number.POSITIVE_INFINITY, bytes: 0 }
    this.#kept.set(key, made)
    try {
      const value = await made.value
      made.bytes = this.#options.sizeOf(value)
      made.fromMs = this.#options.ticks()
      return value
    } catch (error) {
      if (this.#kept.get(key) === made) this.#kept.delete(key) // whoever asks next tries again
      throw error
    } finally {
      this.#forgetLarge()
    }
  }

  #forgetOld(): void {
    const oldest = this.#options.ticks() - this.#options.seconds() * 1000
    for (const [key, { fromMs }] of this.#kept) {
      if (fromMs <= oldest) this.#kept.delete(key)
    }
  }

  #forgetLarge(): void {
    let bytes = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes, 0)
    for (const [key, kept] of this.#kept) {
      if (bytes <= this.#options.bytesMax()) return
      this.#kept.delete(key)
      bytes -= kept.bytes
    }
  }
}
