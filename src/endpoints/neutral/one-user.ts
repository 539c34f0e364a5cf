/** What the neutral servers share: one folder, one user, and only clients of this machine. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { Misconfigured } from '../../base/errors.ts'

export const LOOPBACK = '127.0.0.1'

/** Takes as long whatever the values are. */
export function isSame(one: string | Buffer, other: string | Buffer): boolean {
  const digest = (value: string | Buffer): Buffer => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(one), digest(other))
}

/** The folder without links in its path. */
export async function folderOf(dir: string): Promise<string> {
  return realpath(dir).catch((cause: unknown) => {
    throw new Misconfigured('--dir', `The folder ${dir} cannot be read.`, 'Name a folder that exists.', { cause })
  })
}
