/** The sessions that an operator sees (rule 26.1). */
import { sql } from 'kysely'
import { CHANNEL_TYPES, type ChannelType } from '../../batch/channel.ts'
import type { Queries } from '../../database/database.ts'
import type { LiveSession } from './live-sessions.ts'

export type ShownSession = LiveSession & {
  /** The process that has it, as `sluice status` names it. */
  readonly node: string
  readonly legalName: string
  /** An operator has ended it, and its process has not said so yet. */
  readonly isEnding: boolean
}

/** What sessions are sorted by; the busiest, latest and longest come first. */
export const SESSION_SORTS = ['lastAt', 'since', 'bytes', 'sender'] as const
export type SessionSort = (typeof SESSION_SORTS)[number]

export type SessionFilter = {
  readonly endpoint?: ChannelType | undefined
  readonly senderNumber?: string | undefined
  /** A part of account, address, network, client program or name of the enterprise. */
  readonly text?: string | undefined
  readonly sort: SessionSort
  readonly limit: number
}

/** A process that has been silent for longer is taken for dead, and its sessions for gone. */
const SILENT_SECONDS = 15

// biome-ignore format: a table
const ORDER = {
  lastAt: sql`l.last_at desc, l.session`,
  since:  sql`l.since, l.session`,
  bytes:  sql`l.bytes_in + l.bytes_out desc, l.session`,
  sender: sql`l.sender_number, l.since, l.session`,
} as const satisfies Record<SessionSort, unknown>

/** At most `limit`. */
export async function findSessions(queries: Queries, filter: SessionFilter): Promise<ShownSession[]> {
  const { endpoint, senderNumber, text, sort, limit } = filter
  const part = `%${(text ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<ShownSession>`
    select l.session, l.endpoint, l.sender_number as "senderNumber", l.account, l.network, l.address, l.client, l.since,
           l.last_at as "lastAt", l.bytes_in as "bytesIn", l.bytes_out as "bytesOut", l.files, l.doing, l.file,
           p.node || '/' || p.pid as node, e.legal_name as "legalName", l.kicked_at is not null as "isEnding"
      from live_session l
      join running_process p on p.process_id = l.process_id and p.seen_at > now() - make_interval(secs => ${SILENT_SECONDS})
      join sender s on s.sender_number = l.sender_number
      join enterprise e on e.enterprise_number = s.enterprise_number
     where ${endpoint === undefined ? sql`true` : sql`l.endpoint = ${endpoint}`}
       and ${senderNumber === undefined ? sql`true` : sql`l.sender_number = ${senderNumber}`}
       and ${
         text === undefined
           ? sql`true`
           : sql`concat_ws(' ', l.account, l.address, l.network, l.client, e.legal_name, l.sender_number) ilike ${part}`
       }
     order by ${ORDER[sort]} limit ${limit}`.execute(queries)
  return rows
}

export type SessionCounts = Readonly<Record<ChannelType, number>> & { readonly all: number }

/** Of living processes, by channel. */
export async function countSessions(queries: Queries): Promise<SessionCounts> {
  const { rows } = await sql<{ readonly endpoint: ChannelType; readonly sessions: number }>`
    select l.endpoint, count(*) as sessions from live_session l
      join running_process p on p.process_id = l.process_id and p.seen_at > now() - make_interval(secs => ${SILENT_SECONDS})
     group by 1`.execute(queries)
  const of = (type: ChannelType) => rows.find(({ endpoint }) => endpoint === type)?.sessions ?? 0
  const all = CHANNEL_TYPES.reduce((sum, type) => sum + of(type), 0)
  return { sftp: of('sftp'), ftp: of('ftp'), web: of('web'), all }
}
