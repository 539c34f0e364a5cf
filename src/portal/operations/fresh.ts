/** Changes of one's own proofs ask for a proof that is not old (spec access.md §8.4, §8.6). */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries } from '../../database/database.ts'
import { databaseNow } from '../../identity/now.ts'
import type { Ask } from '../ask.ts'

/** What a password is worth. */
export const ANY_PROOF = 200

/** By the database's clock. Refuses: SLU-REAUTH. */
export async function askFresh(
  { session, ground }: Ask,
  assurance: number,
  queries: Queries = ground.database.queries,
): Promise<Result<void, Refusal>> {
  const { freshSeconds } = ground.rules
  const age = (await databaseNow(queries)).getTime() - session.provenAt.getTime()
  return session.provenAssurance >= assurance && age <= freshSeconds * 1000 ? ok(undefined) : no(NOT_FRESH)
}

const NOT_FRESH = refusal(
  'SLU-REAUTH',
  'This needs a fresh and strong sign-in.',
  'Sign in again with eID, itsme or a code from your app, then repeat.',
  { key: 'notFresh' },
)
