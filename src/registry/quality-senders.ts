import type { Queries } from '../database/database.ts'

/**
 * The sender numbers of a quality: the one in use first, then closed ones, the latest first, for they keep their sets. Empty when it
 * never sent, or when there is no such quality.
 */
export async function sendersOfQuality(
  queries: Queries,
  { enterpriseNumber, qualityCode }: { readonly enterpriseNumber: string; readonly qualityCode: string },
): Promise<string[]> {
  const rows = await queries
    .selectFrom('sender')
    .select('sender_number')
    .where('enterprise_number', '=', enterpriseNumber)
    .where('quality_code', '=', qualityCode)
    .orderBy(({ eb }) => eb('state', '=', 'closed'))
    .orderBy('allocated_at', 'desc')
    .orderBy('sender_number')
    .execute()
  return rows.map(({ sender_number }) => sender_number)
}
