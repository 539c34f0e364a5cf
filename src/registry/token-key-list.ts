import type { Queries } from '../database/database.ts'

export type ShownTokenKey = {
  readonly kid: string
  readonly createdAt: Date
  /** Null for the one that signs; until then tokens of the others are still taken. */
  readonly publishedUntil: Date | null
}

/** The keys that sign access tokens, the latest first; never what is secret of them. */
export async function shownTokenKeys(queries: Queries): Promise<ShownTokenKey[]> {
  return await queries
    .selectFrom('token_key')
    .select(['kid', 'created_at as createdAt', 'published_until as publishedUntil'])
    .orderBy('created_at', 'desc')
    .execute()
}
