/** One sender, as those see it who watch over all of them: closed ones as well. */
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries } from '../database/database.ts'
import { reportsOf, type ShownReports } from './setup/overview.ts'

export type SenderRecord = ShownReports & {
  readonly enterpriseNumber: string
  readonly legalName: string
  readonly enterpriseState: string
  readonly qualityCode: string
}

/** Null when there was never such a sender. */
export async function readSender(queries: Queries, senderNumber: SenderNumber): Promise<SenderRecord | null> {
  const row = await queries
    .selectFrom('sender')
    .innerJoin('enterprise', 'enterprise.enterprise_number', 'sender.enterprise_number')
    .select(['enterprise.enterprise_number as enterpriseNumber', 'legal_name as legalName'])
    .select(['enterprise.state as enterpriseState', 'quality_code as qualityCode'])
    .where('sender_number', '=', senderNumber)
    .executeTakeFirst()
  return row ? { ...row, ...(await reportsOf(queries, senderNumber)) } : null
}
