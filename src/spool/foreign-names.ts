/** What lies in the spool and was made by none of our parts: told and left alone, never opened, executed or removed (case O11). */
import { join } from 'node:path'
import { isSha256 } from '../base/hashes.ts'
import type { Disk } from './disk.ts'
import { BLOB_FOLDERS, type Layout } from './layout.ts'

/** Of the spool's own folder; `lost+found` is that of a disk mounted there. */
const OURS: ReadonlySet<string> = new Set([
  ...['incoming', 'blobs', 'postgres', 'services', 'audit', 'messages'],
  ...['README.md', '.gitignore', 'lost+found'],
])
const BLOBS: ReadonlySet<string> = new Set(BLOB_FOLDERS)

/** Beside our folders; quick, however many blobs there are. Paths below the spool. */
export async function namesBesideOurs(disk: Pick<Disk, 'list'>, { dir, blobs }: Layout): Promise<string[]> {
  const [above, below] = await Promise.all([disk.list(dir), disk.list(blobs)])
  return [
    ...above.filter((name) => !OURS.has(name)),
    ...below.filter((name) => !BLOBS.has(name)).map((name) => join('blobs', name)),
  ]
}

/** Among the blobs: what has no blob's name. */
export async function* namesAmongBlobs(disk: Pick<Disk, 'list'>, { blobs }: Layout): AsyncGenerator<string> {
  for (const folder of BLOB_FOLDERS) {
    for (const name of await disk.list(join(blobs, folder))) if (!isSha256(name)) yield join('blobs', folder, name)
  }
}
