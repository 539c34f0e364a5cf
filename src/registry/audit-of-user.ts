/** What happened to a user in one quality, for the page about him (spec access.md §5 row 24). */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { type AuditRow, shownRow } from './audit.ts'

export type UserAudit = {
  readonly enterpriseNumber: string
  readonly qualityCode: string
  readonly qualityUserId: string
  readonly accountId: string
  readonly limit: number
}

/** The newest entries first: of his membership, and of what was done to his account on behalf of this quality. */
export async function auditOfUser(queries: Queries, page: UserAudit): Promise<AuditRow[]> {
  const { enterpriseNumber, qualityCode, qualityUserId, accountId, limit } = page
  const rows = await queries
    .selectFrom('audit')
    .select(['audit_no', 'at', 'actor', 'action', 'subject', 'reason', 'detail', 'chain_no'])
    .where(
      sql<boolean>`
        (subject = ${`enterprise:${enterpriseNumber}`} and ${qualityUserId} in
          (detail -> 'after' ->> 'qualityUserId', detail -> 'before' ->> 'qualityUserId'))
        or (subject = ${`account:${accountId}`} and detail -> 'as' ->> 'enterpriseNumber' = ${enterpriseNumber}
          and detail -> 'as' ->> 'qualityCode' = ${qualityCode})`,
    )
    .orderBy('audit_no', 'desc')
    .limit(limit)
    .execute()
  return rows.map(shownRow)
}
