/** The answers in a sender's OUT folders: each is read once, and known by the name that it speaks of. */
import { FOLDERS } from '../../src/batch/environment.ts'
import { readAcknowledgement } from '../../src/batch/read-acknowledgement.ts'
import { newAnswers } from '../../src/cli/send-sets.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'

/** Of one answer, in their order; an accepted set has none. */
export type Codes = readonly number[]

export class Answers {
  readonly #client: RemoteClient
  readonly #known = new Set<string>()
  readonly #codes = new Map<string, Codes[]>()
  #look: Promise<void> | null = null

  constructor(client: RemoteClient) {
    this.#client = client
  }

  /** The codes of each answer to this name, once there are so many. */
  async to(name: string, count = 1): Promise<readonly Codes[]> {
    while ((this.#codes.get(name)?.length ?? 0) < count) await this.look()
    return this.#codes.get(name) ?? []
  }

  /** Everything that was answered so far, by name. */
  all(): ReadonlyMap<string, readonly Codes[]> {
    return this.#codes
  }

  /** Many who wait share one look. */
  look(): Promise<void> {
    this.#look ??= this.#readNew().finally(() => {
      this.#look = null
    })
    return this.#look
  }

  async #readNew(): Promise<void> {
    for (const { out } of FOLDERS) {
      const names = (await newAnswers(this.#client, out, this.#known)).sort()
      for (const few of inPieces(names)) await Promise.all(few.map((name) => this.#read(out, name)))
    }
  }

  async #read(folder: string, name: string): Promise<void> {
    this.#known.add(name)
    const document = await this.#client.read(`/${folder}/${name}`)
    const content = document.ok ? readAcknowledgement(document.value) : document
    if (!content.ok) throw new TypeError(`${folder}/${name} is no answer`)
    const { fileName, codes } = content.value
    this.#codes.set(fileName, [...(this.#codes.get(fileName) ?? []), [...codes].sort((one, other) => one - other)])
  }
}

const HANDLES = 20

/** As many as a session may well have open at a time (`limits.handles`). */
export function inPieces<Value>(values: readonly Value[]): Value[][] {
  return Array.from({ length: Math.ceil(values.length / HANDLES) }, (_, index) =>
    values.slice(index * HANDLES, (index + 1) * HANDLES),
  )
}
