/** Attributes of files on the disk, read and set. */
import type { Stats } from 'node:fs'
import * as disk from 'node:fs/promises'
import type { AttributeChange, Attributes, FileKind } from '../files/client-files.ts'
import type { DiskPath } from './confined.ts'

const PERMISSIONS = 0o7777

export function attributesOf(stats: Stats): Attributes {
  return {
    kind: kindOf(stats),
    size: stats.size,
    mode: stats.mode & PERMISSIONS,
    owner: stats.uid,
    group: stats.gid,
    accessedAt: stats.atime,
    modifiedAt: stats.mtime,
  }
}

/** What can be set of a file, by its path or by its open handle. */
type Settable = {
  truncate(size: number): Promise<void>
  chmod(mode: number): Promise<void>
  utimes(accessedAt: Date, modifiedAt: Date): Promise<void>
  chown(owner: number, group: number): Promise<void>
}

export async function changeOnDisk(path: DiskPath, change: AttributeChange): Promise<void> {
  await applyChange(
    {
      truncate: (size) => disk.truncate(path, size),
      chmod: (mode) => disk.chmod(path, mode),
      utimes: (accessedAt, modifiedAt) => disk.utimes(path, accessedAt, modifiedAt),
      chown: (owner, group) => disk.chown(path, owner, group),
    },
    change,
  )
}

/** The times come last but one, for cutting a file changes them. */
export async function applyChange(file: Settable, { size, mode, times, ownership }: AttributeChange): Promise<void> {
  if (size !== undefined) await file.truncate(size)
  if (mode !== undefined) await file.chmod(mode)
  if (times) await file.utimes(times.accessedAt, times.modifiedAt)
  if (ownership) await file.chown(ownership.owner, ownership.group)
}

function kindOf(stats: Stats): FileKind {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  return stats.isSymbolicLink() ? 'link' : 'other'
}
