/** Ends of sessions of operators, and the list of those that are open (rule 21.5). What has ended is never taken up again. */
import type { Queries, Transaction } from '../../database/database.ts'
import type { ListedSession, SessionRules } from '../living-sessions.ts'
import { livingOperatorSessions } from './sessions.ts'

/** The newest first; an operator has few. */
export async function sessionsOfOperator(
  queries: Queries,
  operatorId: string,
  rules: SessionRules,
): Promise<ListedSession[]> {
  return await livingOperatorSessions(queries, rules)
    .select(['session_id as sessionId', 'method', 'address', 'client', 'seen_at as seenAt'])
    .select('operator_session.created_at as createdAt')
    .where('operator.operator_id', '=', operatorId)
    .orderBy('operator_session.created_at', 'desc')
    .orderBy('session_id')
    .execute()
}

type Which = { readonly only?: string; readonly except?: string }

/** All of an operator, one of them, or all but one; answers how many. The caller writes the audit. */
export async function endOperatorSessions(
  tx: Transaction,
  operatorId: string,
  why: string,
  { only, except }: Which = {},
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('operator_session')
    .set(({ fn }) => ({ ended_at: fn<Date>('now'), ended_why: why }))
    .where('operator_id', '=', operatorId)
    .where('ended_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('session_id', '=', only ?? ''))
    .$if(except !== undefined, (query) => query.where('session_id', '<>', except ?? ''))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
