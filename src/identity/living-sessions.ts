/** Which sessions have not run out, by the database's clock. */
import { sql } from 'kysely'
import { AHEAD_SECONDS_MAX } from '../base/clock.ts'
import type { Queries } from '../database/database.ts'

export type SessionRules = {
  readonly idleSeconds: number
  readonly sessionSeconds: number
  /** Most sessions of a person; the oldest one ends. */
  readonly sessionsMax: number
}

export type ListedSession = {
  readonly sessionId: string
  readonly method: string
  readonly address: string
  /** What the browser said that it is. */
  readonly client: string
  readonly createdAt: Date
  readonly seenAt: Date
}

/** Not ended, not idle, not too old, and not begun by a clock that has gone back since (rule 32.6). Whether they still hold is asked by `findSession`. */
export function living(queries: Queries, { idleSeconds, sessionSeconds }: SessionRules) {
  return queries
    .selectFrom('person_session')
    .where('ended_at', 'is', null)
    .where(sql<boolean>`seen_at > now() - make_interval(secs => ${idleSeconds})`)
    .where(sql<boolean>`person_session.created_at > now() - make_interval(secs => ${sessionSeconds})`)
    .where(sql<boolean>`person_session.created_at <= now() + make_interval(secs => ${AHEAD_SECONDS_MAX})`)
}

/** One's own sessions, the newest first; a person has at most `sessionsMax`. */
export async function sessionsOf(queries: Queries, accountId: string, rules: SessionRules): Promise<ListedSession[]> {
  return await living(queries, rules)
    .select(['session_id as sessionId', 'method', 'address', 'client', 'created_at as createdAt', 'seen_at as seenAt'])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .orderBy('session_id')
    .execute()
}
