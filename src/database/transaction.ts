import type { ControlledTransaction } from 'kysely'
import { Unavailable } from '../base/errors.ts'
import type { Queries, Transaction } from './database.ts'
import { isConflict } from './failures.ts'
import type { Tables } from './tables.ts'

const ATTEMPTS_MAX = 4

/**
 * One transaction around `work`, which is done again when PostgreSQL rolled it back for a conflict with another one. A COMMIT whose
 * answer is lost is `Unavailable` and never repeated here: it may have happened, and only the caller knows how to find out.
 */
export async function runTransaction<Value>(
  queries: Queries,
  work: (tx: Transaction) => Promise<Value>,
): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(queries, work)
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !isConflict(error)) throw error
    }
  }
}

async function attemptOnce<Value>(queries: Queries, work: (tx: Transaction) => Promise<Value>): Promise<Value> {
  const tx = await queries.startTransaction().execute()
  try {
    const value = await work(tx)
    await commit(tx)
    return value
  } catch (error) {
    // Gives the connection back; when it is lost the server rolls back by itself, and the first error says more.
    await tx
      .rollback()
      .execute()
      .catch(() => {})
    throw error
  }
}

async function commit(tx: ControlledTransaction<Tables>): Promise<void> {
  try {
    await tx.commit().execute()
  } catch (error) {
    if (!(error instanceof Unavailable) || isConflict(error)) throw error
    throw new Unavailable('The database did not say whether it committed.', { cause: error.cause })
  }
}
