/** All senders, for those who watch over them (rule 26.7): a page at a time, whatever their number. */
import { type RawBuilder, sql } from 'kysely'
import type { ChannelType } from '../batch/channel.ts'
import { ANY_SCRIPT } from '../database/collation.ts'
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
/** Characters of a mark of a name; what is shorter is compared with each. */
const MARK_LENGTH = 3
/** So many are looked at one by one. */
const FEW = 2000

export async function listSenders(queries: Queries, filter: SenderFilter): Promise<ListedSender[]> {
  const { text, state, sort, after, limit } = filter
  const order = sort === 'number' ? sql`s.sender_number` : sql`lower(e.legal_name), s.sender_number`
  const { rows } = await sql<ListedSender>`
    with page as (
      select s.sender_number, s.enterprise_number, s.quality_code, s.state, e.legal_name, e.state as enterprise_state,
             row_number() over (order by ${order}) as place
        from sender s join enterprise e using (enterprise_number)
       where ${text === undefined ? TRUE : await matching(queries, text)} and ${state === undefined ? TRUE : sql<boolean>`s.state = ${state}`}
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
async function matching(queries: Queries, text: string): Promise<RawBuilder<boolean>> {
  const digits = text.replace(/^BE/i, '').replace(/[\s.]/g, '')
  if (/^\d{10}$/.test(digits)) return sql<boolean>`s.enterprise_number = ${digits}`
  if (/^\d{1,6}$/.test(digits)) return sql<boolean>`s.sender_number like ${`${digits}%`}`
  // No `like`: taken for rare without statistics, it would have all names read and sorted where the first of them fill the page.
  const holds = sql<boolean>`strpos(${smallLetters(sql`e.legal_name`)}, ${smallLetters(sql`${text}::text`)}) > 0`
  return (await isRare(queries, text)) ? sql<boolean>`${marked(text)} and ${holds}` : holds
}

/** Whether the marks of the part lead to few; where they lead to many, a page is soon full in its own order. */
async function isRare(queries: Queries, text: string): Promise<boolean> {
  if ([...text].length < MARK_LENGTH) return false
  const { rows } = await sql<{ readonly few: boolean }>`
    select count(*) <= ${FEW} as few from (select from enterprise e where ${marked(text)} limit ${FEW + 1}) as found`.execute(
    queries,
  )
  return rows[0]?.few === true
}

function marked(text: string): RawBuilder<boolean> {
  return sql<boolean>`e.name_marks @> text_marks(${text}::text)`
}

/** Of every script, whatever the collation of the database. */
function smallLetters(text: RawBuilder<unknown>): RawBuilder<string> {
  return sql`lower(${text} collate ${sql.id(ANY_SCRIPT)})`
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
