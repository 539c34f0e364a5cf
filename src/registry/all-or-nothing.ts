/** Several changes that must not half happen when one of them is refused. */
import { sql } from 'kysely'
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import type { Transaction } from '../database/database.ts'

/**
 * Undoes what `work` wrote when it ends in a refusal, so that the caller's transaction may commit all the same. What `work`
 * throws goes through and ends the whole transaction.
 */
export async function allOrNothing<Value>(
  tx: Transaction,
  work: () => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  await sql`savepoint all_or_nothing`.execute(tx)
  const result = await work()
  if (!result.ok) await sql`rollback to savepoint all_or_nothing`.execute(tx)
  await sql`release savepoint all_or_nothing`.execute(tx)
  return result
}
