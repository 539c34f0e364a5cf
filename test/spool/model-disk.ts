/**
 * A disk in memory that knows what is on the medium and what is only in the cache, fails where it is told to, and stops dead
 * before any single call: `killed` is the same disk after kill -9, `powerCut` after the plug was pulled.
 */
import { basename, dirname } from 'node:path'
import type { Disk, OpenFile, OpenFolder, Place } from '../../src/spool/disk.ts'

type Inode = { cached: Buffer; durable: Buffer; readonly mode: number; readonly modifiedAt: Date }
type Folder = { readonly cached: Map<string, Inode>; readonly durable: Map<string, Inode>; readonly device: number }

export class Crash extends Error {
  override readonly name = 'Crash'
}

export function diskError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

export type Call = { readonly name: keyof Disk | keyof OpenFile | 'syncFolder'; readonly path: string }

export class ModelDisk implements Disk {
  readonly folders = new Map<string, Folder>()
  readonly calls: Call[] = []
  /** Told of every call before it happens; what it throws, the call throws. */
  fail: (call: Call, index: number) => Error | null = () => null
  /** How many turns of the event loop a call takes. */
  turns: (call: Call, index: number) => number = () => 1
  owner = process.getuid?.() ?? -1
  openFiles = 0
  openFolders = 0

  /** A disk with these folders, durably. */
  constructor(...paths: string[]) {
    for (const path of paths) this.folders.set(path, { cached: new Map(), durable: new Map(), device: 1 })
  }

  /** What a new process finds: everything that was written, synced or not. */
  killed(): ModelDisk {
    return this.#copy(({ cached }) => new Map([...cached].map(([name, inode]) => [name, { ...inode }])))
  }

  /** What is left after a power cut: names and bytes that were synced, and nothing else. */
  powerCut(): ModelDisk {
    return this.#copy(
      ({ durable }) => new Map([...durable].map(([name, inode]) => [name, { ...inode, cached: inode.durable }])),
    )
  }

  names(folder: string): string[] {
    return [...(this.folders.get(folder)?.cached.keys() ?? [])]
  }

  content(path: string): string | undefined {
    return this.#folder(dirname(path)).cached.get(basename(path))?.cached.toString()
  }

  put(path: string, content: string, modifiedAt = new Date()): void {
    const inode = { cached: Buffer.from(content), durable: Buffer.from(content), mode: 0o400, modifiedAt }
    this.#folder(dirname(path)).cached.set(basename(path), inode)
    this.#folder(dirname(path)).durable.set(basename(path), inode)
  }

  async create(path: string): Promise<OpenFile> {
    await this.#call('create', path)
    const { cached } = this.#folder(dirname(path))
    if (cached.has(basename(path))) throw diskError('EEXIST')
    const inode = { cached: Buffer.alloc(0), durable: Buffer.alloc(0), mode: 0o400, modifiedAt: new Date() }
    cached.set(basename(path), inode)
    return this.#open(path, inode)
  }

  async openToRead(path: string): Promise<OpenFile> {
    await this.#call('openToRead', path)
    return this.#open(path, this.#inode(path))
  }

  async link(existing: string, name: string): Promise<void> {
    await this.#call('link', name)
    const { cached } = this.#folder(dirname(name))
    const inode = this.#inode(existing)
    if (cached.has(basename(name))) throw diskError('EEXIST')
    cached.set(basename(name), inode)
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#call('rename', to)
    const inode = this.#inode(from)
    this.#folder(dirname(from)).cached.delete(basename(from))
    this.#folder(dirname(to)).cached.set(basename(to), inode)
  }

  async unlink(path: string): Promise<void> {
    await this.#call('unlink', path)
    this.#inode(path)
    this.#folder(dirname(path)).cached.delete(basename(path))
  }

  async makeFolder(path: string): Promise<void> {
    await this.#call('makeFolder', path)
    this.folders.set(path, { cached: new Map(), durable: new Map(), device: 1 })
  }

  async openFolder(path: string): Promise<OpenFolder> {
    await this.#call('openFolder', path)
    this.openFolders++
    return {
      sync: () => this.#syncFolder(path),
      close: async () => {
        this.openFolders--
      },
    }
  }

  async list(path: string): Promise<string[]> {
    await this.#call('list', path)
    const below = [...this.folders.keys()]
      .filter((folder) => dirname(folder) === path)
      .map((folder) => basename(folder))
    return [...below, ...this.#folder(path).cached.keys()]
  }

  async look(path: string): Promise<Place | null> {
    await this.#call('look', path)
    const folder = this.folders.get(path)
    const inode = this.folders.get(dirname(path))?.cached.get(basename(path))
    const modifiedAt = inode?.modifiedAt ?? new Date()
    const common = { owner: this.owner, bytes: inode?.cached.length ?? 0, modifiedAt, changedAt: modifiedAt }
    if (folder) return { ...common, kind: 'folder', device: folder.device, mode: 0o700 }
    return inode ? { ...common, kind: 'file', device: 1, mode: inode.mode } : null
  }

  async freeBytes(path: string): Promise<number> {
    await this.#call('freeBytes', path)
    return 1024 ** 4
  }

  async #syncFolder(path: string): Promise<void> {
    await this.#call('syncFolder', path)
    const { cached, durable } = this.#folder(path)
    const names = [...cached]
    await Promise.resolve() // names that are made meanwhile are not among them
    durable.clear()
    for (const [name, inode] of names) durable.set(name, inode)
  }

  #open(path: string, inode: Inode): OpenFile {
    this.openFiles++
    return {
      write: async (bytes, position) => {
        await this.#call('write', path)
        const grown = Buffer.alloc(Math.max(inode.cached.length, position + bytes.byteLength))
        inode.cached.copy(grown)
        grown.set(bytes, position)
        inode.cached = grown
      },
      read: async (into, position) => {
        await this.#call('read', path)
        return inode.cached.copy(into, 0, position)
      },
      truncate: async (size) => {
        await this.#call('truncate', path)
        const cut = Buffer.alloc(size)
        inode.cached.copy(cut)
        inode.cached = cut
      },
      sync: async () => {
        await this.#call('sync', path)
        inode.durable = inode.cached
      },
      bytes: async () => {
        await this.#call('bytes', path)
        return inode.cached.length
      },
      close: async () => {
        this.openFiles--
        await this.#call('close', path)
      },
    }
  }

  /** Every call takes its turn like one to a real disk, so that concurrent calls interleave. */
  async #call(name: Call['name'], path: string): Promise<void> {
    const call = { name, path }
    const error = this.fail(call, this.calls.length)
    const turns = this.turns(call, this.calls.length)
    this.calls.push(call)
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
    if (error) throw error
  }

  #copy(names: (folder: Folder) => Map<string, Inode>): ModelDisk {
    const copy = new ModelDisk()
    for (const [path, folder] of this.folders) {
      const found = names(folder)
      copy.folders.set(path, { cached: found, durable: new Map(found), device: folder.device })
    }
    return copy
  }

  #folder(path: string): Folder {
    const folder = this.folders.get(path)
    if (!folder) throw diskError('ENOENT')
    return folder
  }

  #inode(path: string): Inode {
    const inode = this.#folder(dirname(path)).cached.get(basename(path))
    if (!inode) throw diskError('ENOENT')
    return inode
  }
}
