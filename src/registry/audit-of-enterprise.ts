/** What the managers of an enterprise may read of the audit (spec access.md §5 row 24, §16.5; rule 13.7). */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { type AuditRow, shownRow } from './audit.ts'

export type EnterpriseAudit = {
  readonly enterpriseNumber: string
  /** Only what is about this quality: of the enterprise itself then only what names the quality. */
  readonly qualityCode?: string
  /** What it is about: the first word of the action, such as `user`. */
  readonly topic?: string
  /** The entry number that the page starts below. */
  readonly before?: number
  readonly limit: number
}

/**
 * The newest entries first, at most `limit`: of the enterprise, of its senders (closed ones too), and of whatever people did on its behalf,
 * to accounts for instance. What the same people do for another enterprise is not among them.
 */
export async function auditOf(queries: Queries, page: EnterpriseAudit): Promise<AuditRow[]> {
  const { enterpriseNumber, qualityCode, topic, before = Number.MAX_SAFE_INTEGER, limit } = page
  const about = await subjectsOf(queries, enterpriseNumber, qualityCode)
  const enterprise = `enterprise:${enterpriseNumber}`
  const ofQuality = qualityCode === undefined ? sql`true` : namesQuality(qualityCode)
  const acted = sql`detail -> 'as' ->> 'enterpriseNumber' = ${enterpriseNumber}`
  const onTopic = topic === undefined ? sql`true` : sql`split_part(action, '.', 1) = ${topic}`
  const newest = sql`audit_no < ${before} and ${onTopic} order by audit_no desc limit ${limit}`
  // Each part reads the end of one index; together they would read the table.
  const { rows } = await sql<{ audit_no: number }>`
    (select audit_no from audit where subject = ${enterprise} and ${ofQuality} and ${newest}) union
    (select a.audit_no from unnest(${about}::text[]) s(subject),
       lateral (select audit_no from audit where subject = s.subject and ${newest}) a) union
    (select audit_no from audit where ${acted} and ${ofQuality} and ${newest})
    order by audit_no desc limit ${limit}`.execute(queries)
  const numbers = rows.map(({ audit_no }) => Number(audit_no))
  if (numbers.length === 0) return []
  const found = await queries
    .selectFrom('audit')
    .select(['audit_no', 'at', 'actor', 'action', 'subject', 'reason', 'detail', 'chain_no'])
    .where('audit_no', 'in', numbers)
    .orderBy('audit_no', 'desc')
    .execute()
  return found.map(shownRow)
}

async function subjectsOf(
  queries: Queries,
  enterpriseNumber: string,
  qualityCode: string | undefined,
): Promise<string[]> {
  const rows = await queries
    .selectFrom('sender')
    .select('sender_number')
    .where('enterprise_number', '=', enterpriseNumber)
    .$if(qualityCode !== undefined, (query) => query.where('quality_code', '=', qualityCode ?? ''))
    .execute()
  return rows.map(({ sender_number }) => `sender:${sender_number}`)
}

function namesQuality(qualityCode: string) {
  return sql<boolean>`${qualityCode} in
    (detail -> 'as' ->> 'qualityCode', detail -> 'after' ->> 'qualityCode', detail -> 'before' ->> 'qualityCode')`
}
