/** All senders, for those who watch over them (rule 26.7): a page at a time, whatever their number. */
import { type RawBuilder, sql } from 'kysely'
import type { ChannelType } from '../batch/channel.ts'
import type { Queries } from '../database/database.ts'
import type { ChannelState, SenderState } from './transitions.ts'

export type ListedSender = {
  readonly senderNumber: string
  readonly enterpriseNumber: string
  readonly legalName: string
  readonly qualityCode: string
  readonly state: SenderState
  readonly enterpriseState: string
  /** Those that are not removed, by type. */
  readonly channels: readonly { readonly type: ChannelType; readonly state: ChannelState }[]
  /** When a program of it was last noticed; null when never, or not for months. */
  readonly lastSeenAt: Date | null
  readonly lastSetAt: Date | null
}

export const SENDER_SORTS = ['number', 'name'] as const
export type SenderSort = (typeof SENDER_SORTS)[number]

export type SenderFilter = {
  /** The beginning of a sender number, an enterprise number, or a part of a name. */
  readonly text?: string | undefined
  readonly state?: SenderState | undefined
  readonly sort: SenderSort
  /** The sender number behind which the page begins. */
  readonly after?: string | undefined
  readonly limit: number
}

const TRUE = sql<boolean>`true`

export async function listSenders(queries: Queries, filter: SenderFilter): Promise<ListedSender[]> {
  const { text, state, sort, after, limit } = filter
  const order = sort === 'number' ? sql`s.sender_number` : sql`lower(e.legal_name), s.sender_number`
  const { rows } = await sql<ListedSender>`
    with page as (
      select s.sender_number, s.enterprise_number, s.quality_code, s.state, e.legal_name, e.state as enterprise_state,
             row_number() over (order by ${order}) as place
        from sender s join enterprise e using (enterprise_number)
       where ${text === undefined ? TRUE : matching(text)} and ${state === undefined ? TRUE : sql<boolean>`s.state = ${state}`}
         and ${after === undefined ? TRUE : await behind(queries, sort, after)}
       order by ${order} limit ${limit}
    )
    select page.sender_number as "senderNumber", page.enterprise_number as "enterpriseNumber", page.legal_name as "legalName",
           page.quality_code as "qualityCode", page.state, page.enterprise_state as "enterpriseState",
           coalesce((select jsonb_agg(jsonb_build_object('type', c.type, 'state', c.state) order by c.type) from channel c
                      where c.sender_number = page.sender_number and c.state <> 'removed'), '[]') as channels,
           (select max(k.last_seen_at) from client_seen k where k.sender_number = page.sender_number) as "lastSeenAt",
           (select max(b.sealed_at) from submission b
             where b.sender_number = page.sender_number and b.sealed_at is not null) as "lastSetAt"
      from page order by page.place`.execute(queries)
  return rows
}

/** Digits are numbers: the beginning of a sender's, or ten of an enterprise, however they are grouped. */
function matching(text: string): RawBuilder<boolean> {
  const digits = text.replace(/^BE/i, '').replace(/[\s.]/g, '')
  if (/^\d{10}$/.test(digits)) return sql<boolean>`s.enterprise_number = ${digits}`
  if (/^\d{1,6}$/.test(digits)) return sql<boolean>`s.sender_number like ${`${digits}%`}`
  return sql<boolean>`e.legal_name ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`
}

async function behind(queries: Queries, sort: SenderSort, after: string): Promise<RawBuilder<boolean>> {
  if (sort === 'number') return sql<boolean>`s.sender_number > ${after}`
  const { rows } = await sql<{ readonly name: string }>`
    select lower(e.legal_name) as name from sender s join enterprise e using (enterprise_number)
     where s.sender_number = ${after}`.execute(queries)
  const [last] = rows
  if (!last) return TRUE
  // The first half says nothing new, but is what the index of names can answer.
  return sql<boolean>`lower(e.legal_name) >= ${last.name} and (lower(e.legal_name), s.sender_number) > (${last.name}, ${after})`
}
