import type { EnterpriseNumber } from '../../batch/identifiers.ts'
import type { Queries } from '../../database/database.ts'
import type { ActivationKind } from './import.ts'

/** Who it is, and which first codes fit: a link for whoever has a national number. Undefined when there is none. */
export async function mainAccessManagerOf(
  queries: Queries,
  enterpriseNumber: EnterpriseNumber,
): Promise<{ readonly accountId: string; readonly kind: ActivationKind } | undefined> {
  const row = await queries
    .selectFrom('appointment')
    .innerJoin('account', 'account.account_id', 'appointment.account_id')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .select(['account.account_id as accountId', 'ssin_hash as ssinHash'])
    .where('enterprise_number', '=', enterpriseNumber)
    .where('role', '=', 'mainAccessManager')
    .where('appointment.state', '=', 'active')
    .executeTakeFirst()
  return row && { accountId: row.accountId, kind: row.ssinHash === null ? 'provisional' : 'link' }
}
