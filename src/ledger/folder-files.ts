/** What the watched folder asks the tables of the flow: nothing it knows survives its process. */
import { type SqlBool, sql } from 'kysely'
import type { Environment } from '../batch/environment.ts'
import type { Queries } from '../database/database.ts'
import type { SetPlace } from './arrived-file.ts'

export type FolderFile = { readonly name: string; readonly session: string }

/** The name of the event of a trigger that left no file. */
export const FOLDER_TRIGGER = 'folder.triggerTaken'

/** Those of the files that were taken in before. `overLimit`: cut off at the size limit and only remembered. */
export async function takenBefore(
  queries: Queries,
  sender: string,
  files: readonly FolderFile[],
): Promise<(FolderFile & { readonly overLimit: boolean })[]> {
  const { rows } = await sql<FolderFile & { overLimit: boolean }>`
    with asked as (select * from json_to_recordset(${JSON.stringify(files)}) as file (name text, session text))
    select asked.name, asked.session, over_limit as "overLimit"
    from asked join received_file on received_file.name = asked.name and received_file.session = asked.session
    where sender_number = ${sender} and received_file.session like 'folder:%'
    union all
    select name, session, false
    from asked join event on detail ->> 'name' = name and detail ->> 'session' = session
    where sender_number = ${sender} and event = 'folder.triggerTaken'`.execute(queries)
  return rows
}

/** Those of the sets that are open and have their GO: what is missing of them is waited for. */
export async function setsWithGo(queries: Queries, sets: readonly SetPlace[]): Promise<SetPlace[]> {
  if (sets.length === 0) return []
  const { rows } = await sql<SetPlace>`
    with asked as (select * from json_to_recordset(${JSON.stringify(sets)}) as place (sender text, "rawKey" text))
    select sender, "rawKey" from asked join submission on sender_number = sender and raw_key = "rawKey"
    where sealed_at is null and closed_at is null and go_at is not null`.execute(queries)
  return rows
}

export type FolderAnswer = { readonly environment: Environment; readonly trigger: string }

/** Answers that were not written to the sender's watched folder yet, by the name of their GO, behind `after`. */
export async function answersForFolder(
  queries: Queries,
  sender: string,
  after: string,
  limit: number,
): Promise<FolderAnswer[]> {
  const rows = await queries
    .selectFrom('out_entry')
    .select(['environment', 'name as trigger'])
    .where('sender_number', '=', sender)
    .where('name', '>', after)
    .where(isPending)
    .orderBy('name')
    .limit(limit)
    .execute()
  return rows as FolderAnswer[]
}

/** Those of the senders for whom there is such an answer. */
export async function sendersWithAnswers(queries: Queries, senders: readonly string[]): Promise<string[]> {
  if (senders.length === 0) return []
  const { rows } = await sql<{ sender: string }>`
    select sender from unnest(${senders}::text[]) as sender
    where exists (select from out_entry where sender_number = sender and ${isPending})`.execute(queries)
  return rows.map(({ sender }) => sender)
}

/** The answer is whole in the folder, for good: what its receiver does with it there is none of our affair. */
export async function noteInFolder(queries: Queries, trigger: string): Promise<void> {
  await queries.updateTable('out_entry').set({ in_folder_at: sql<Date>`now()` }).where('name', '=', trigger).execute()
}

/** In the words of the index; of an answer only the GO has no bytes. */
const isPending = sql<SqlBool>`in_folder_at is null and deleted_at is null and sha256 is null`
