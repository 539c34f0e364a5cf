/** From where and with which programs a sender comes (rule 26.6): noted now and then, so that it costs a transfer nothing. */
import { sql } from 'kysely'
import type { ChannelType } from '../../batch/channel.ts'
import type { Queries } from '../../database/database.ts'

export type ClientSeen = {
  readonly senderNumber: string
  readonly endpoint: ChannelType
  /** As the throttle counts it: a network, an address, or the /64 of one. */
  readonly origin: string
  readonly client: string
  readonly address: string
}

export type ShownClient = Omit<ClientSeen, 'senderNumber'> & { readonly firstAt: Date; readonly lastAt: Date }

/** A program may call itself something new each time: more rows than this are not made for a sender. */
const ROWS_MAX = 200
const KEPT_DAYS = 90

/** Each row once among `seen`. */
export async function noteClients(queries: Queries, seen: readonly ClientSeen[]): Promise<void> {
  if (seen.length === 0) return
  await sql`
    insert into client_seen (sender_number, endpoint, origin, client, address)
    select "senderNumber", endpoint, origin, client, address::inet
      from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as told (
        "senderNumber" text, endpoint text, origin text, client text, address text)
     where exists (select from sender s where s.sender_number = "senderNumber")
       and (exists (select from client_seen k where (k.sender_number, k.endpoint, k.origin, k.client)
                                                  = (told."senderNumber", told.endpoint, told.origin, told.client))
            or (select count(*) from client_seen k where k.sender_number = "senderNumber") < ${ROWS_MAX})
     order by 1, 2, 3, 4
    on conflict (sender_number, endpoint, origin, client) do update set address = excluded.address, last_seen_at = now()`.execute(
    queries,
  )
}

/** The latest first. */
export async function clientsOf(queries: Queries, senderNumber: string): Promise<ShownClient[]> {
  const { rows } = await sql<ShownClient>`
    select endpoint, origin, client, host(address) as address, first_seen_at as "firstAt", last_seen_at as "lastAt"
      from client_seen where sender_number = ${senderNumber} order by last_seen_at desc, endpoint, origin, client`.execute(
    queries,
  )
  return rows
}

export async function forgetOldClients(queries: Queries): Promise<void> {
  await queries
    .deleteFrom('client_seen')
    .where('last_seen_at', '<', sql<Date>`now() - make_interval(days => ${KEPT_DAYS})`)
    .execute()
}
