import type { Sha256 } from '../base/hashes.ts'
import type { Log } from '../base/log.ts'
import { hashOfFile } from './content-hash.ts'
import type { Disk } from './disk.ts'
import { errorCode } from './failures.ts'
import { FolderSync } from './folder-sync.ts'
import { blobFolder, blobPath, type Layout } from './layout.ts'
import type { Blob } from './spool.ts'

/**
 * Told before a blob that is there already is relied upon; when it resolves, the blob is gone or stays at least until the collection has
 * marked it anew and waited (rule 23.8).
 */
export type Reusing = (sha256: Sha256) => Promise<void>

/** Puts finished files on the shelf under their hash; steps P3 and P4 of reliability.md. */
export class Shelf implements AsyncDisposable {
  readonly #disk: Disk
  readonly #layout: Layout
  readonly #log: Log
  readonly #reusing: Reusing
  readonly #folders: FolderSync

  constructor(disk: Disk, layout: Layout, log: Log, reusing: Reusing) {
    this.#disk = disk
    this.#layout = layout
    this.#log = log
    this.#reusing = reusing
    this.#folders = new FolderSync(disk)
  }

  /**
   * Gives the file at `path`, which is on the medium already, its name in `blobs`, durably. `path` may be gone afterwards.
   * A blob of that name is kept if its bytes are what the name says: then somebody sent the same before.
   */
  async put(path: string, blob: Blob): Promise<void> {
    const name = blobPath(this.#layout, blob.sha256)
    if (!(await this.#link(path, name))) {
      await this.#reusing(blob.sha256)
      // until it was reused it may have been swept
      const isNew = await this.#link(path, name)
      if (!isNew && !(await this.holds(blob))) await this.#replace(path, name, blob.sha256)
    }
    // Also when the name was there before: whoever made it may have died, or be waiting, before this step.
    await this.#folders.sync(blobFolder(this.#layout, blob.sha256))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#folders[Symbol.asyncDispose]()
  }

  /** False when there is a blob of that name. */
  #link(path: string, name: string): Promise<boolean> {
    return this.#disk.link(path, name).then(
      () => true,
      (error) => {
        if (errorCode(error) === 'EEXIST') return false
        throw error
      },
    )
  }

  /** True when the blob is there with the right size and content. */
  async holds({ sha256, bytes }: Blob): Promise<boolean> {
    const file = await this.#disk.openToRead(blobPath(this.#layout, sha256))
    try {
      return (await file.bytes()) === bytes && (await hashOfFile(file, bytes)) === sha256
    } finally {
      await file.close()
    }
  }

  /** Bit rot or a foreign hand: the good bytes take the place of the bad ones in one step, and a person hears of it. */
  async #replace(path: string, name: string, sha256: Sha256): Promise<void> {
    this.#log.error('spool.damagedBlobReplaced', { sha256 })
    await this.#disk.rename(path, name)
  }
}
