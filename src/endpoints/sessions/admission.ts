/** How many may be in at once: strangers, who have not logged in, and sessions, who have. Neither counts for the other. */

export type StrangerLimits = {
  /** Connections that are not logged in yet; above it the oldest of them is dropped (case S6). */
  readonly strangers: number
  readonly strangersPerAddress: number
}

export type SessionLimits = {
  /** Sessions that are logged in. */
  readonly sessions: number
  readonly sessionsPerAddress: number
  readonly sessionsPerUser: number
}

/**
 * Strangers. When there are too many, it is not the newcomer who has to go but the one who has been there longest, from
 * the address that has most: a log-in that is under way in earnest takes a fraction of a second (case S6).
 */
export class Strangers<Stranger> {
  readonly #limits: StrangerLimits
  /** Oldest first. */
  readonly #byAddress = new Map<string, Set<Stranger>>()
  #count = 0

  constructor(limits: StrangerLimits) {
    this.#limits = limits
  }

  /** Lets one in and returns who has to leave for it, who is then forgotten already. */
  enter(address: string, stranger: Stranger): Stranger | undefined {
    const neighbours = this.#byAddress.get(address) ?? new Set()
    this.#byAddress.set(address, neighbours.add(stranger))
    this.#count += 1
    if (neighbours.size > this.#limits.strangersPerAddress) return this.#evict(address)
    return this.#count > this.#limits.strangers ? this.#evict(this.#mostCrowded()) : undefined
  }

  leave(address: string, stranger: Stranger): void {
    const neighbours = this.#byAddress.get(address)
    if (!neighbours?.delete(stranger)) return
    this.#count -= 1
    if (neighbours.size === 0) this.#byAddress.delete(address)
  }

  get count(): number {
    return this.#count
  }

  #evict(address: string): Stranger | undefined {
    const [oldest] = this.#byAddress.get(address) ?? []
    if (oldest !== undefined) this.leave(address, oldest)
    return oldest
  }

  /** Of equally crowded addresses the one that has been there longest. */
  #mostCrowded(): string {
    let most = ''
    let count = 0
    for (const [address, { size }] of this.#byAddress) if (size > count) [most, count] = [address, size]
    return most
  }
}

type Who = { readonly name: string; readonly address: string }

/** Sessions: the limits in total, of an address and of an account. */
export class SessionCounts {
  readonly #limits: SessionLimits
  readonly #byName = new Map<string, number>()
  readonly #byAddress = new Map<string, number>()
  #count = 0

  constructor(limits: SessionLimits) {
    this.#limits = limits
  }

  /** False when there is no room for this one. */
  enter({ name, address }: Who): boolean {
    const { sessions, sessionsPerAddress, sessionsPerUser } = this.#limits
    const [ofName, ofAddress] = [this.#byName.get(name) ?? 0, this.#byAddress.get(address) ?? 0]
    if (this.#count >= sessions || ofName >= sessionsPerUser || ofAddress >= sessionsPerAddress) return false
    this.#count += 1
    this.#byName.set(name, ofName + 1)
    this.#byAddress.set(address, ofAddress + 1)
    return true
  }

  leave({ name, address }: Who): void {
    this.#count -= 1
    decrement(this.#byName, name)
    decrement(this.#byAddress, address)
  }

  get count(): number {
    return this.#count
  }
}

function decrement(counts: Map<string, number>, key: string): void {
  const count = counts.get(key) ?? 0
  if (count <= 1) counts.delete(key)
  else counts.set(key, count - 1)
}
