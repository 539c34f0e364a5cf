/** The contents of all backups of a folder, each once: `blobs/ab/<sha256>`, as in the spool. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ignore } from '../../base/errors.ts'
import type { Sha256 } from '../../base/hashes.ts'
import type { KeptBlob } from '../../ledger/retention/blob-references.ts'
import type { Spool } from '../../spool/spool.ts'
import { syncFolders } from './durable-files.ts'

export class BlobShelf {
  readonly #folder: string
  readonly #touched = new Set<string>()

  constructor(folder: string) {
    this.#folder = join(folder, 'blobs')
  }

  /** Whether contents of backups lie there at all. */
  async isThere(): Promise<boolean> {
    const found = await stat(this.#folder).catch(ignore('ENOENT')).catch(ignore('ENOTDIR'))
    return found?.isDirectory() === true
  }

  pathOf(sha256: Sha256): string {
    return join(this.#folder, sha256.slice(0, 2), sha256)
  }

  /** There, with all its bytes; whether they are the right ones is looked at when it is put back. */
  async has({ sha256, bytes }: KeptBlob): Promise<boolean> {
    const found = await stat(this.pathOf(sha256)).catch(ignore('ENOENT'))
    return found?.isFile() === true && found.size === bytes
  }

  /** Copies one out of the spool, durably but for its name; throws what the spool does when its bytes are not the right ones. */
  async add(sha256: Sha256, spool: Pick<Spool, 'stream'>): Promise<void> {
    const folder = join(this.#folder, sha256.slice(0, 2))
    const draft = join(folder, `.tmp-${randomUUID()}`)
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) this.#touched.add(this.#folder)
    try {
      await pipeline(spool.stream(sha256), createWriteStream(draft, { flags: 'wx', mode: 0o400, flush: true }))
      await rename(draft, this.pathOf(sha256))
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    this.#touched.add(folder)
  }

  /** Makes the names durable. */
  async sync(): Promise<void> {
    await syncFolders(...this.#touched)
    this.#touched.clear()
  }
}
