/**
 * How many bytes may wait for the store or for the client. A channel that is not read any more fills its window and then
 * the client waits; without this a fast client and a slow disk fill the memory.
 */

type FlowLimits = { readonly inFlightBytes: number; readonly requests: number }

/** All sessions of the endpoint together. */
export class FlowTotal {
  readonly #limits: { readonly inFlightBytesTotal: number }
  readonly #waiting = new Set<Flow>()
  #bytes = 0

  constructor(limits: { readonly inFlightBytesTotal: number }) {
    this.#limits = limits
  }

  get bytes(): number {
    return this.#bytes
  }

  get isFull(): boolean {
    return this.#bytes >= this.#limits.inFlightBytesTotal
  }

  add(bytes: number): void {
    this.#bytes += bytes
  }

  release(bytes: number): void {
    this.#bytes -= bytes
    for (const flow of this.#waiting) {
      if (this.isFull) return
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
  readonly #limits: FlowLimits
  readonly #onOpen: () => void
  #bytes = 0
  #requests = 0
  #closed = false

  constructor(total: FlowTotal, limits: FlowLimits, onOpen: () => void) {
    this.#total = total
    this.#limits = limits
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

  /** A request that was taken became longer. */
  lengthen(bytes: number): void {
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
    const { requests, inFlightBytes } = this.#limits
    return this.#requests >= requests || this.#bytes >= inFlightBytes || this.#total.isFull
  }

  #hasRoom(): boolean {
    const { requests, inFlightBytes } = this.#limits
    if (this.#requests === 0) return true
    return this.#requests < requests && this.#bytes <= inFlightBytes / 2 && !this.#total.isFull
  }
}
