/** Blobs that no row kept when they were looked at: the first of the two passes of the collection leaves them here, the second takes them up. */
import { sql } from 'kysely'
import type { Sha256 } from '../../base/hashes.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { isKept } from './blob-references.ts'

export type UnkeptBlob = { readonly sha256: Sha256; readonly bytes: number }

/** Those of the hashes that no row keeps and that are not marked yet. */
export async function unkeptAmong(queries: Queries, hashes: readonly Sha256[]): Promise<Sha256[]> {
  const { rows } = await sql<{ sha256: Sha256 }>`
    select sha256 from unnest(${[...hashes]}::text[]) as asked (sha256)
    where not ${isKept('asked.sha256')} and not exists (select from blob_mark where blob_mark.sha256 = asked.sha256)`.execute(
    queries,
  )
  return rows.map(({ sha256 }) => sha256)
}

export async function markBlobs(queries: Queries, blobs: readonly UnkeptBlob[]): Promise<void> {
  if (blobs.length === 0) return
  await queries
    .insertInto('blob_mark')
    .values([...blobs])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * A sender brings the content again: it is not to be removed (rule 23.8). Waits while a sweep has it in hand; what was removed then is told by
 * the disk.
 */
export async function unmarkBlob(queries: Queries, sha256: Sha256): Promise<void> {
  await queries.deleteFrom('blob_mark').where('sha256', '=', sha256).execute()
}

/** Locks some that were marked so many hours ago, the oldest first; what another one has in hand is skipped. */
export async function takeMarks(
  tx: Transaction,
  { hours, limit }: { readonly hours: number; readonly limit: number },
): Promise<UnkeptBlob[]> {
  const rows = await tx
    .selectFrom('blob_mark')
    .select(['sha256', 'bytes'])
    .where('marked_at', '<', sql<Date>`now() - make_interval(secs => ${hours * 3600})`)
    .orderBy('marked_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows as UnkeptBlob[]
}

/** The caller has locked them. */
export async function forgetMarks(tx: Transaction, hashes: readonly Sha256[]): Promise<void> {
  await tx
    .deleteFrom('blob_mark')
    .where('sha256', '=', sql<string>`any(${[...hashes]}::text[])`)
    .execute()
}

export type Reclaimable = { readonly blobs: number; readonly bytes: number }

/** What is marked and still kept by nobody. */
export async function reclaimable(queries: Queries): Promise<Reclaimable> {
  const { rows } = await sql<Reclaimable>`
    select count(*)::int as blobs, coalesce(sum(bytes), 0)::bigint as bytes from blob_mark where not ${isKept('blob_mark.sha256')}`.execute(
    queries,
  )
  return rows[0] ?? { blobs: 0, bytes: 0 }
}
