/** Certificates that name no enterprise, and wait for an operator's word (decision 18). */
import type { Queries } from '../database/database.ts'

export type WaitingCertificate = {
  readonly senderNumber: string
  readonly enterpriseNumber: string
  readonly legalName: string
  readonly sha256: string
  readonly subject: string
  readonly issuer: string
  readonly notAfter: Date
  readonly uploadedAt: Date
}

const WAITING_MAX = 1000

/** The oldest first, at most a thousand. */
export async function waitingCertificates(queries: Queries): Promise<WaitingCertificate[]> {
  return await queries
    .selectFrom('certificate')
    .innerJoin('sender', 'sender.sender_number', 'certificate.sender_number')
    .innerJoin('enterprise', 'enterprise.enterprise_number', 'sender.enterprise_number')
    .select(['sender.sender_number as senderNumber', 'enterprise.enterprise_number as enterpriseNumber'])
    .select(['legal_name as legalName', 'sha256', 'subject', 'issuer', 'not_after as notAfter'])
    .select('certificate.created_at as uploadedAt')
    .where('certificate.state', '=', 'uploaded')
    .where('sender.state', '<>', 'closed')
    .orderBy('certificate_id')
    .limit(WAITING_MAX)
    .execute()
}
