/** The certificates of all senders, for those who watch over them (rule 26.8). */
import { type RawBuilder, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { StoredStanding } from './certificate-standings.ts'
import type { CertificateState } from './transitions.ts'

export type ListedCertificate = {
  readonly certificateId: string
  readonly senderNumber: string
  readonly enterpriseNumber: string
  readonly legalName: string
  readonly sha256: string
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly label: string
  readonly usages: readonly string[]
  readonly state: CertificateState
  readonly notBefore: Date
  readonly notAfter: Date
  /** Whole days by the database's clock; negative when it is over. */
  readonly daysLeft: number
  readonly since: Date
  /** The sender has one in force that ends later. */
  readonly hasSuccessor: boolean
  /** What the authorities last said (rule 28.5), and when; null: nobody was asked yet. */
  readonly standing: StoredStanding['status'] | null
  readonly checkedAt: Date | null
}

/** `ending`: in force, the first to end comes first. `waiting`: for an operator's word. */
export const CERTIFICATE_VIEWS = ['ending', 'waiting', 'expired'] as const
export type CertificateView = (typeof CERTIFICATE_VIEWS)[number]

export type CertificateFilter = {
  readonly view: CertificateView
  /** A sender number, an enterprise number, a part of a name, or the beginning of a fingerprint. */
  readonly text?: string | undefined
  /** Of those in force: only what ends within so many days. */
  readonly withinDays?: number | undefined
  /** The certificate behind which the page begins. */
  readonly after?: string | undefined
  readonly limit: number
}

// biome-ignore format: a table
const VIEWS: Readonly<Record<CertificateView, { readonly states: RawBuilder<boolean>; readonly order: RawBuilder<unknown>; readonly behind: RawBuilder<boolean> }>> = {
  ending:  { states: sql`c.state in ('valid', 'expiring')`, order: sql`c.not_after, c.certificate_id`, behind: sql`(c.not_after, c.certificate_id) > (l.not_after, l.certificate_id)` },
  waiting: { states: sql`c.state = 'uploaded'`,             order: sql`c.certificate_id`,              behind: sql`c.certificate_id > l.certificate_id` },
  expired: { states: sql`c.state in ('expired', 'revoked')`, order: sql`c.not_after desc, c.certificate_id desc`, behind: sql`(c.not_after, c.certificate_id) < (l.not_after, l.certificate_id)` },
}

export async function listCertificates(queries: Queries, filter: CertificateFilter): Promise<ListedCertificate[]> {
  const { view, text, withinDays, after, limit } = filter
  const { states, order, behind } = VIEWS[view]
  const { rows } = await sql<ListedCertificate>`
    select c.certificate_id as "certificateId", s.sender_number as "senderNumber", s.enterprise_number as "enterpriseNumber",
           e.legal_name as "legalName", c.sha256, c.subject, c.issuer, c.serial, c.label, c.usages, c.state,
           c.not_before as "notBefore", c.not_after as "notAfter", c.created_at as since,
           floor(extract(epoch from c.not_after - now()) / 86400)::int as "daysLeft",
           exists (select from certificate n where n.sender_number = c.sender_number and n.certificate_id <> c.certificate_id
                     and n.state in ('valid', 'expiring') and n.not_after > c.not_after) as "hasSuccessor",
           case when told.asked_at is not null then told.status end as standing, told.checked_at as "checkedAt"
      from certificate c
      left join certificate_standing told on told.sha256 = c.sha256
      join sender s on s.sender_number = c.sender_number and s.state <> 'closed'
      join enterprise e on e.enterprise_number = s.enterprise_number
     where ${states}
       and ${withinDays === undefined ? TRUE : sql<boolean>`c.not_after <= now() + make_interval(days => ${withinDays})`}
       and ${text === undefined ? TRUE : matching(text)}
       and ${after === undefined ? TRUE : sql<boolean>`exists (select from certificate l where l.certificate_id = ${after} and ${behind})`}
     order by ${order} limit ${limit}`.execute(queries)
  return rows
}

const TRUE = sql<boolean>`true`

function matching(text: string): RawBuilder<boolean> {
  const bare = text
    .replace(/^BE/i, '')
    .replace(/[\s.:]/g, '')
    .toLowerCase()
  if (/^\d{6}$/.test(bare)) return sql<boolean>`s.sender_number = ${bare}`
  if (/^\d{10}$/.test(bare)) return sql<boolean>`s.enterprise_number = ${bare}`
  if (/^[0-9a-f]{8,64}$/.test(bare)) return sql<boolean>`c.sha256 like ${`${bare}%`}`
  return sql<boolean>`e.legal_name ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`
}

export type CertificateCounts = Readonly<Record<CertificateView, number>> & {
  /** Of those in force: how many end within the days that were asked for. */
  readonly soon: number
}

/** No list is counted further than this. */
export const COUNTED_MAX = 10_000

export async function countCertificates(queries: Queries, soonDays: number): Promise<CertificateCounts> {
  const inForce = sql`state in ('valid', 'expiring')`
  const { rows } = await sql<CertificateCounts>`
    select ${counted(inForce)} as ending, ${counted(sql`state = 'uploaded'`)} as waiting,
           ${counted(sql`state in ('expired', 'revoked')`)} as expired,
           ${counted(sql`${inForce} and not_after <= now() + make_interval(days => ${soonDays})`)} as soon`.execute(
    queries,
  )
  return rows[0] ?? { ending: 0, waiting: 0, expired: 0, soon: 0 }
}

function counted(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select count(*) from (select from certificate where ${which} limit ${COUNTED_MAX + 1}) as first)`
}
