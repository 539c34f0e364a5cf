import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { fewRows } from '../database/few-rows.ts'
import { PLACE_COLUMNS, placeRow, type SetPlace } from './arrived-file.ts'
import type { Elsewhere, UploadElsewhere } from './open-uploads.ts'

/** The next number of the ticket sequence, never given out twice, with the database's time. */
export async function nextTicket(queries: Queries): Promise<{ readonly number: number; readonly now: Date }> {
  const { rows } = await sql<{ number: number; now: Date }>`
    select nextval('ticket_number') as number, clock_timestamp() as now`.execute(queries)
  const [row] = rows
  if (!row) throw new TypeError('a sequence gave no number')
  return row
}

export type SealingMoment = {
  /** Of the ticket. */
  readonly number: number
  /** By the database's clock. */
  readonly now: Date
  /** Uploads of the set that other nodes receive, and have not committed. */
  readonly uploadsElsewhere: readonly UploadElsewhere[]
}

/** What the seals of these sets need of this instant, in their order and in one round trip. */
export async function sealingMoments(
  queries: Queries,
  sets: readonly SetPlace[],
  { exceptNode, withinSeconds }: Elsewhere,
): Promise<SealingMoment[]> {
  const { rows } = await sql<Omit<SealingMoment, 'uploadsElsewhere'> & { uploads: StoredUpload[] }>`
    select nextval('ticket_number') as number, clock_timestamp() as now, (
      select coalesce(json_agg(json_build_object('uploadId', upload_id, 'lastByteAt', last_byte_at)), '[]')
      from open_upload
      where sender_number = asked.sender and raw_key = asked.raw_key and node is distinct from ${exceptNode}::text
        and last_byte_at > clock_timestamp() - make_interval(secs => ${withinSeconds})
        and not exists (select from received_file where file_id = upload_id)
    ) as uploads
    from ${fewRows(sets.map(placeRow), PLACE_COLUMNS)} as asked
    order by asked.place`.execute(queries)
  return rows.map(({ uploads, ...moment }) => ({
    ...moment,
    uploadsElsewhere: uploads.map((upload) => ({ ...upload, lastByteAt: new Date(upload.lastByteAt) })),
  }))
}

type StoredUpload = { readonly uploadId: string; readonly lastByteAt: string }

/** The time by the one clock that all nodes share (decision 13). */
export async function databaseTime(queries: Queries): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(queries)
  const [row] = rows
  if (!row) throw new TypeError('the database told no time')
  return row.now
}
