import { sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import type { AnswerNames } from '../batch/answer-names.ts'
import type { Environment } from '../batch/environment.ts'
import type { Acknowledgement } from '../batch/facts.ts'
import type { Queries, Transaction } from '../database/database.ts'

/** A file as its receiver sees it in an OUT folder. */
export type OutEntry = {
  readonly name: string
  /** Null for GO, which is empty. */
  readonly sha256: Sha256 | null
  readonly bytes: number
  readonly publishedAt: Date
}

export type OutFolderView = { readonly sender: string; readonly environment: Environment }

type StoredBlob = { readonly sha256: Sha256; readonly bytes: number }

export type Publication = {
  readonly submissionId: string
  readonly sender: string
  readonly environment: Environment
  readonly names: AnswerNames
  readonly document: StoredBlob
  readonly signature: StoredBlob
}

const COLUMNS = ['name', 'sha256', 'bytes', 'published_at as publishedAt'] as const

/**
 * FO, FS and GO become visible in one statement together with the fact (case K9). Null when the submission is acknowledged
 * already: then the earlier answer stands and nothing is written.
 */
export async function publishAcknowledgement(
  tx: Transaction,
  { submissionId, sender, environment, names, document, signature }: Publication,
): Promise<Acknowledgement | null> {
  const { rows } = await sql<{ body: Acknowledgement }>`
    with published as (
      insert into fact (submission_id, kind, body)
      values (${submissionId}, 'acknowledgement', jsonb_build_object(
        'name', ${names.document}::text,
        'publishedAt', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'document', ${document.sha256}::text,
        'signature', ${signature.sha256}::text))
      on conflict do nothing
      returning submission_id, body
    ), listed as (
      insert into out_entry (name, sha256, bytes, submission_id, sender_number, environment)
      select file.name, file.sha256, file.bytes, submission_id, ${sender}, ${environment}
      from published, (values
        (${names.document}::text, ${document.sha256}::text, ${document.bytes}::bigint),
        (${names.signature}, ${signature.sha256}, ${signature.bytes}),
        (${names.trigger}, null, 0)) as file (name, sha256, bytes)
    )
    select body from published`.execute(tx)
  return rows[0]?.body ?? null
}

/** The next names after `after`, in byte order (case S22). */
export async function listOut(
  queries: Queries,
  view: OutFolderView,
  after: string,
  limit: number,
): Promise<OutEntry[]> {
  const rows = await visible(queries, view).where('name', '>', after).orderBy('name').limit(limit).execute()
  return rows as OutEntry[]
}

export async function findOut(queries: Queries, view: OutFolderView, name: string): Promise<OutEntry | null> {
  const row = await visible(queries, view).where('name', '=', name).executeTakeFirst()
  return (row as OutEntry | undefined) ?? null
}

/** The receiver has done with it; the row stays, so that the name is never given out again. False when there is none. */
export async function deleteOut(
  queries: Queries,
  { sender, environment }: OutFolderView,
  name: string,
): Promise<boolean> {
  const deleted = await queries
    .updateTable('out_entry')
    .set({ deleted_at: sql<Date>`now()` })
    .where('sender_number', '=', sender)
    .where('environment', '=', environment)
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .returning('name')
    .executeTakeFirst()
  return deleted !== undefined
}

function visible(queries: Queries, { sender, environment }: OutFolderView) {
  return queries
    .selectFrom('out_entry')
    .select(COLUMNS)
    .where('sender_number', '=', sender)
    .where('environment', '=', environment)
    .where('deleted_at', 'is', null)
}
