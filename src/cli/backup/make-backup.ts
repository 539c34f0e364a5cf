/**
 * A backup of a gateway that runs (rules 31.1 to 31.3): the rows of one instant first, then the contents that they keep, which never change.
 * Nobody waits for it; contents stay on the disk meanwhile.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Corrupt } from '../../base/errors.ts'
import { type Sha256, sha256 } from '../../base/hashes.ts'
import type { Queries } from '../../database/database.ts'
import { holdingContents } from '../../database/dump/hold-contents.ts'
import { inSnapshot } from '../../database/dump/read-rows.ts'
import { BlobUnreadable } from '../../spool/blob-unreadable.ts'
import type { Spool } from '../../spool/spool.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'
import { atATime } from './at-a-time.ts'
import { BlobShelf } from './blob-shelf.ts'
import { publishFolder, syncFolders, writeFileDurably } from './durable-files.ts'
import { backupName, FORMAT, MANIFEST, MANIFEST_DIGEST, type Manifest, type ManifestFile } from './manifest.ts'
import type { Progress } from './progress.ts'
import { listedBlobs, writeRows } from './write-rows.ts'

export type BackupWish = {
  /** The folder of all backups. */
  readonly folder: string
  readonly version: string
  readonly queries: Queries
  readonly spool: Pick<Spool, 'stream'>
  /** Writes more files into the folder of the backup: the configuration, and keys where they are wanted. */
  readonly more: (folder: string) => Promise<readonly ManifestFile[]>
  readonly progress: Progress
}

export type MadeBackup = {
  readonly manifest: Manifest
  readonly copied: { readonly count: number; readonly bytes: number }
}

const COPIED_AT_A_TIME = 8
const OF_THE_DISK: readonly string[] = [
  'EACCES',
  'EDQUOT',
  'EFBIG',
  'EIO',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]

/** Resolves when all of it is on the medium. Contents that are damaged or gone are told in the manifest and stop nothing. */
export async function makeBackup(wish: BackupWish): Promise<MadeBackup> {
  const { folder, queries } = wish
  const draft = join(folder, `.tmp-${randomUUID()}`)
  try {
    await makeFolder(folder)
    await mkdir(draft, { mode: 0o700 })
    return await holdingContents(queries, () => fill(draft, wish))
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => {}) // what failed is what has to be told
    throw refusedByDisk(error) ?? error
  }
}

/** What it lies in must be there: a disk that is not mounted is not to be replaced by a folder of its name. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function refusedByDisk(error: unknown): RefusedCommand | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code !== 'string' || !OF_THE_DISK.includes(code)) return null
  return new RefusedCommand(
    `The folder of backups cannot be written (${code}); no backup was made.\n  Name one on a disk that is mounted, with room, in a folder that is there.`,
    EXIT.no,
  )
}

async function fill(
  draft: string,
  { folder, version, queries, spool, more, progress }: BackupWish,
): Promise<MadeBackup> {
  progress.step('rows')
  const { takenAt, files, ...rows } = await inSnapshot(queries, (snapshot) => writeRows(snapshot, draft, progress.done))
  progress.step('contents', rows.blobs.count)
  const { lost, copied } = await copyBlobs(draft, folder, spool, progress)
  const name = backupName(takenAt)
  const all = [...files, ...(await more(draft))]
  const manifest: Manifest = {
    format: FORMAT,
    name,
    version,
    takenAt: takenAt.toISOString(),
    ...rows,
    lost,
    files: all,
  }
  await writeManifest(draft, manifest)
  await publishFolder(draft, join(folder, name))
  progress.end()
  return { manifest, copied }
}

async function copyBlobs(draft: string, folder: string, spool: Pick<Spool, 'stream'>, progress: Progress) {
  const shelf = new BlobShelf(folder)
  const lost: Sha256[] = []
  const copied = { count: 0, bytes: 0 }
  await atATime(listedBlobs(draft), COPIED_AT_A_TIME, async (blob) => {
    progress.done(1)
    if (await shelf.has(blob)) return
    try {
      await shelf.add(blob.sha256, spool)
      copied.count += 1
      copied.bytes += blob.bytes
    } catch (error) {
      if (!(error instanceof Corrupt || error instanceof BlobUnreadable)) throw error
      lost.push(blob.sha256)
    }
  })
  await shelf.sync()
  return { lost: lost.sort(), copied }
}

async function writeManifest(draft: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`
  await writeFileDurably(draft, MANIFEST, [Buffer.from(text)])
  await writeFileDurably(draft, MANIFEST_DIGEST, [Buffer.from(`${sha256(text)}\n`)])
  await syncFolders(draft)
}
