/**
 * The order of work on names. Requests about different names go side by side; those about the same name, and those that
 * look at many names (a listing), keep the order in which the client sent them.
 */
export class Order {
  readonly #last = new Map<string, Promise<void>>()
  #barrier: Promise<void> = Promise.resolve()

  /** Runs `work` after everything that came before it about one of `names`. */
  async about<Value>(names: readonly string[], work: () => Promise<Value>): Promise<Value> {
    const before = [this.#barrier, ...names.map((name) => this.#last.get(name))]
    const { settled, settle } = milestone()
    for (const name of names) this.#last.set(name, settled)
    try {
      await Promise.all(before)
      return await work()
    } finally {
      settle()
      for (const name of names) if (this.#last.get(name) === settled) this.#last.delete(name)
    }
  }

  /** Runs `work` after everything that came before it, and before everything that comes later. */
  async alone<Value>(work: () => Promise<Value>): Promise<Value> {
    const before = [this.#barrier, ...this.#last.values()]
    const { settled, settle } = milestone()
    this.#barrier = settled
    try {
      await Promise.all(before)
      return await work()
    } finally {
      settle()
    }
  }
}

function milestone(): { readonly settled: Promise<void>; readonly settle: () => void } {
  let settle = (): void => {}
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  return { settled, settle }
}
