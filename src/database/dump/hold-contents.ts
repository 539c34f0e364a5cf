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

/** While `work` runs, no backup is made; undefined, and nothing done, while one is. */
export async function withoutBackups<Value>(queries: Queries, work: () => Promise<Value>): Promise<Value | undefined> {
  const [space, key] = LOCKS.backup
  return await queries.connection().execute(async (holder) => {
    const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${space}, ${key}) as held`.execute(holder)
    if (rows[0]?.held !== true) return undefined
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${space}, ${key})`.execute(holder)
    }
  })
}
