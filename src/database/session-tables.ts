/** Who is connected, from where, and who is kept out. */
import type { Generated } from 'kysely'

export type SessionTables = {
  live_session: {
    session: string
    process_id: string
    endpoint: string
    sender_number: string
    account: string
    network: string | null
    address: string
    client: string
    since: Date
    last_at: Date
    bytes_in: number
    bytes_out: number
    files: number
    doing: string | null
    file: string | null
    kicked_at: Date | null
  }
  session_kick: {
    kick_id: string
    session: string | null
    sender_number: string
    endpoint: string | null
    asked_at: Generated<Date>
  }
  client_seen: {
    sender_number: string
    endpoint: string
    origin: string
    client: string
    address: string
    first_seen_at: Generated<Date>
    last_seen_at: Generated<Date>
  }
  address_ban: {
    ban_id: string
    range: string
    reason: string
    actor: string
    begun_at: Generated<Date>
    ends_at: Date
    lifted_at: Date | null
    lifted_by: string | null
    lifted_because: string | null
  }
}
