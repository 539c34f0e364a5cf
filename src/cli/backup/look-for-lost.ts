/** rule 31.8: what the disk holds without a row, and what rows keep that the disk does not hold. Looks, and changes nothing. */
import type { Sha256 } from '../../base/hashes.ts'
import type { Queries } from '../../database/database.ts'
import { blobsOfRows, keptAmong } from '../../ledger/retention/blob-references.ts'
import { type Needing, rowsNeeding } from '../../ledger/retention/rows-of-blob.ts'
import type { Spool } from '../../spool/spool.ts'
import { type Guess, guessContent, LOOKED_AT_BYTES } from './guess-content.ts'

export type Orphan = { readonly sha256: Sha256; readonly bytes: number; readonly since: Date } & Guess

const ASKED = 1000

/** A page at a time, however many there are. */
export async function* orphans(
  queries: Queries,
  spool: Pick<Spool, 'blobs' | 'look' | 'open'>,
): AsyncGenerator<Orphan> {
  for await (const hashes of inPages(spool.blobs())) {
    const kept = await keptAmong(queries, hashes)
    for (const sha256 of hashes.filter((hash) => !kept.has(hash))) {
      const place = await spool.look(sha256)
      if (place) yield { sha256, bytes: place.bytes, since: place.changedAt, ...(await guessOf(spool, sha256)) }
    }
  }
}

/** Each file and answer whose content is gone. */
export async function* bereft(queries: Queries, spool: Pick<Spool, 'has'>): AsyncGenerator<Needing> {
  for await (const hashes of blobsOfRows(queries)) {
    const there = await Promise.all(hashes.map((hash) => spool.has(hash)))
    const gone = hashes.filter((_, index) => !there[index])
    if (gone.length > 0) yield* await rowsNeeding(queries, gone)
  }
}

async function guessOf(spool: Pick<Spool, 'open'>, sha256: Sha256): Promise<Guess> {
  await using blob = await spool.open(sha256)
  const bytes = await blob.read(0, LOOKED_AT_BYTES)
  return guessContent(bytes, bytes.length === blob.bytes)
}

async function* inPages(hashes: AsyncIterable<Sha256>): AsyncGenerator<Sha256[]> {
  let page: Sha256[] = []
  for await (const hash of hashes) {
    if (page.push(hash) < ASKED) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
