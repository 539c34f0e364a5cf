/** rule 31.13: contents that rows keep and that the disk has lost or damaged, from the contents of the backups, each compared with its digest. */
import type { Sha256 } from '../../base/hashes.ts'
import type { Queries } from '../../database/database.ts'
import { blobsOfRows } from '../../ledger/retention/blob-references.ts'
import type { Spool } from '../../spool/spool.ts'
import { atATime } from './at-a-time.ts'
import type { BlobShelf } from './blob-shelf.ts'
import { copyInto, isWhole } from './restore-blobs.ts'

const AT_A_TIME = 8

export type PutBack = {
  readonly putBack: readonly Sha256[]
  /** Neither the disk nor the backups have them whole. */
  readonly missing: readonly Sha256[]
}

/** `everyByte`: also those that are there are read, and replaced where they are damaged. The gateway may run. */
export async function putContentsBack(
  queries: Queries,
  spool: Spool,
  shelf: Pick<BlobShelf, 'pathOf'>,
  everyByte: boolean,
): Promise<PutBack> {
  const [putBack, missing]: [Sha256[], Sha256[]] = [[], []]
  await atATime(blobsOfRows(queries), AT_A_TIME, async (sha256) => {
    if (everyByte ? await isWhole(spool, sha256) : await spool.has(sha256)) return
    if (await copyInto(spool, sha256, shelf.pathOf(sha256))) putBack.push(sha256)
    else missing.push(sha256)
  })
  return { putBack: putBack.sort(), missing: missing.sort() }
}
