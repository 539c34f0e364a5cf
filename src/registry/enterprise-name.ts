import type { EnterpriseNumber } from '../batch/identifiers.ts'
import type { Queries } from '../database/database.ts'

/** As the enterprise calls itself; undefined when it is not registered. */
export async function enterpriseName(queries: Queries, number: EnterpriseNumber): Promise<string | undefined> {
  const row = await queries
    .selectFrom('enterprise')
    .select('legal_name as name')
    .where('enterprise_number', '=', number)
    .executeTakeFirst()
  return row?.name
}
