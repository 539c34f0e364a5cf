/**
 * Counts what anybody may begin without showing who he is: a way to a card or an identity provider (rule 11.23). Each is a row until it is
 * over, so one address outside the configured networks begins only so many; those of a network are not counted against each other.
 */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { LoginOrigin } from './login-origin.ts'
import type { LoginLimits } from './login-throttle.ts'

export type BegunLimits = Pick<LoginLimits, 'addressMinutes'> & {
  /** Within `addressMinutes`, which begin with the first. */
  readonly begunPerAddress: number
}

/** In the table of the throttle, beside accounts; no account has a space in its name there. */
const BEGUN = 'sign-ins begun'

/** Counts one more. Resolves with the whole seconds to wait, rounded up; 0 when it may begin. While it waits nothing is written. */
export async function countBegun(queries: Queries, origin: LoginOrigin, limits: BegunLimits): Promise<number> {
  if (!origin.isCapped) return 0
  const { begunPerAddress: most, addressMinutes } = limits
  const left = sql<number>`ceil(extract(epoch from counted.first_failure_at - now()) + ${addressMinutes * 60})::integer`
  const full = await queries
    .selectFrom('login_throttle as counted')
    .select(left.as('seconds'))
    .where('account', '=', BEGUN)
    .where('origin', '=', origin.key)
    .where('failures', '>=', most)
    .executeTakeFirst()
  if (full && full.seconds > 0) return full.seconds
  const { rows } = await sql<{ count: number; seconds: number }>`
    insert into login_throttle as counted (account, origin, failures, first_failure_at) values (${BEGUN}, ${origin.key}, 1, now())
    on conflict (account, origin) do update set
      failures = case when ${left} > 0 then counted.failures + 1 else 1 end,
      first_failure_at = case when ${left} > 0 then counted.first_failure_at else now() end
    returning failures as count, ${left} as seconds`.execute(queries)
  const [counted] = rows
  return counted && counted.count > most ? counted.seconds : 0
}
