/**
 * rule 31.14: old backups leave a folder, and the contents that none of the others names. Looked at whole before anything is removed, so that the
 * last good one never goes because a damaged one is younger.
 */
import { randomUUID } from 'node:crypto'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ignore } from '../../base/errors.ts'
import { isSha256, type Sha256 } from '../../base/hashes.ts'
import type { Queries } from '../../database/database.ts'
import { withoutBackups } from '../../database/dump/hold-contents.ts'
import { RefusedCommand } from '../refused-command.ts'
import { BlobShelf } from './blob-shelf.ts'
import { syncFolders } from './durable-files.ts'
import { BACKUP_NAME } from './manifest.ts'
import { openBackup } from './open-backup.ts'
import { listedBlobs } from './write-rows.ts'

export type Pruned = {
  readonly removed: readonly string[]
  /** Younger than the last that is kept, and not whole: left for a person. */
  readonly damaged: readonly string[]
  readonly contents: number
  /** Why nothing was removed. */
  readonly refused?: string
}

const NOTHING: Pruned = { removed: [], damaged: [], contents: 0 }
const BUSY = 'Another backup is being made; nothing was removed.'

/** Keeps the `keep` latest that are whole. */
export async function pruneBackups(queries: Queries, folder: string, keep: number): Promise<Pruned> {
  return (await withoutBackups(queries, () => prune(folder, keep))) ?? { ...NOTHING, refused: BUSY }
}

async function prune(folder: string, keep: number): Promise<Pruned> {
  const names = (await readdir(folder))
    .filter((name) => BACKUP_NAME.test(name))
    .sort()
    .reverse()
  const kept: string[] = []
  const damaged: string[] = []
  let looked = 0
  for (; looked < names.length && kept.length < keep; looked++) {
    const name = names[looked] ?? ''
    ;((await isWhole(folder, name)) ? kept : damaged).push(name)
  }
  const removed = names.slice(looked)
  if (kept.length < keep || removed.length === 0) return { ...NOTHING, damaged }
  for (const name of removed) await removeFolder(folder, name)
  // a damaged one may name contents that only it needs, and cannot be read
  const contents = damaged.length > 0 ? 0 : await removeUnnamed(folder, kept)
  return { removed, damaged, contents }
}

/** Every file as it was written, and every content there with all its bytes. */
async function isWhole(folder: string, name: string): Promise<boolean> {
  try {
    const { path, manifest } = await openBackup(folder, name)
    const shelf = new BlobShelf(folder)
    const lost = new Set<Sha256>(manifest.lost)
    for await (const page of listedBlobs(path))
      for (const blob of page) if (!lost.has(blob.sha256) && !(await shelf.has(blob))) return false
    return true
  } catch (error) {
    if (error instanceof RefusedCommand) return false
    throw error
  }
}

/** Under another name first: what is removed by half is no backup. */
async function removeFolder(folder: string, name: string): Promise<void> {
  const leaving = join(folder, `.tmp-${randomUUID()}`)
  await rename(join(folder, name), leaving)
  await syncFolders(folder)
  await rm(leaving, { recursive: true, force: true })
}

/** Lists and folders are in the order of the hashes, so that a million need no room in memory. */
async function removeUnnamed(folder: string, kept: readonly string[]): Promise<number> {
  const lists = kept.map((name) => new Cursor(listedBlobs(join(folder, name))))
  let removed = 0
  for (const below of (await readdir(join(folder, 'blobs'))).sort()) {
    const names = (await readdir(join(folder, 'blobs', below)).catch(ignore('ENOTDIR'))) ?? []
    for (const hash of names.filter(isSha256).sort()) {
      const named = await Promise.all(lists.map((list) => list.has(hash)))
      if (named.includes(true)) continue
      await rm(join(folder, 'blobs', below, hash), { force: true })
      removed += 1
    }
  }
  return removed
}

/** Asked for ascending hashes only. */
class Cursor {
  readonly #pages: AsyncIterator<readonly { readonly sha256: Sha256 }[]>
  #page: readonly { readonly sha256: Sha256 }[] = []
  #at = 0

  constructor(pages: AsyncIterable<readonly { readonly sha256: Sha256 }[]>) {
    this.#pages = pages[Symbol.asyncIterator]()
  }

  async has(hash: Sha256): Promise<boolean> {
    for (;;) {
      for (; this.#at < this.#page.length; this.#at++) {
        const { sha256 } = this.#page[this.#at] ?? { sha256: hash }
        if (sha256 >= hash) return sha256 === hash
      }
      const next = await this.#pages.next()
      if (next.done) return false
      this.#page = next.value
      this.#at = 0
    }
  }
}
