/**
 * How many bytes may wait for the store or for the client. ssh2 refills a client's window as soon as bytes arrive, so
 * without this a fast client and a slow disk fill the memory.
 */

/** All sessions of the process together. */
export class FlowTotal {
  readonly bytesMax: number
  readonly #waiting = new Set<Flow>()
  bytes = 0

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax
  }

  add(bytes: number): void {
    this.bytes += bytes
  }

  release(bytes: number): void {
    this.bytes -= bytes
    for (const flow of this.#waiting) {
      if (this.bytes >= this.bytesMax) return
      flow.look()
    }
  }

  wait(flow: Flow): void {
    this.#waiting.add(flow)
  }

  forget(flow: Flow): void {
    this.#waiting.delete(flow)
  }
}

/** One session: closes above its limit, opens again at half of it. A session with nothing in flight may always take one. */
export class Flow {
  readonly #total: FlowTotal
  readonly #bytesMax: number
  readonly #requestsMax: number
  readonly #onOpen: () => void
  #bytes = 0
  #requests = 0
  #closed = false

  constructor(
    total: FlowTotal,
    limits: { readonly inFlightBytes: number; readonly requests: number },
    onOpen: () => void,
  ) {
    this.#total = total
    this.#bytesMax = limits.inFlightBytes
    this.#requestsMax = limits.requests
    this.#onOpen = onOpen
  }

  /** False when the next request must wait; `onOpen` is then called once it need not. */
  mayTake(): boolean {
    if (this.#requests === 0) return true
    if (!this.#closed) this.#closed = this.#isFull()
    if (this.#closed) this.#total.wait(this)
    return !this.#closed
  }

  take(bytes: number): void {
    this.#requests += 1
    this.#bytes += bytes
    this.#total.add(bytes)
  }

  release(bytes: number): void {
    this.#requests -= 1
    this.#bytes -= bytes
    this.#total.release(bytes)
    this.look()
  }

  get requests(): number {
    return this.#requests
  }

  /** Opens again when there is room. */
  look(): void {
    if (!this.#closed || !this.#hasRoom()) return
    this.#closed = false
    this.#total.forget(this)
    this.#onOpen()
  }

  end(): void {
    this.#total.forget(this)
  }

  #isFull(): boolean {
    return (
      this.#requests >= this.#requestsMax || this.#bytes >= this.#bytesMax || this.#total.bytes >= this.#total.bytesMax
    )
  }

  #hasRoom(): boolean {
    if (this.#requests === 0) return true
    const total = this.#total
    return this.#requests < this.#requestsMax && this.#bytes <= this.#bytesMax / 2 && total.bytes < total.bytesMax
  }
}
