/**
 * A folder held open while we work in it. Every path goes through its descriptor, so that whoever puts a link or another folder
 * under its name meanwhile leads us nowhere. Names are plain ASCII: others are listed and never used as a path.
 */
import { constants, existsSync } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, opendir, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Kind, kindOf, type Look, lookOf } from './look.ts'
import { FolderTrouble, onDisk, orNull } from './trouble.ts'

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants
/** Linux shows each descriptor as a path; elsewhere the folder's own path must do. */
const DESCRIPTORS = '/proc/self/fd'
const HAS_DESCRIPTORS = existsSync(DESCRIPTORS)
const FOLDER_MODE = 0o750
const LIST_AT_ONCE = 256

/** `unknown`: the file system does not tell the kind in its listing. */
export type Listed = { readonly name: string; readonly kind: Kind | 'unknown' }
export type Listing = { readonly listed: readonly Listed[]; readonly isWhole: boolean }

/** Throws `FolderTrouble` when it is away, or is a symbolic link now. */
export async function holdFolder(path: string): Promise<HeldFolder> {
  return onDisk(async () => {
    const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    try {
      const [stats, above] = await Promise.all([handle.stat({ bigint: true }), lstat(dirname(path), { bigint: true })])
      return new HeldFolder(path, handle, lookOf(stats), stats.dev !== above.dev)
    } catch (error) {
      await handle.close()
      throw error
    }
  })
}

export class HeldFolder implements AsyncDisposable {
  readonly look: Look
  /** Another file system begins here: the root of a mounted share. */
  readonly isMountPoint: boolean
  readonly #handle: FileHandle
  readonly #base: string

  constructor(path: string, handle: FileHandle, look: Look, isMountPoint: boolean) {
    this.#handle = handle
    this.#base = HAS_DESCRIPTORS ? `${DESCRIPTORS}/${handle.fd}` : path
    this.look = look
    this.isMountPoint = isMountPoint
  }

  /** At most `max` wanted names, each with one character a byte; `isWhole` when there are no more. */
  async names(max: number, isWanted: (listed: Listed) => boolean = () => true): Promise<Listing> {
    return onDisk(async () => {
      const listed: Listed[] = []
      const folder = await opendir(`${this.#base}/.`, { encoding: 'latin1', bufferSize: LIST_AT_ONCE })
      for await (const entry of folder) {
        const found = { name: entry.name, kind: listedKind(entry) }
        if (!isWanted(found)) continue
        if (listed.length === max) return { listed, isWhole: false }
        listed.push(found)
      }
      return { listed, isWhole: true }
    })
  }

  /** Null when there is nothing of that name. */
  lookAt(name: string): Promise<Look | null> {
    return orNull(['ENOENT'], async () => lookOf(await lstat(this.#at(name), { bigint: true })))
  }

  /** Never through a link, and never waiting for a pipe. Null when it went away, or may not be read. */
  openToRead(name: string): Promise<OpenedFile | null> {
    const mayBe = ['ENOENT', 'ELOOP', 'ENXIO', 'EACCES', 'EPERM']
    return orNull(mayBe, async () => new OpenedFile(await open(this.#at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)))
  }

  /** Null when the name is taken. */
  create(name: string, mode: number): Promise<OpenedFile | null> {
    const flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    return orNull(['EEXIST'], async () => new OpenedFile(await open(this.#at(name), flags, mode)))
  }

  /** A second name; false when the name is taken, null when the file system knows no hard links. */
  async link(from: string, to: string): Promise<boolean | null> {
    const linked = await orNull(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'], () =>
      orNull(['EEXIST'], async () => link(this.#at(from), this.#at(to)).then(() => true)).then((done) => done ?? false),
    )
    return linked
  }

  /** Replaces what is there. */
  rename(from: string, folder: HeldFolder, to: string): Promise<void> {
    return onDisk(() => rename(this.#at(from), folder.#at(to)))
  }

  /** True when it was there. */
  async remove(name: string): Promise<boolean> {
    return (await orNull(['ENOENT'], async () => unlink(this.#at(name)).then(() => true))) ?? false
  }

  /** The folder below, made when it is missing. */
  async below(name: string): Promise<HeldFolder> {
    await orNull(['EEXIST'], () => mkdir(this.#at(name), { mode: FOLDER_MODE }))
    return holdFolder(this.#at(name))
  }

  /** Names made or removed before are on the medium. File systems that cannot say so are believed. */
  async sync(): Promise<void> {
    await orNull(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'], () => this.#handle.sync())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close()
  }

  #at(name: string): string {
    if (name === '' || name.startsWith('..') || name.includes('/')) throw new FolderTrouble('EINVAL')
    return `${this.#base}/${name}`
  }
}

export class OpenedFile implements AsyncDisposable {
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  look(): Promise<Look> {
    return onDisk(async () => lookOf(await this.#handle.stat({ bigint: true })))
  }

  /** Fewer bytes at the end of the file. */
  read(offset: number, length: number): Promise<Buffer> {
    return onDisk(async () => {
      const into = Buffer.allocUnsafe(length)
      let read = 0
      while (read < length) {
        const { bytesRead } = await this.#handle.read(into, read, length - read, offset + read)
        if (bytesRead === 0) break
        read += bytesRead
      }
      return into.subarray(0, read)
    })
  }

  append(bytes: Uint8Array): Promise<void> {
    return onDisk(() => this.#handle.appendFile(bytes))
  }

  /** The bytes are on the medium. `mode` holds whatever the umask says, where the file system has modes. */
  async settle(mode: number): Promise<void> {
    await orNull(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'], () => this.#handle.chmod(mode))
    await onDisk(() => this.#handle.sync())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close()
  }
}

function listedKind(entry: Parameters<typeof kindOf>[0] & Record<SpecialKind, () => boolean>): Listed['kind'] {
  const kind = kindOf(entry)
  return kind === 'other' && !SPECIAL.some((is) => entry[is]()) ? 'unknown' : kind
}

type SpecialKind = 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'
const SPECIAL: readonly SpecialKind[] = ['isFIFO', 'isSocket', 'isBlockDevice', 'isCharacterDevice']
