/**
 * What a person holds as far as the way of signing in carries. A password opens nothing where the enterprise refuses it (spec access.md
 * §8.5), and a password or an app nothing where nobody knows that they are this person's: an enterprise may have entered the national number
 * of somebody else, with addresses of its own (rule 11.19, record 0021).
 */
import type { Queries } from '../../database/database.ts'
import type { HeldRole } from './decide.ts'
import { rolesOf } from './roles.ts'

/** The enterprises that something which proves a person counts for; null: all of them. */
export type Reaches = readonly string[] | null

/** How somebody came in, and how far that carries. */
export type Way = { readonly method: string; readonly reaches: Reaches }

/** Of two proofs, each of which would do: what either of them reaches. */
export function reachesOfEither(one: Reaches, other: Reaches): Reaches {
  return one === null || other === null ? null : [...new Set([...one, ...other])].sort()
}

export function doesReach(reaches: Reaches, enterpriseNumber: string): boolean {
  return reaches === null || reaches.includes(enterpriseNumber)
}

/** Ways of signing in by a user name and a password, and nothing else. */
const BY_PASSWORD: ReadonlySet<string> = new Set(['password', 'provisional'])

export function isByPasswordAlone(method: string): boolean {
  return BY_PASSWORD.has(method)
}

/** Read anew for each request, so that a switch that is thrown is in force at once. */
export async function reachOf(
  queries: Queries,
  { accountId, method, reaches }: Way & { readonly accountId: string },
): Promise<HeldRole[]> {
  const held = await rolesOf(queries, accountId)
  const roles = held.filter(({ enterpriseNumber }) => doesReach(reaches, enterpriseNumber))
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
