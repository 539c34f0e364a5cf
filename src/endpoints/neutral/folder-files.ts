/** A plain folder behind the SFTP engine, with what POSIX offers: for public protocol suites, without any file-name policy. */
import * as disk from 'node:fs/promises'
import type { BytePath, ClientFiles, VolumeFigures } from '../files/client-files.ts'
import { type Confined, confinedTo, type DiskPath } from './confined.ts'
import { attributesOf, changeOnDisk } from './disk-attributes.ts'
import { openOnDisk } from './disk-file.ts'
import { pagesOf } from './disk-listing.ts'
import { attempt, systemErrorOf } from './system-errors.ts'

const NEW_FOLDER_MODE = 0o777
const NAME_BYTES_MAX = 255

/** `root` is the absolute path of a folder that exists; nothing outside it can be reached. */
export function folderFiles(root: string): ClientFiles {
  const at = confinedTo(root)
  return {
    announces: { copyData: true },
    resolve: (path) => attempt(() => at.resolve(path)),
    stat: (path) => attempt(async () => attributesOf(await disk.stat(await at.follow(path)))),
    lstat: (path) => attempt(async () => attributesOf(await disk.lstat(await at.locate(path)))),
    list: (path) => attempt(async () => pagesOf(await at.follow(path))),
    open: (path, flags, { mode }) =>
      attempt(async () => openOnDisk(await (flags.exclusive ? at.locate(path) : at.follow(path)), flags, mode)),
    remove: (path) => attempt(async () => disk.unlink(await at.locate(path))),
    rename: (from, to, overwrite) => attempt(() => rename(at, from, to, overwrite)),
    change: (path, attributes) => attempt(async () => changeOnDisk(await at.follow(path), attributes)),
    makeFolder: (path, { mode }) =>
      attempt(async () => void (await disk.mkdir(await at.locate(path), mode ?? NEW_FOLDER_MODE))),
    removeFolder: (path) => attempt(async () => disk.rmdir(await at.locate(path))),
    makeLink: (path, target) => attempt(async () => disk.symlink(Buffer.from(target, 'latin1'), await at.locate(path))),
    readLink: (path) => attempt(() => readLink(at, path)),
    makeHardLink: (from, to) => attempt(async () => disk.link(await at.locate(from), await at.locate(to))),
    volume: (path) => attempt(async () => figuresOf(await at.follow(path))),
  }
}

async function readLink(at: Confined, path: BytePath): Promise<BytePath> {
  const target = await disk.readlink(await at.locate(path), { encoding: 'buffer' })
  return target.toString('latin1') as BytePath
}

/** Without `overwrite` a file is linked to its new name first, which fails when the name is taken, whoever took it. */
async function rename(at: Confined, from: BytePath, to: BytePath, overwrite: boolean): Promise<void> {
  const [source, target] = [await at.locate(from), await at.locate(to)]
  if (overwrite) return disk.rename(source, target)
  if ((await disk.lstat(source)).isFile()) {
    await disk.link(source, target)
    return disk.unlink(source)
  }
  if (await exists(target)) throw systemErrorOf('EEXIST')
  return disk.rename(source, target)
}

async function exists(path: DiskPath): Promise<boolean> {
  return disk.lstat(path).then(
    () => true,
    () => false,
  )
}

async function figuresOf(path: DiskPath): Promise<VolumeFigures> {
  const { bsize, blocks, bfree, bavail, files, ffree } = await disk.statfs(path)
  const space = { blockBytes: bsize, blocks, blocksFree: bfree, blocksAvailable: bavail }
  return { ...space, files, filesFree: ffree, nameBytesMax: NAME_BYTES_MAX }
}
