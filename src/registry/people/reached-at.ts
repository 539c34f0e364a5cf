import type { Queries } from '../../database/database.ts'
import { personBehind } from '../person-behind.ts'
import type { PersonInput } from './persons.ts'

/**
 * Whether first codes may be sent: by mail and telephone, and at no other addresses than whoever names the person now has given. Somebody
 * else may have entered the number before, for whatever enterprise, with addresses of his own.
 */
export async function isReachedAt(
  queries: Queries,
  accountId: string,
  { email, mobilePhone }: Pick<PersonInput, 'email' | 'mobilePhone'>,
): Promise<boolean> {
  if (email === undefined || mobilePhone === undefined) return false
  const known = await personBehind(queries, accountId)
  return known?.email?.toLowerCase() === email.toLowerCase() && known.mobilePhone === mobilePhone
}
