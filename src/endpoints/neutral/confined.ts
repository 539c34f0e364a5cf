/**
 * Where a client's path lies on the disk. The folder behaves as the root of a file system of its own: links are followed
 * here, element by element, so that neither `..` nor an absolute link leads out of it.
 */
import { readlink } from 'node:fs/promises'
import type { BytePath } from '../files/client-files.ts'
import { systemErrorOf } from './system-errors.ts'

/** A path of the operating system, as bytes. */
export type DiskPath = Buffer

const LINKS_MAX = 40

export type Confined = {
  /** The place itself; a link in the last element is not followed. */
  locate(path: BytePath): Promise<DiskPath>
  /** What the place leads to; the last element need not exist. */
  follow(path: BytePath): Promise<DiskPath>
  /** As `follow`, but as the client may see it. */
  resolve(path: BytePath): Promise<BytePath>
}

/** Throws the operating system's errors (`ENOENT`, `ELOOP` …). `root` is an absolute path. */
export function confinedTo(root: string): Confined {
  const base = root === '/' ? '' : Buffer.from(root).toString('latin1')
  const onDisk = (elements: readonly string[]): DiskPath => Buffer.from(`${base}/${elements.join('/')}`, 'latin1')
  const walk = (path: BytePath, followLast: boolean): Promise<string[]> => resolveElements(path, followLast, onDisk)
  return {
    locate: async (path) => onDisk(await walk(path, false)),
    follow: async (path) => onDisk(await walk(path, true)),
    resolve: async (path) => `/${(await walk(path, true)).join('/')}` as BytePath,
  }
}

async function resolveElements(
  path: BytePath,
  followLast: boolean,
  onDisk: (elements: readonly string[]) => DiskPath,
): Promise<string[]> {
  let resolved: string[] = []
  let rest = path.split('/')
  for (let links = 0; rest.length > 0; ) {
    const [element = '', ...others] = rest
    rest = others
    if (element === '' || element === '.') continue
    if (element === '..') {
      resolved = resolved.slice(0, -1)
      continue
    }
    const isLast = others.every((other) => other === '' || other === '.')
    const target = isLast && !followLast ? undefined : await linkTarget(onDisk([...resolved, element]))
    if (target === undefined) {
      resolved = [...resolved, element]
      continue
    }
    if (++links > LINKS_MAX) throw systemErrorOf('ELOOP')
    if (target.startsWith('/')) resolved = []
    rest = [...target.split('/'), ...others]
  }
  return resolved
}

/** The target of a link, nothing for everything else. */
async function linkTarget(path: DiskPath): Promise<string | undefined> {
  try {
    return (await readlink(path, { encoding: 'buffer' })).toString('latin1')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOENT'))
      return undefined
    throw error
  }
}
