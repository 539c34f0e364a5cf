/** The open files and listings of a session. A handle is four bytes, never used twice, and belongs to its session alone. */
import type { Refusal } from '../../base/refusal.ts'
import type { BytePath, ListedFile, OpenFile, OpenFlags } from '../files/client-files.ts'
import { Lane } from './lane.ts'

export type FileHandle = {
  readonly kind: 'file'
  readonly path: BytePath
  readonly file: OpenFile
  readonly lane: Lane
  readonly flags: OpenFlags
  /** The first refusal while writing, told again at every later write and at CLOSE. */
  refused: Refusal | undefined
}

export type ListingHandle = {
  readonly kind: 'listing'
  readonly path: BytePath
  readonly lane: Lane
  readonly pages: AsyncIterator<readonly ListedFile[]>
  /** Of the page that was fetched last: what is still to be told. */
  rest: readonly ListedFile[]
}

export type Handle = FileHandle | ListingHandle

/** Shared by the channels of a connection, so that the limit holds for the session as a whole. */
export type HandleCount = { open: number; readonly max: number }

export class Handles {
  readonly #open = new Map<string, Handle>()
  readonly #count: HandleCount
  #next = 0

  constructor(count: HandleCount) {
    this.#count = count
  }

  /** Reserves a place before the store is asked, so that the limit cannot be overrun (case S13); false when there is none. */
  reserve(): boolean {
    if (this.#count.open >= this.#count.max) return false
    this.#count.open += 1
    return true
  }

  /** Gives back a place that no handle came to fill. */
  abandon(): void {
    this.#count.open -= 1
  }

  addFile(path: BytePath, file: OpenFile, flags: OpenFlags): string {
    return this.#add({ kind: 'file', path, file, lane: new Lane(), flags, refused: undefined })
  }

  addListing(path: BytePath, pages: AsyncIterator<readonly ListedFile[]>): string {
    return this.#add({ kind: 'listing', path, pages, lane: new Lane(), rest: [] })
  }

  get(id: string): Handle | undefined {
    return this.#open.get(id)
  }

  file(id: string): FileHandle | undefined {
    const found = this.#open.get(id)
    return found?.kind === 'file' ? found : undefined
  }

  /** From now on the client cannot use it; whoever removes it closes it. */
  remove(id: string): Handle | undefined {
    const found = this.#open.get(id)
    if (found) this.#count.open -= 1
    this.#open.delete(id)
    return found
  }

  /** What the client works on: an upload before anything else, then what was opened last. */
  get inHand(): Handle | undefined {
    const all = [...this.#open.values()]
    return all.findLast((handle) => handle.kind === 'file' && handle.flags.write) ?? all.at(-1)
  }

  hasUpload(): boolean {
    return [...this.#open.values()].some((handle) => handle.kind === 'file' && handle.flags.write)
  }

  /** Lets everything go, in order of opening; an upload that was not closed leaves nothing (case S15). */
  async disposeAll(onTrouble: (error: unknown) => void): Promise<void> {
    for (const id of [...this.#open.keys()]) {
      const handle = this.remove(id)
      if (handle) await handle.lane.alone(() => dispose(handle)).catch(onTrouble)
    }
  }

  #add(handle: Handle): string {
    const bytes = Buffer.allocUnsafe(4)
    bytes.writeUInt32BE(this.#next++ >>> 0)
    const id = bytes.toString('latin1')
    this.#open.set(id, handle)
    return id
  }
}

export async function dispose(handle: Handle): Promise<void> {
  if (handle.kind === 'file') await handle.file[Symbol.asyncDispose]()
  else await handle.pages.return?.()
}
