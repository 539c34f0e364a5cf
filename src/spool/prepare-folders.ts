/** The checks of a start: a spool that cannot keep what it promises must not open (cases D10, D11). */
import { dirname, join } from 'node:path'
import { Misconfigured } from '../base/errors.ts'
import type { Disk, Place } from './disk.ts'
import { errorCode } from './failures.ts'
import { syncFolder } from './folder-sync.ts'
import { BLOB_FOLDERS, type Layout } from './layout.ts'

const SETTING = 'spool.dir'

/** Makes what is missing, durably, and looks at what is there; throws `Misconfigured`. `user` is the process's own, -1 where there are none; `probe` a name that no file has. */
export async function prepareFolders(disk: Disk, layout: Layout, user: number, probe: string): Promise<void> {
  await ownFolder(disk, layout.dir, user, () => syncFolder(disk, dirname(layout.dir)))
  const incoming = await ownFolder(disk, layout.incoming, user)
  const blobs = await ownFolder(disk, layout.blobs, user)
  await syncFolder(disk, layout.dir)
  if (incoming.device !== blobs.device) {
    throw new Misconfigured(
      SETTING,
      `${layout.incoming} and ${layout.blobs} are on different file systems, so a received file cannot be linked into place.`,
      'Mount one file system over the whole spool folder.',
    )
  }
  await makeBlobFolders(disk, layout, user)
  await tryLink(disk, layout, probe)
}

async function makeBlobFolders(disk: Disk, layout: Layout, user: number): Promise<void> {
  const present = new Set(await disk.list(layout.blobs))
  const missing = BLOB_FOLDERS.filter((name) => !present.has(name))
  await Promise.all(missing.map((name) => attempt(layout.blobs, () => disk.makeFolder(join(layout.blobs, name)))))
  if (missing.length > 0) await syncFolder(disk, layout.blobs)
  await Promise.all(BLOB_FOLDERS.map((name) => ownFolder(disk, join(layout.blobs, name), user)))
}

async function ownFolder(
  disk: Disk,
  path: string,
  user: number,
  whenMade: () => Promise<void> = async () => {},
): Promise<Place> {
  const place = await attempt(path, () => disk.look(path))
  if (place === null) {
    await attempt(path, () => disk.makeFolder(path).then(whenMade))
    return ownFolder(disk, path, user)
  }
  if (place.kind !== 'folder') {
    throw new Misconfigured(
      SETTING,
      `${path} is not a folder; a symbolic link is not followed.`,
      'Remove what is in its place, or name the real folder.',
    )
  }
  if (user !== -1 && place.owner !== user) {
    throw new Misconfigured(
      SETTING,
      `${path} belongs to user ${place.owner}, the gateway runs as user ${user}.`,
      `Give the folder to user ${user} (chown -R), or run the gateway as its owner.`,
    )
  }
  return place
}

/** Writing, linking and removing are tried once, so that a read-only or linkless file system is told at the start. */
async function tryLink(disk: Disk, layout: Layout, probe: string): Promise<void> {
  const draft = join(layout.incoming, probe)
  const blob = join(layout.blobs, '00', probe)
  await attempt(layout.incoming, async () => {
    await (await disk.create(draft)).close()
    await disk.link(draft, blob).finally(() => disk.unlink(draft))
    await disk.unlink(blob)
  })
}

async function attempt<Value>(path: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Misconfigured) throw error
    throw new Misconfigured(
      SETTING,
      `${path} cannot be used (${errorCode(error)}).`,
      'The spool needs a writable folder on a file system with hard links; its parent folder must exist.',
      { cause: error },
    )
  }
}
