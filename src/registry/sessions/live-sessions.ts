/** Who is connected now, as the processes report it: rows that are worth nothing once their process is gone (rule 26.1). */
import { sql } from 'kysely'
import type { ChannelType } from '../../batch/channel.ts'
import type { Queries } from '../../database/database.ts'

export type Doing = 'receiving' | 'sending' | 'listing'

/** A session as its process knows it. */
export type LiveSession = {
  readonly session: string
  readonly endpoint: ChannelType
  readonly senderNumber: string
  readonly account: string
  /** The configured network it comes from; null outside of them. */
  readonly network: string | null
  readonly address: string
  /** What the client program calls itself. */
  readonly client: string
  readonly since: Date
  readonly lastAt: Date
  readonly bytesIn: number
  readonly bytesOut: number
  /** Files that came or went whole. */
  readonly files: number
  readonly doing: Doing | null
  readonly file: string | null
}

export type SessionReport = {
  readonly processId: string
  /** What differs from the report before. */
  readonly changed: readonly LiveSession[]
  readonly gone: readonly string[]
  /** `changed` is all that there is: rows of this process that it does not name are of no session. */
  readonly isWhole: boolean
}

/** One statement for any number of sessions; none when nothing has changed. */
export async function reportSessions(queries: Queries, report: SessionReport): Promise<void> {
  const { processId, changed, gone, isWhole } = report
  if (changed.length === 0 && gone.length === 0 && !isWhole) return
  const over = isWhole
    ? sql`process_id = ${processId} and session <> all(${changed.map(({ session }) => session)}::text[])`
    : sql`process_id = ${processId} and session = any(${[...gone]}::text[])`
  await sql`
    with over as (delete from live_session where ${over})
    insert into live_session (session, process_id, endpoint, sender_number, account, network, address, client, since, last_at,
                              bytes_in, bytes_out, files, doing, file)
    select session, ${processId}::uuid, endpoint, "senderNumber", account, network, address, client, since, "lastAt",
           "bytesIn", "bytesOut", files, doing, file
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as told (
        session text, endpoint text, "senderNumber" text, account text, network text, address text, client text, since timestamptz,
        "lastAt" timestamptz, "bytesIn" bigint, "bytesOut" bigint, files integer, doing text, file text)
    on conflict (session) do update
      set process_id = excluded.process_id, sender_number = excluded.sender_number, account = excluded.account,
          client = excluded.client, since = excluded.since, last_at = excluded.last_at, bytes_in = excluded.bytes_in,
          bytes_out = excluded.bytes_out, files = excluded.files, doing = excluded.doing, file = excluded.file`.execute(
    queries,
  )
}

/** The process ends properly. */
export async function forgetSessions(queries: Queries, processId: string): Promise<void> {
  await queries.deleteFrom('live_session').where('process_id', '=', processId).execute()
}

/** Rows that a dead process left. */
export async function forgetLostSessions(queries: Queries): Promise<void> {
  const alive = queries.selectFrom('running_process').select('process_id')
  await queries.deleteFrom('live_session').where('process_id', 'not in', alive).execute()
}
