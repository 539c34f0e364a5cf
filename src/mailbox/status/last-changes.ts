import type { Now } from '../../base/clock.ts'
import { type Sha256, sha256 } from '../../base/hashes.ts'

const FILES_MAX = 20_000

/**
 * When a file that no row dates was last different, as this process saw it: a client that mirrors the folder takes a file again when
 * its time is another, and shall not for a file that is the same. Before the first look it is the time of that look.
 */
export class LastChanges {
  readonly #seen = new Map<string, { readonly content: Sha256; readonly at: Date }>()
  readonly #now: Now

  constructor(now: Now) {
    this.#now = now
  }

  of(sender: string, name: string, bytes: Uint8Array): Date {
    const key = `${sender}/${name}`
    const content = sha256(bytes)
    const before = this.#seen.get(key)
    const seen = before?.content === content ? before : { content, at: this.#now() }
    this.#seen.delete(key) // so that what nobody looks at any more comes to stand first
    this.#seen.set(key, seen)
    const [first] = this.#seen.keys()
    if (this.#seen.size > FILES_MAX && first !== undefined) this.#seen.delete(first)
    return seen.at
  }
}
