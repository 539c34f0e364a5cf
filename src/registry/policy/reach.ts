/** What a person holds as far as the way of signing in carries: a password opens nothing where the enterprise refuses it (spec access.md §8.5). */
import type { Queries } from '../../database/database.ts'
import type { HeldRole } from './decide.ts'
import { rolesOf } from './roles.ts'

/** Ways of signing in by a user name and a password, and nothing else. */
const BY_PASSWORD: ReadonlySet<string> = new Set(['password', 'provisional'])

export function isByPasswordAlone(method: string): boolean {
  return BY_PASSWORD.has(method)
}

/** Read anew for each request, so that a switch that is thrown is in force at once. */
export async function reachOf(
  queries: Queries,
  { accountId, method }: { readonly accountId: string; readonly method: string },
): Promise<HeldRole[]> {
  const roles = await rolesOf(queries, accountId)
  if (roles.length === 0 || !isByPasswordAlone(method)) return roles
  const refusing = await refusingPasswords(queries, roles)
  return roles.filter(({ enterpriseNumber }) => !refusing.has(enterpriseNumber))
}

async function refusingPasswords(queries: Queries, roles: readonly HeldRole[]): Promise<Set<string>> {
  const rows = await queries
    .selectFrom('enterprise')
    .select('enterprise_number')
    .where('enterprise_number', 'in', [...new Set(roles.map(({ enterpriseNumber }) => enterpriseNumber))])
    .where('password_login_enabled', '=', false)
    .execute()
  return new Set(rows.map((row) => row.enterprise_number))
}
