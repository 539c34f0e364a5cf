/**
 * The one place that says which rows keep a blob (rule 23.5): the collection asks here before it removes one, the release of contents ends
 * what stands here, and `sluice doctor` compares it with the disk. Who stores blobs in another table adds it.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Sha256 } from '../../base/hashes.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { pagesOf } from '../../database/dump/read-rows.ts'

/** Each has `submission_id` and `bytes`; `until` is null while the row keeps its blob. */
const KEEPERS = [
  { table: 'received_file', hash: 'sha256', until: 'released_at' },
  { table: 'out_entry', hash: 'sha256', until: 'released_at' },
  // then the files of its publication keep it, or its compressed form
  { table: 'service_answer', hash: 'sha256', until: 'published_at' },
] as const

const RELEASED = KEEPERS.filter(({ until }) => until === 'released_at')

const PAGE = 5000

/** Those of the hashes that some row keeps. */
export async function keptAmong(queries: Queries, hashes: readonly Sha256[]): Promise<Set<Sha256>> {
  const { rows } = await sql<{ sha256: Sha256 }>`
    select sha256 from unnest(${[...hashes]}::text[]) as asked (sha256) where ${isKept('asked.sha256')}`.execute(
    queries,
  )
  return new Set(rows.map(({ sha256 }) => sha256))
}

/** SQL that says whether the hash in the column is kept. */
export function isKept(column: string): RawBuilder<boolean> {
  const looks = KEEPERS.map(
    ({ table, hash, until }) =>
      sql`exists (select from ${sql.table(table)} as keeper where keeper.${sql.ref(hash)} = ${sql.ref(column)} and keeper.${sql.ref(until)} is null)`,
  )
  return sql<boolean>`(${sql.join(looks, sql` or `)})`
}

/** Hashes that rows keep, in pages: a row whose blob is missing is damage. */
export async function* blobsOfRows(queries: Queries): AsyncIterable<readonly Sha256[]> {
  let after = ''
  for (;;) {
    const kept = KEEPERS.map(
      ({ table, hash, until }) =>
        sql`select ${sql.ref(hash)} as sha256 from ${sql.table(table)} where ${sql.ref(hash)} > ${after} and ${sql.ref(until)} is null`,
    )
    const { rows } = await sql<{ sha256: Sha256 }>`
      ${sql.join(kept, sql` union `)} order by sha256 limit ${PAGE}`.execute(queries)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ sha256 }) => sha256)
    after = last.sha256
  }
}

export type KeptBlob = { readonly sha256: Sha256; readonly bytes: number }

/** The same with their sizes, each once, in the order of the hashes: for a backup, which looks once. */
export function keptBlobs(snapshot: Transaction): AsyncIterable<readonly KeptBlob[]> {
  const kept = KEEPERS.map(
    ({ table, hash, until }) =>
      sql`select ${sql.ref(hash)} as sha256, bytes from ${sql.table(table)} where ${sql.ref(hash)} is not null and ${sql.ref(until)} is null`,
  )
  return pagesOf(
    snapshot,
    sql<KeptBlob>`select sha256, max(bytes) as bytes from (${sql.join(kept, sql` union all `)}) as kept group by sha256 order by sha256`,
  )
}

export type Released = { readonly submissionId: string; readonly files: number; readonly bytes: number }

/** Ends what rows of these submissions keep, all of it; what was released, by submission. */
export async function releaseRows(tx: Transaction, submissionIds: readonly string[]): Promise<Released[]> {
  const ended = RELEASED.map(
    ({ table, hash }, index) => sql`${sql.ref(`ended_${index}`)} as (
      update ${sql.table(table)} set released_at = now()
      where submission_id = any(${[...submissionIds]}::uuid[]) and released_at is null and ${sql.ref(hash)} is not null
      returning submission_id, bytes)`,
  )
  const all = RELEASED.map((_, index) => sql`select * from ${sql.ref(`ended_${index}`)}`)
  const { rows } = await sql<Released>`
    with ${sql.join(ended)}
    select submission_id as "submissionId", count(*)::int as files, sum(bytes)::bigint as bytes
    from (${sql.join(all, sql` union all `)}) as ended group by submission_id`.execute(tx)
  return rows
}
