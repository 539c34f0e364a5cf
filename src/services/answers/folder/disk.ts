import { constants, type Dirent } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { ignore } from '../../../base/errors.ts'

/** For the online service's own account, which is expected to share a group with the gateway. */
const FOLDER_MODE = 0o770
const FILE_MODE = 0o640

export type Seen = { readonly name: string; readonly stamp: string }

/** What a folder holds: files, at most so many, and the names of what is none or cannot be called by its name. */
export type Content = {
  readonly files: readonly Seen[]
  readonly others: readonly string[]
  /** Names of either, also of files that were left out. */
  readonly all: readonly string[]
}

const REFUSED = 'refused'

/** By name, of a folder that is there; what a service is still writing has a name with a dot in front, and `isWanted` leaves some out. */
export async function contentOfFolder(
  folder: string,
  filesMax: number,
  isWanted: (name: string) => boolean,
): Promise<Content> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(ignore('ENOENT'))) ?? []
  const shown = entries.filter((entry) => !entry.name.startsWith('.') && !isRefused(entry))
  const names = shown.filter(isFile).map(({ name }) => name)
  const wanted = names.filter(isWanted).sort().slice(0, filesMax)
  const seen = await Promise.all(wanted.map((name) => lookAt(folder, name)))
  return {
    files: seen.flatMap((one) => one ?? []),
    others: shown.filter((entry) => !isFile(entry)).map(({ name }) => name),
    all: shown.map(({ name }) => name),
  }
}

function isRefused(entry: Dirent): boolean {
  return entry.isDirectory() && entry.name === REFUSED
}

/** A name that is not UTF-8 comes with a character in its place, and then names nothing. */
function isFile(entry: Dirent): boolean {
  return entry.isFile() && !entry.name.includes('\uFFFD')
}

async function lookAt(folder: string, name: string): Promise<Seen | null> {
  const found = await lstat(join(folder, name), { bigint: true }).catch(ignore('ENOENT'))
  return found ? { name, stamp: `${found.ino}/${found.size}/${found.mtimeNs}/${found.ctimeNs}` } : null
}

/** At most so many bytes and one more; null when it is gone, or is no file any more. */
export async function contentOf(path: string, bytesMax: number): Promise<Buffer | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const file = await open(path, flags).catch(ignore('ENOENT'))
  if (!file) return null
  try {
    const stat = await file.stat()
    if (!stat.isFile()) return null
    const buffer = Buffer.alloc(Math.min(stat.size, bytesMax + 1))
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return buffer.subarray(0, filled)
  } finally {
    await file.close()
  }
}

/** Unless another file has its place by now: that one is to be taken too. */
export async function remove(folder: string, { name, stamp }: Seen): Promise<void> {
  if ((await lookAt(folder, name))?.stamp === stamp) await unlink(join(folder, name)).catch(ignore('ENOENT'))
}

/** Beside the file's folder into `refused/`, with a text that says why; a name that is taken there gets a number. */
export async function setAside(folder: string, name: string, text: string): Promise<void> {
  const refused = join(folder, REFUSED)
  await mkdir(refused, { recursive: true, mode: FOLDER_MODE })
  const free = await freeName(refused, name)
  const file = await open(join(refused, `${free}.txt`), 'wx', FILE_MODE)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(join(folder, name), join(refused, free)).catch(ignore('ENOENT'))
}

const TRIES = 1000

/** Throws when there are a thousand of that name already. */
async function freeName(refused: string, name: string): Promise<string> {
  const taken = new Set(await readdir(refused))
  for (let count = 0; count < TRIES; count++) {
    const candidate = count === 0 ? name : `${name}.${count}`
    if (!taken.has(candidate) && !taken.has(`${candidate}.txt`)) return candidate
  }
  throw new Error(`${REFUSED}/ holds ${TRIES} files of this name; take them away`)
}
