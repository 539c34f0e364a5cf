/**
 * Sessions of operators (rule 21.5): a random token in the browser, its hash here, everything else asked anew at each request, so that a
 * lock, another role or an end holds at once, in every process (cases R7, W4). All times are the database's.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { AHEAD_SECONDS_MAX } from '../../base/clock.ts'
import type { Language } from '../../batch/languages.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { lowerRole, type Operator, type OperatorRole } from '../../registry/operators/operator.ts'
import type { SessionRules } from '../living-sessions.ts'
import { hashOf, makeToken, tokenHash } from '../tokens.ts'

export type OperatorMethod = 'password' | 'oidc'

/** Who is signed in. */
export type SignedIn = {
  readonly operatorId: string
  readonly sessionId: string
  readonly method: OperatorMethod
  readonly operator: Operator
  /** Of the operator's own record. */
  readonly language: Language | null
}

export type BegunBy = {
  readonly operatorId: string
  readonly method: OperatorMethod
  /** The most that this way of signing in gives; left out: whatever the operator's role is. */
  readonly roleMax?: OperatorRole
  readonly address: string
  readonly client: string
}

const CLIENT_MAX = 200
const ADDRESS_MAX = 100

/** A new token, whatever the browser held before (case W4). The caller has checked who it is, and writes the audit. */
export async function beginOperatorSession(
  tx: Transaction,
  { operatorId, method, roleMax, address, client }: BegunBy,
  rules: SessionRules,
): Promise<{ readonly token: string; readonly sessionId: string }> {
  await tx
    .updateTable('operator')
    .set(({ fn }) => ({ last_login_at: fn<Date>('now') }))
    .where('operator_id', '=', operatorId)
    .execute() // holds the row, so that two at once do not both keep the most
  await endOldest(tx, operatorId, rules)
  const token = makeToken()
  const sessionId = randomUUID()
  await tx
    .insertInto('operator_session')
    .values({
      ...{ session_hash: hashOf(token), session_id: sessionId, operator_id: operatorId },
      ...{ method, role_max: roleMax ?? null },
      ...{ address: printable(address, ADDRESS_MAX), client: printable(client, CLIENT_MAX) },
    })
    .execute()
  return { token, sessionId }
}

/** `use`: somebody does something, and the session is seen; `look`: a page that is open keeps itself up to date (rule 21.15). */
export type SessionSight = 'use' | 'look'

/** Null for a session that does not hold: ended, idle, too old, or of an operator who is locked or gone. */
export async function findOperatorSession(
  queries: Queries,
  token: string,
  rules: SessionRules,
  sight: SessionSight = 'use',
): Promise<SignedIn | null> {
  const hash = tokenHash(token)
  if (!hash) return null
  const row = await livingOperatorSessions(queries, rules)
    .select([
      'session_id',
      'operator.operator_id',
      'method',
      'role_max',
      'name',
      'role',
      'may_read_contents',
      'language',
    ])
    .select(sql<boolean>`seen_at < now() - make_interval(secs => ${markSeconds(rules)})`.as('is_long_ago'))
    .where('session_hash', '=', hash)
    .executeTakeFirst()
  if (!row) return null
  if (row.is_long_ago && sight === 'use') await markSeen(queries, hash)
  const role = row.role as OperatorRole
  return {
    ...{ operatorId: row.operator_id, sessionId: row.session_id, method: row.method as OperatorMethod },
    operator: {
      name: row.name,
      role: row.role_max === null ? role : lowerRole(role, row.role_max as OperatorRole),
      mayReadContents: row.may_read_contents,
    },
    language: row.language as Language | null,
  }
}

/** Not ended, not idle, not too old nor begun by a clock that has gone back since (rule 32.6), and of an operator who may sign in. */
export function livingOperatorSessions(queries: Queries, { idleSeconds, sessionSeconds }: SessionRules) {
  return queries
    .selectFrom('operator_session')
    .innerJoin('operator', 'operator.operator_id', 'operator_session.operator_id')
    .where('ended_at', 'is', null)
    .where('locked_at', 'is', null)
    .where('deleted_at', 'is', null)
    .where(sql<boolean>`seen_at > now() - make_interval(secs => ${idleSeconds})`)
    .where(sql<boolean>`operator_session.created_at > now() - make_interval(secs => ${sessionSeconds})`)
    .where(sql<boolean>`operator_session.created_at <= now() + make_interval(secs => ${AHEAD_SECONDS_MAX})`)
}

/** Makes room for one more. */
async function endOldest(tx: Transaction, operatorId: string, rules: SessionRules): Promise<void> {
  const kept = livingOperatorSessions(tx, rules)
    .select('session_id')
    .where('operator.operator_id', '=', operatorId)
    .orderBy('operator_session.created_at', 'desc')
    .orderBy('session_id')
    .limit(rules.sessionsMax - 1)
  await tx
    .updateTable('operator_session')
    .set(({ fn }) => ({ ended_at: fn<Date>('now'), ended_why: 'tooMany' }))
    .where('operator_id', '=', operatorId)
    .where('ended_at', 'is', null)
    .where('session_id', 'not in', kept)
    .execute()
}

/** At most once a minute, or a page with ten parts would write ten times; more often when the idle time is short. */
function markSeconds({ idleSeconds }: SessionRules): number {
  return Math.min(60, idleSeconds / 4)
}

async function markSeen(queries: Queries, hash: Buffer): Promise<void> {
  await queries
    .updateTable('operator_session')
    .set(({ fn }) => ({ seen_at: fn<Date>('now') }))
    .where('session_hash', '=', hash)
    .where('ended_at', 'is', null)
    .execute()
}

function printable(text: string, most: number): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, most)
}
