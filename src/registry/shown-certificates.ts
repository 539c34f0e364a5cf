import type { ShownCertificate } from '../batch/status/certificates-text.ts'
import type { Queries } from '../database/database.ts'
import { OVER } from './certificates.ts'

/** What the sender has registered, in the order of registration, without what is over. */
export async function shownCertificates(queries: Queries, sender: string): Promise<ShownCertificate[]> {
  const rows = await queries
    .selectFrom('certificate')
    .select(['subject', 'serial', 'sha256', 'state', 'not_after as notAfter'])
    .where('sender_number', '=', sender)
    .where('state', 'not in', OVER)
    .orderBy('certificate_id')
    .execute()
  return rows as ShownCertificate[]
}

/** When a certificate of the sender's was last registered, approved or removed; null before the first. */
export async function certificatesChangedAt(queries: Queries, sender: string): Promise<Date | null> {
  const row = await queries
    .selectFrom('audit')
    .select('at')
    .where('subject', '=', `sender:${sender}`)
    .where('action', 'like', 'certificate.%')
    .orderBy('audit_no', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.at ?? null
}
