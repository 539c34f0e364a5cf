/**
 * Sessions of people (spec access.md §8.6, rule 11.15): a random token in the browser, its hash here, everything else asked anew at each
 * request, so that what ends a session ends it at once, in every process (cases R7, R8, R25, W4). All times are the database's.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { Act } from '../registry/audit.ts'
import { recordChange } from '../registry/change.ts'
import { reachesOfEither, reachOf } from '../registry/policy/reach.ts'
import { holdAccount } from './hold-account.ts'
import { living, type SessionRules } from './living-sessions.ts'
import { type Method, type Proven, restsOnPassword } from './methods.ts'
import { hashOf, makeToken, tokenHash } from './tokens.ts'

export type Session = Proven & {
  readonly sessionId: string
  readonly accountId: string
  /** The latest proof of who it is, and what it was worth. */
  readonly provenAt: Date
  readonly provenAssurance: number
  /** Good for changing the password, and for nothing else (spec §6.2). */
  readonly isLimited: boolean
}

export type NewSession = Proven & { readonly accountId: string; readonly address: string; readonly client: string }

const CLIENT_MAX = 200
const ADDRESS_MAX = 100

/** A new token, whatever the browser held before. The caller has checked that the account may sign in. Audit: `session.begun`. */
export async function beginSession(
  tx: Transaction,
  { accountId, method, assurance, reaches, address, client }: NewSession,
  rules: SessionRules,
  act: Act,
): Promise<{ readonly token: string; readonly sessionId: string }> {
  await holdAccount(tx, accountId)
  const token = makeToken()
  const sessionId = randomUUID()
  await endOldest(tx, accountId, rules)
  await tx
    .insertInto('person_session')
    .values({
      ...{ session_hash: hashOf(token), session_id: sessionId, account_id: accountId },
      ...{ method, assurance, proven_assurance: assurance, reaches: reaches && [...reaches] },
      ...{ address: printable(address, ADDRESS_MAX), client: printable(client, CLIENT_MAX) },
    })
    .execute()
  await tx
    .updateTable('account')
    .set(({ fn }) => ({ last_login_at: fn<Date>('now') }))
    .where('account_id', '=', accountId)
    .execute()
  await recordChange(tx, act, about(accountId, 'session.begun', { sessionId, method, assurance }))
  return { token, sessionId }
}

/**
 * Null for a session that does not hold: ended, idle, too old, of an account that is closed or whose credentials ran out, or (rule 11.16)
 * of one that holds no role that this way of signing in reaches (a lock, an end of an appointment, `password` where no enterprise takes
 * it).
 */
export async function findSession(queries: Queries, token: string, rules: SessionRules): Promise<Session | null> {
  const hash = tokenHash(token)
  if (!hash) return null
  const row = await living(queries, rules)
    .innerJoin('account', 'account.account_id', 'person_session.account_id')
    .select(['session_id', 'person_session.account_id', 'method', 'assurance', 'proven_at', 'proven_assurance'])
    .select(['account.state', 'person_session.reaches'])
    .select(sql<boolean>`seen_at < now() - make_interval(secs => ${markSeconds(rules)})`.as('is_long_ago'))
    .where('session_hash', '=', hash)
    .executeTakeFirst()
  if (!row || !accountHolds(row.state, row.method)) return null
  const session: Session = {
    ...{ sessionId: row.session_id, accountId: row.account_id },
    ...{ method: row.method as Method, assurance: row.assurance, reaches: row.reaches },
    ...{ provenAt: row.proven_at, provenAssurance: row.proven_assurance },
    isLimited: row.state === 'mustChangePassword' && restsOnPassword(row.method),
  }
  if ((await reachOf(queries, session)).length === 0) return null
  if (row.is_long_ago) await markSeen(queries, hash)
  return session
}

/**
 * rule 11.17: the person has proven again who it is, and the caller has checked that it is the same person: the session goes on under a
 * new token, and the old one is worth nothing (case R25). A weaker proof than the first one does not lower the session; what either of them reaches is reached. Refuses: SLU-LOGIN.
 */
export async function proveAgain(
  tx: Transaction,
  token: string,
  { method, assurance, reaches }: Proven,
  rules: SessionRules,
  act: Act,
): Promise<Result<{ readonly token: string }, Refusal>> {
  const session = await findSession(tx, token, rules)
  if (!session) return no(NO_SESSION)
  const better = assurance >= session.assurance && { method, assurance }
  const either = reachesOfEither(session.reaches, reaches)
  const changed = await replaceToken(tx, token, {
    ...better,
    ...{ proven_assurance: assurance, reaches: either && [...either] },
  })
  if (!changed) return no(NO_SESSION)
  const after = { sessionId: session.sessionId, method, assurance }
  await recordChange(tx, act, about(session.accountId, 'session.provenAgain', after))
  return ok({ token: changed })
}

/** The same session under a new token, after it may do more than before (case R25). Null when it has ended meanwhile. */
export async function rotateSession(tx: Transaction, token: string): Promise<string | null> {
  return replaceToken(tx, token, {})
}

/** By the old token, so that of two changes at once only one is done. */
async function replaceToken(
  tx: Transaction,
  old: string,
  proof: {
    readonly method?: Method
    readonly assurance?: number
    readonly proven_assurance?: number
    readonly reaches?: string[] | null
  },
): Promise<string | null> {
  const token = makeToken()
  const { numUpdatedRows } = await tx
    .updateTable('person_session')
    .set(({ fn }) => ({
      ...{ session_hash: hashOf(token), seen_at: fn<Date>('now') },
      ...proof,
      ...(proof.proven_assurance !== undefined && { proven_at: fn<Date>('now') }),
    }))
    .where('session_hash', '=', hashOf(old))
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 0n ? null : token
}

/** Makes room for one more. */
async function endOldest(tx: Transaction, accountId: string, rules: SessionRules): Promise<void> {
  const kept = living(tx, rules)
    .select('session_id')
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .orderBy('session_id')
    .limit(rules.sessionsMax - 1)
  await tx
    .updateTable('person_session')
    .set(({ fn }) => ({ ended_at: fn<Date>('now'), ended_why: 'tooMany' }))
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('session_id', 'not in', kept)
    .execute()
}

function accountHolds(state: string, method: string): boolean {
  if (state === 'closed') return false
  return !(restsOnPassword(method) && (state === 'credentialsExpired' || state === 'pendingFirstLogin'))
}

/** At most once a minute, or a page with ten pictures would write ten times; more often when the idle time is short. */
function markSeconds({ idleSeconds }: SessionRules): number {
  return Math.min(60, idleSeconds / 4)
}

async function markSeen(queries: Queries, hash: Buffer): Promise<void> {
  await queries
    .updateTable('person_session')
    .set(({ fn }) => ({ seen_at: fn<Date>('now') }))
    .where('session_hash', '=', hash)
    .where('ended_at', 'is', null)
    .execute()
}

function about(accountId: string, action: string, after: Record<string, unknown>) {
  return { action, subject: `account:${accountId}` as const, after }
}

function printable(text: string, most: number): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, most)
}

export const NO_SESSION = refusal('SLU-LOGIN', 'You are not signed in.', 'Sign in again.', { key: 'notSignedIn' })
