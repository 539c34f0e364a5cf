import type { Queries } from '../database/database.ts'

/** The enterprise and quality that a sender belongs to. */
export type SenderPlace = { readonly enterpriseNumber: string; readonly qualityCode: string }

export async function placesOf(queries: Queries, senderNumbers: readonly string[]): Promise<Map<string, SenderPlace>> {
  const rows = await queries
    .selectFrom('sender')
    .select(['sender_number as senderNumber', 'enterprise_number as enterpriseNumber', 'quality_code as qualityCode'])
    .where('sender_number', 'in', senderNumbers)
    .execute()
  return new Map(rows.map(({ senderNumber, ...place }) => [senderNumber, place]))
}
