/** The memory of client assertions, which all processes share (spec access.md §16.7, rule 15.6). */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export type AssertionUse = {
  readonly clientId: string
  readonly jti: string
  /** When it can no longer be taken for good, as the caller judges its time. */
  readonly endsAt: Date
  /** The caller's present. */
  readonly now: Date
}

/** Whether it is the first use: of any number at the same time one is. */
export async function useAssertion(queries: Queries, { clientId, jti, endsAt, now }: AssertionUse): Promise<boolean> {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([clientId, jti]))
    .digest()
  const row = await queries
    .insertInto('used_assertion')
    .values({ fingerprint, expires_at: endsAt })
    .onConflict((conflict) =>
      conflict.column('fingerprint').doUpdateSet({ expires_at: endsAt }).where('used_assertion.expires_at', '<', now),
    )
    .returning('fingerprint')
    .executeTakeFirst()
  return row !== undefined
}

/** Those that ended long enough ago for every clock. */
export async function forgetUsedAssertions(queries: Queries): Promise<void> {
  await queries.deleteFrom('used_assertion').where('expires_at', '<', sql<Date>`now() - interval '1 day'`).execute()
}
