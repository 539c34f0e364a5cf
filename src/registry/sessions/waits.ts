/** Who waits at the throttle, and an operator's word that it need not (rule 26.4). */
import { type RawBuilder, sql } from 'kysely'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { type ReasonedAct, writeAudit } from '../audit.ts'

export type Wait = {
  /** By which an operator names it: a name that nobody has may be a password in the wrong field, and is not shown. */
  readonly waitId: string
  /** A channel's user; null for all accounts of the origin, and for a name that no channel has. */
  readonly account: string | null
  readonly isOfAll: boolean
  /** Whose account it is. */
  readonly senderNumber: string | null
  readonly origin: string
  readonly failures: number
  readonly since: Date
  readonly until: Date
  /** What was wrong the last time, as the audit has it; null when it tells nothing. */
  readonly fault: string | null
}

const WAITS_MAX = 500
/** Digest of account and origin. */
const WAIT_ID = sql<string>`encode(sha256(convert_to(t.account || E'\\n' || t.origin, 'UTF8')), 'hex')`

/** Those that wait now, the longest wait first, at most 500. */
export function waitsNow(queries: Queries): Promise<Wait[]> {
  return findWaits(queries, sql`true`)
}

/** Those of a sender's own accounts, and of origins as a whole from which it has come. */
export function waitsOf(queries: Queries, senderNumber: string): Promise<Wait[]> {
  return findWaits(
    queries,
    sql`(c.sender_number = ${senderNumber}
         or (t.account = '' and exists (select from client_seen k where k.sender_number = ${senderNumber} and k.origin = t.origin)))`,
  )
}

async function findWaits(queries: Queries, which: RawBuilder<unknown>): Promise<Wait[]> {
  const { rows } = await sql<Wait>`
    select ${WAIT_ID} as "waitId", c.login_name as account, t.account = '' as "isOfAll", c.sender_number as "senderNumber",
           t.origin, t.failures, t.first_failure_at as since, t.blocked_until as until,
           (select a.reason from audit a
             where a.subject = case when t.account = '' then 'origin:' || t.origin else 'login:' || t.account end
               and a.action = 'login.refused' and a.detail ->> 'origin' = t.origin
             order by a.audit_no desc limit 1) as fault
      from login_throttle t
      left join channel c on c.login_name = t.account and c.state <> 'removed'
     where t.blocked_until > now() and ${which} order by t.blocked_until desc, t.account, t.origin limit ${WAITS_MAX}`.execute(
    queries,
  )
  return rows
}

/** Origins that wait as a whole, from which this sender has come. */
export async function originWaitsOf(
  queries: Queries,
  senderNumber: string,
): Promise<{ readonly origin: string; readonly until: Date }[]> {
  const { rows } = await sql<{ readonly origin: string; readonly until: Date }>`
    select t.origin, t.blocked_until as until from login_throttle t
     where t.account = '' and t.blocked_until > now()
       and exists (select from client_seen k where k.sender_number = ${senderNumber} and k.origin = t.origin)
     order by t.blocked_until desc`.execute(queries)
  return rows
}

/** Forgets the failures behind it. Audit: `login.waitLifted`. A wait that is over is none any more. Refuses: SLU-UNKNOWN. */
export async function liftWait(tx: Transaction, waitId: string, act: ReasonedAct): Promise<Result<void, Refusal>> {
  const { rows } = await sql<{ readonly account: string; readonly origin: string; readonly failures: number }>`
    delete from login_throttle t where t.blocked_until > now() and ${WAIT_ID} = ${waitId}
    returning t.account, t.origin, t.failures`.execute(tx)
  const [wait] = rows
  if (!wait) return no(NO_SUCH_WAIT)
  const { account, origin, failures } = wait
  const owner = await tx
    .selectFrom('channel')
    .select('sender_number')
    .where('login_name', '=', account)
    .where('state', '<>', 'removed')
    .executeTakeFirst()
  const subject = owner ? `sender:${owner.sender_number}` : `origin:${origin}`
  const detail = { ...(owner && { account }), origin, failures, isOfAll: account === '' }
  await writeAudit(tx, { ...act, action: 'login.waitLifted', subject, detail })
  return ok(undefined)
}

export const NO_SUCH_WAIT = refusal(
  'SLU-UNKNOWN',
  'Nobody waits there any more.',
  'Look at the waits that are in force.',
  {
    key: 'noSuchWait',
  },
)
