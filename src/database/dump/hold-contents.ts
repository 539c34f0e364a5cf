import { sql } from 'kysely'
import type { Queries } from '../database.ts'
import { LOCKS } from '../locks.ts'

/** While `work` runs, nothing leaves the disk (rule 31.6): whoever removes contents takes the same lock alone. Several may hold it. */
export async function holdingContents<Value>(queries: Queries, work: () => Promise<Value>): Promise<Value> {
  const [space, key] = LOCKS.backup
  return await queries.connection().execute(async (holder) => {
    await sql`select pg_advisory_lock_shared(${space}, ${key})`.execute(holder)
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock_shared(${space}, ${key})`.execute(holder)
    }
  })
}
