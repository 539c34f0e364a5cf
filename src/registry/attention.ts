/** What a manager should look at before it hurts: certificates that end, and passwords that nobody has used. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export type EndingCertificate = {
  readonly senderNumber: string
  readonly qualityCode: string
  readonly label: string
  readonly notAfter: Date
  /** Whole days by the database's clock; negative when it is over. */
  readonly daysLeft: number
}

const LIST_MAX = 20

/** Of senders that are not closed; the first to end comes first, at most 20. */
export async function endingCertificates(
  queries: Queries,
  { enterpriseNumber, withinDays }: { readonly enterpriseNumber: string; readonly withinDays: number },
): Promise<EndingCertificate[]> {
  const { rows } = await sql<EndingCertificate>`
    select s.sender_number as "senderNumber", s.quality_code as "qualityCode", c.label, c.not_after as "notAfter",
           floor(extract(epoch from c.not_after - now()) / 86400)::int as "daysLeft"
      from certificate c join sender s using (sender_number)
     where s.enterprise_number = ${enterpriseNumber} and s.state <> 'closed'
       and c.state in ('valid', 'expiring', 'expired') and c.not_after < now() + make_interval(days => ${withinDays})
     order by c.not_after limit ${LIST_MAX}`.execute(queries)
  return rows
}

export type UnusedPassword = {
  readonly qualityCode: string
  readonly qualityUserId: string
  readonly lastName: string
  readonly firstName: string
  readonly expiresAt: Date
}

/** Passwords of users that somebody else set and that wait to be changed, the first to end first; at most 20. */
export async function unusedPasswords(queries: Queries, enterpriseNumber: string): Promise<UnusedPassword[]> {
  const rows = await queries
    .selectFrom('quality_user')
    .innerJoin('account', 'account.account_id', 'quality_user.account_id')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['quality_code as qualityCode', 'quality_user_id as qualityUserId'])
    .select(['last_name as lastName', 'first_name as firstName', 'password_expires_at as expiresAt'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_user.state', '=', 'active')
    .where('account.state', 'in', ['pendingFirstLogin', 'mustChangePassword'])
    .where('password_set_by', '<>', 'self')
    .where('password_expires_at', 'is not', null)
    .orderBy('password_expires_at')
    .limit(LIST_MAX)
    .execute()
  return rows.flatMap(({ expiresAt, ...row }) => (expiresAt ? [{ ...row, expiresAt }] : []))
}
