/** What the file system says of a file, itself and not what a link points to. */
import type { BigIntStats } from 'node:fs'

export type Kind = 'file' | 'folder' | 'link' | 'other'

export type Look = {
  readonly kind: Kind
  readonly device: bigint
  readonly inode: bigint
  readonly bytes: bigint
  readonly modifiedNs: bigint
  /** Of content, name, owner or rights: nobody can set it. */
  readonly changedNs: bigint
  readonly links: bigint
  readonly owner: bigint
}

export function lookOf(stats: BigIntStats): Look {
  return {
    kind: kindOf(stats),
    device: stats.dev,
    inode: stats.ino,
    bytes: stats.size,
    modifiedNs: stats.mtimeNs,
    changedNs: stats.ctimeNs,
    links: stats.nlink,
    owner: stats.uid,
  }
}

export function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): Kind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

/** The same file, which nobody wrote to meanwhile. */
export function isSame(one: Look, other: Look): boolean {
  const keys = ['kind', 'device', 'inode', 'bytes', 'modifiedNs', 'changedNs'] as const
  return keys.every((key) => one[key] === other[key])
}
