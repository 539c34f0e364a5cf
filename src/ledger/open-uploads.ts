/** Uploads under way as other nodes see them (decision 6). Rows of dead nodes age: their last byte stays where it was. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { SetPlace } from './arrived-file.ts'

/** An upload of a set that another node receives. `uploadId` becomes the file's id once it is accepted. */
export type UploadElsewhere = { readonly uploadId: string; readonly lastByteAt: Date }

export type Elsewhere = { readonly exceptNode: string | null; readonly withinSeconds: number }

export type UploadUnderWay = SetPlace & { readonly uploadId: string; readonly idleSeconds: number }

/** Writes or refreshes rows; a node tells how long ago the last byte came, so that its clock does not matter. */
export async function noteOpenUploads(
  queries: Queries,
  node: string,
  uploads: readonly UploadUnderWay[],
): Promise<void> {
  if (uploads.length === 0) return
  await queries
    .insertInto('open_upload')
    .values(
      uploads.map(({ uploadId, sender, rawKey, idleSeconds }) => ({
        upload_id: uploadId,
        sender_number: sender,
        raw_key: rawKey,
        node,
        last_byte_at: sql<Date>`now() - make_interval(secs => ${idleSeconds})`,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('upload_id').doUpdateSet((set) => ({ last_byte_at: set.ref('excluded.last_byte_at') })),
    )
    .execute()
}

export async function forgetOpenUploads(queries: Queries, uploadIds: readonly string[]): Promise<void> {
  if (uploadIds.length === 0) return
  await queries.deleteFrom('open_upload').where('upload_id', 'in', uploadIds).execute()
}

/** A node that starts has no uploads: what it left behind goes at once. */
export async function forgetUploadsOf(queries: Queries, node: string): Promise<void> {
  await queries.deleteFrom('open_upload').where('node', '=', node).execute()
}

/** Uploads of the set that another node than `exceptNode` receives and whose last byte is not older than `withinSeconds`. */
export async function openUploadsOf(
  queries: Queries,
  { sender, rawKey }: SetPlace,
  { exceptNode, withinSeconds }: Elsewhere,
): Promise<readonly UploadElsewhere[]> {
  return await queries
    .selectFrom('open_upload')
    .select(['upload_id as uploadId', 'last_byte_at as lastByteAt'])
    .where('sender_number', '=', sender)
    .where('raw_key', '=', rawKey)
    .where('last_byte_at', '>', sql<Date>`clock_timestamp() - make_interval(secs => ${withinSeconds})`)
    .$if(exceptNode !== null, (rows) => rows.where('node', '<>', exceptNode))
    .execute()
}

/** Rows of processes that died before they could take them back. */
export async function forgetOldUploads(queries: Queries, silentSeconds: number): Promise<void> {
  await queries
    .deleteFrom('open_upload')
    .where('last_byte_at', '<', sql<Date>`now() - make_interval(secs => ${silentSeconds})`)
    .execute()
}
