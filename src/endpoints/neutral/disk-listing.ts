/** The names of a folder on the disk, read as they are asked for. */
import type { Dir } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { ignore } from '../../base/errors.ts'
import type { ListedFile } from '../files/client-files.ts'
import type { DiskPath } from './confined.ts'
import { attributesOf } from './disk-attributes.ts'

const PAGE = 256
const SLASH = Buffer.from('/')

/** Throws the operating system's error at once when it is not a folder. */
export async function pagesOf(folder: DiskPath): Promise<AsyncIterable<readonly ListedFile[]>> {
  // @types/node knows names as text only; with this encoding they are bytes.
  const dir: Dir = await opendir(folder, { encoding: 'buffer' as BufferEncoding, bufferSize: PAGE })
  return { [Symbol.asyncIterator]: () => pageIterator(folder, dir) }
}

function pageIterator(folder: DiskPath, dir: Dir): AsyncIterator<readonly ListedFile[]> {
  const finish = async (): Promise<IteratorReturnResult<undefined>> => {
    await dir.close().catch(ignore('ERR_DIR_CLOSED'))
    return { done: true, value: undefined }
  }
  return {
    next: async () => {
      const names = await nextNames(dir)
      if (names.length === 0) return finish()
      const files = await Promise.all(names.map((name) => listed(folder, name)))
      return { done: false, value: files.filter((file) => file !== undefined) }
    },
    return: finish,
  }
}

async function nextNames(dir: Dir): Promise<Buffer[]> {
  const names: Buffer[] = []
  while (names.length < PAGE) {
    const entry = await dir.read()
    if (!entry) break
    names.push(Buffer.from(entry.name))
  }
  return names
}

/** Nothing when it was removed meanwhile. */
async function listed(folder: DiskPath, name: Buffer): Promise<ListedFile | undefined> {
  const stats = await lstat(Buffer.concat([folder, SLASH, name])).catch(ignore('ENOENT'))
  return stats && { name: name.toString('latin1'), attributes: attributesOf(stats) }
}
