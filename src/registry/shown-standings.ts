/** What is known of registered certificates, for operators (rule 28.5). */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { StoredStanding } from './certificate-standings.ts'
import type { CertificateState } from './transitions.ts'

export type ShownStanding = {
  readonly senderNumber: string
  readonly sha256: string
  readonly subject: string
  readonly state: CertificateState
  readonly notAfter: Date
  /** Null: not asked about yet. */
  readonly standing: (StoredStanding & ShownQuestion) | null
}

type ShownQuestion = {
  readonly askedAt: Date | null
  /** Questions in a row that nobody answered, and what was the matter with the last one. */
  readonly failures: number
  readonly problem: string | null
}

type Row = Omit<ShownStanding, 'standing'> & StoredStanding & ShownQuestion

const SHOWN_MAX = 1000

/**
 * Those in force of which no good answer is known, and the revoked ones; of one certificate, whatever is known of it. At most a thousand, the
 * latest asked first.
 */
export async function shownStandings(queries: Queries, sha256?: string): Promise<readonly ShownStanding[]> {
  const which = sha256
    ? sql<boolean>`c.sha256 = ${sha256} and c.state <> 'removed'`
    : sql<boolean>`c.state in ('uploaded', 'valid', 'expiring', 'revoked')
        and (s.status is null or s.status in ('unknown', 'revoked') or s.failures > 0)`
  const { rows } = await sql<Row>`
    select c.sender_number as "senderNumber", c.sha256, c.subject, c.state, c.not_after as "notAfter", s.status, s.source,
           s.stated_at as "statedAt", s.checked_at as "checkedAt", s.revoked_at as "revokedAt", s.reason,
           s.asked_at as "askedAt", s.failures, s.problem
      from certificate c left join certificate_standing s using (sha256)
     where ${which} order by s.asked_at desc nulls last, c.certificate_id limit ${SHOWN_MAX}`.execute(queries)
  return rows.map(({ senderNumber, sha256: digest, subject, state, notAfter, ...standing }) => ({
    ...{ senderNumber, sha256: digest, subject, state, notAfter },
    standing: standing.status === null ? null : standing,
  }))
}
