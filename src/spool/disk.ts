/**
 * The seam at the system call: everything the spool asks of a file system, so that a test can fail or stop any single call
 * and look at what is left. Errors keep their `code` (`ENOSPC`, `EIO` …).
 */
import { constants } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, readdir, rename, statfs, unlink } from 'node:fs/promises'
import { ignore } from '../base/errors.ts'

export type OpenFile = {
  /** Writes all of `bytes`. */
  write(bytes: Uint8Array, position: number): Promise<void>
  /** Fills `into` from `position`; fewer bytes only at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>
  truncate(size: number): Promise<void>
  /** Content and size are on the medium when it returns (fdatasync). */
  sync(): Promise<void>
  bytes(): Promise<number>
  close(): Promise<void>
}

export type OpenFolder = {
  /** Names made or removed in the folder before the call are on the medium when it returns. */
  sync(): Promise<void>
  close(): Promise<void>
}

export type Place = {
  readonly kind: 'folder' | 'file' | 'other'
  readonly device: number
  readonly owner: number
  readonly mode: number
  readonly bytes: number
  readonly modifiedAt: Date
  /** When it last got or lost a name, or other content: also of a file that was brought back from a backup with its old times. */
  readonly changedAt: Date
}

export type Disk = {
  /** A new file, readable and writable through this descriptor only; fails when the name exists, also as a symbolic link. */
  create(path: string): Promise<OpenFile>
  openToRead(path: string): Promise<OpenFile>
  /** A second name for a file; fails with EEXIST rather than replace anything. */
  link(existing: string, name: string): Promise<void>
  /** Replaces what is at `to`. */
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  /** A folder for this user alone. */
  makeFolder(path: string): Promise<void>
  openFolder(path: string): Promise<OpenFolder>
  list(path: string): Promise<string[]>
  /** What is at the path itself, never behind a symbolic link; null when nothing is. */
  look(path: string): Promise<Place | null>
  freeBytes(path: string): Promise<number>
}

/** A blob is never rewritten, so a draft has a blob's mode from the start; the descriptor that made it may still write. */
const BLOB_MODE = 0o400
const FOLDER_MODE = 0o700
const { O_CREAT, O_EXCL, O_RDWR, O_RDONLY, O_NOFOLLOW, O_DIRECTORY } = constants

export const nodeDisk: Disk = {
  create: async (path) => openFile(await open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, BLOB_MODE)),
  openToRead: async (path) => openFile(await open(path, O_RDONLY | O_NOFOLLOW)),
  link,
  rename,
  unlink,
  makeFolder: (path) => mkdir(path, { mode: FOLDER_MODE }),
  openFolder: (path) => open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW),
  list: (path) => readdir(path),
  async look(path) {
    const found = await lstat(path).catch(ignore('ENOENT'))
    if (!found) return null
    const kind = found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other'
    const { dev: device, uid: owner, size: bytes, mtime: modifiedAt, ctime: changedAt } = found
    return { kind, device, owner, mode: found.mode & 0o7777, bytes, modifiedAt, changedAt }
  },
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  },
}

function openFile(handle: FileHandle): OpenFile {
  return {
    async write(bytes, position) {
      for (let done = 0; done < bytes.byteLength; ) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, position + done)
        done += bytesWritten
      }
    },
    async read(into, position) {
      let done = 0
      while (done < into.byteLength) {
        const { bytesRead } = await handle.read(into, done, into.byteLength - done, position + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return done
    },
    truncate: (size) => handle.truncate(size),
    sync: () => handle.datasync(),
    bytes: async () => (await handle.stat()).size,
    close: () => handle.close(),
  }
}
