import { createReadStream } from 'node:fs'
import { Corrupt } from '../../base/errors.ts'
import type { Sha256 } from '../../base/hashes.ts'
import type { KeptBlob } from '../../ledger/retention/blob-references.ts'
import { BlobUnreadable } from '../../spool/blob-unreadable.ts'
import type { Spool } from '../../spool/spool.ts'
import { codeOf } from '../input.ts'
import { atATime } from './at-a-time.ts'
import type { BlobShelf } from './blob-shelf.ts'

const AT_A_TIME = 8

export type RestoredBlobs = { readonly copied: number; readonly there: number; readonly damaged: readonly Sha256[] }

/**
 * Every content, digest by digest, into the spool; one that is there whole is left, one that is there and damaged is replaced. What the backup
 * itself does not hold whole is told, all of it.
 */
export async function restoreBlobs(
  pages: AsyncIterable<readonly KeptBlob[]>,
  shelf: Pick<BlobShelf, 'pathOf'>,
  spool: Spool,
  onBlob: () => void,
): Promise<RestoredBlobs> {
  let [copied, there] = [0, 0]
  const damaged: Sha256[] = []
  await atATime(pages, AT_A_TIME, async ({ sha256 }) => {
    onBlob()
    if (await isWhole(spool, sha256)) there += 1
    else if (await copyInto(spool, sha256, shelf.pathOf(sha256))) copied += 1
    else damaged.push(sha256)
  })
  return { copied, there, damaged: damaged.sort() }
}

/** There, with the right bytes. */
export async function isWhole(spool: Pick<Spool, 'has' | 'stream'>, sha256: Sha256): Promise<boolean> {
  if (!(await spool.has(sha256))) return false
  try {
    for await (const _ of spool.stream(sha256));
    return true
  } catch (error) {
    if (!(error instanceof Corrupt || error instanceof BlobUnreadable)) throw error
    return false
  }
}

/**
 * In place of what may be there under its name. False when the file is gone or is not what its name says: nothing of it is kept then, and
 * what is there stays.
 */
export async function copyInto(spool: Spool, sha256: Sha256, path: string): Promise<boolean> {
  await using draft = spool.draft()
  try {
    let position = 0
    for await (const chunk of createReadStream(path)) {
      await draft.write(chunk, position)
      position += chunk.length
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EIO') return false
    throw error
  }
  if ((await draft.hash()) !== sha256) return false
  await spool.remove(sha256) // a damaged one; a blob that is there is never replaced by a draft
  await draft.keep()
  return true
}
