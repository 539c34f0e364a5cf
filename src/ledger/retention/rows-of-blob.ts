/** Who needs contents that are gone: to be told to a person, and never blamed on a sender. */
import { sql } from 'kysely'
import type { Sha256 } from '../../base/hashes.ts'
import type { Queries } from '../../database/database.ts'

export type Needing = {
  readonly sha256: Sha256
  /** Of the file or the answer. */
  readonly name: string
  readonly sender: string
  /** Null for a file of none, and for an answer to nobody's set. */
  readonly submissionId: string | null
}

/** Every file and answer that one of these contents belongs to, by name. */
export async function rowsNeeding(queries: Queries, hashes: readonly Sha256[]): Promise<Needing[]> {
  const { rows } = await sql<Needing>`
    select sha256, name, sender_number as sender, submission_id as "submissionId" from received_file
    where sha256 = any(${[...hashes]}::text[]) and released_at is null
    union all
    select sha256, name, sender_number, submission_id from out_entry
    where sha256 = any(${[...hashes]}::text[]) and released_at is null
    order by name`.execute(queries)
  return rows
}
