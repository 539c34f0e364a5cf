/** Changes of one's own proofs ask for a proof that is not old (spec access.md §8.4, §8.6). */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries } from '../../database/database.ts'
import { databaseNow } from '../../identity/now.ts'
import { isFreshProof, NOT_FRESH } from '../../registry/policy/fresh-proof.ts'
import type { Ask } from '../ask.ts'

/** What a password is worth. */
export const ANY_PROOF = 200

/** By the database's clock. Refuses: SLU-REAUTH. */
export async function askFresh(
  { session, ground }: Ask,
  assurance: number,
  queries: Queries = ground.database.queries,
): Promise<Result<void, Refusal>> {
  const now = await databaseNow(queries)
  return isFreshProof(session, { now, seconds: ground.rules.freshSeconds, assurance }) ? ok(undefined) : no(NOT_FRESH)
}
