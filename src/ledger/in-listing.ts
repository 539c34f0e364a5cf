/** An IN folder page by page. Each page begins behind the last row of the one before, so that it cannot shift (case S22). */
import { sql } from 'kysely'
import { folderRow } from '../batch/environment.ts'
import type { Queries } from '../database/database.ts'
import type { InFolderView } from './in-folder.ts'
import { sealedWithin } from './sealed-within.ts'

export type ListedFile = { readonly name: string; readonly bytes: number; readonly receivedAt: Date }

/** Where a member stands in the listing: set by set, and in a set by name, in byte order. A file's place never changes. */
export type MemberPlace = { readonly rawKey: string; readonly name: string }

/**
 * The members behind `after`: of open sets, and ghosts (decision 7). Of several files of one name the open one is listed, else the one
 * that came last. Set by set because the index of open sets leads there: a page reads the sets that it shows, and the ghosts,
 * which are few. An open set has a member at least, so one set more than `limit` fills the page.
 */
export async function listMembers(
  queries: Queries,
  { sender, environment, ghostSeconds }: InFolderView,
  after: MemberPlace,
  limit: number,
): Promise<(ListedFile & MemberPlace)[]> {
  const folder = folderRow(environment).in
  const { rows } = await sql<ListedFile & MemberPlace>`
    with open_set as (
      select submission_id, raw_key, 0 as rank from submission
      where sender_number = ${sender} and sealed_at is null and closed_at is null
        and raw_key >= ${after.rawKey} and raw_key >= ${`${folder}/`} and raw_key < ${`${folder}0`}
      order by raw_key limit ${limit + 1}
    ), sealed_set as (
      select submission_id, raw_key, 1 from submission
      where sender_number = ${sender} and environment = ${environment} and raw_key >= ${after.rawKey}
        and ${sealedWithin('sealed_at', ghostSeconds)}
    )
    select distinct on (raw_key, name) raw_key as "rawKey", name, bytes, received_at as "receivedAt"
    from (table open_set union all table sealed_set) as shown_set
    cross join lateral (
      select name, bytes, received_at from received_file
      where submission_id = shown_set.submission_id and state = 'received' and not temporary and hidden_at is null
      offset 0 -- keeps the server from reading all files there are and throwing most of them away
    ) as member
    where (raw_key, name) > (${after.rawKey}, ${after.name})
    order by raw_key, name, rank, received_at desc
    limit ${limit}`.execute(queries)
  return rows
}

/** Files that wait under a temporary name (decision 5), by name, behind `after`. */
export async function listWaiting(
  queries: Queries,
  { sender, environment }: InFolderView,
  after: string,
  limit: number,
): Promise<ListedFile[]> {
  const { rows } = await sql<ListedFile>`
    select name, bytes, received_at as "receivedAt" from received_file
    where sender_number = ${sender} and environment = ${environment} and state = 'received' and temporary
      and discarded_at is null and name > ${after}
    order by name
    limit ${limit}`.execute(queries)
  return rows
}
