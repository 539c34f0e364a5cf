/** Ends of sessions: by the person, or because what they rest on has changed (cases R7, R8). What has ended is never taken up again. */
import { sql } from 'kysely'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from '../registry/audit.ts'
import { recordChange } from '../registry/change.ts'
import type { Way } from '../registry/policy/reach.ts'

/** Signing out, or ending one of one's own other sessions: the account is asked too, so that nobody ends another person's. */
export async function endSession(
  tx: Transaction,
  { accountId, sessionId }: { readonly accountId: string; readonly sessionId: string },
  act: Act,
): Promise<Result<void, Refusal>> {
  const { numUpdatedRows } = await tx
    .updateTable('person_session')
    .set(({ fn }) => ({ ended_at: fn<Date>('now'), ended_why: 'signedOut' }))
    .where('session_id', '=', sessionId)
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return no(NO_SUCH_SESSION)
  await recordChange(tx, act, about(accountId, { sessionId, why: 'signedOut' }))
  return ok(undefined)
}

/** Ends what an account has open, or what of it was begun in one way and reaches as far, except the one that is told; answers how many. `why` goes to the audit. */
export async function endAllOf(
  tx: Transaction,
  accountId: string,
  why: string,
  act: Act,
  { except, ...way }: { readonly except?: string } & Partial<Way> = {},
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('person_session')
    .set(({ fn }) => ({ ended_at: fn<Date>('now'), ended_why: why }))
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .$if(except !== undefined, (query) => query.where('session_id', '<>', except ?? ''))
    .$if(way.method !== undefined, (query) => query.where('method', '=', way.method ?? ''))
    .$if(way.reaches !== undefined, (query) => query.where(sql<boolean>`reaches is not distinct from ${way.reaches}`))
    .executeTakeFirst()
  const ended = Number(numUpdatedRows)
  if (ended > 0) await recordChange(tx, act, about(accountId, { ended, why }))
  return ended
}

function about(accountId: string, after: Record<string, unknown>) {
  return { action: 'session.ended', subject: `account:${accountId}` as const, after }
}

const NO_SUCH_SESSION = refusal('SLU-MISSING', 'This session is not there.', 'It has ended already; reload the list.', {
  key: 'noSuchSession',
})
