/** What the copy of the audit tells of changes that a restored database does not have (rules 31.10 and 31.11). */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'
import type { CopiedEntry } from './audit-copy.ts'

/** `madeAgain`, `refused` with why, or `listed`: for a person. */
export type Outcome = 'madeAgain' | 'refused' | 'listed'

export type LostChange = {
  readonly auditNo: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly reason: string | null
  readonly detail: Record<string, unknown>
  readonly outcome: Outcome
  readonly why: string | null
}

/** By which nothing changes that anybody may do. */
const ROUTINE =
  /^(login\.refused|token\.issued|tokenKey\.made|session\..*|contents\.read|account\.signedIn|operator\.(signedIn|signedOut|refused|sessionsEnded)|notice\..*|queue\..*|target\..*|answer\..*|delivery\..*|requeue)$/

/** Those that neither the audit has nor a list of before, without the routine of every day. */
export async function unknownAmong(queries: Queries, entries: readonly CopiedEntry[]): Promise<CopiedEntry[]> {
  const telling = entries.filter(({ action }) => !ROUTINE.test(action))
  if (telling.length === 0) return []
  const numbers = telling.map(({ auditNo }) => auditNo)
  const { rows } = await (
    sql`
    select audit_no as number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from (
      select audit_no, at from audit union all select audit_no, at from lost_change) as known
    where audit_no = any(${numbers}::bigint[])` as RawBuilder<{ number: number; at: string }>
  ).execute(queries)
  const known = new Set(rows.map(({ number, at }) => `${number} ${at}`))
  return telling.filter(({ auditNo, at }) => !known.has(`${auditNo} ${at}`))
}

/** False when somebody else has written it down already. */
export async function noteLostChange(
  tx: Transaction,
  restoration: string,
  entry: CopiedEntry,
  outcome: Outcome,
): Promise<boolean> {
  const { auditNo: audit_no, actor, action, subject, reason, detail } = entry
  const { rows } = await sql`
    insert into lost_change (audit_no, at, restoration_id, actor, action, subject, reason, detail, outcome)
    values (${audit_no}, ${entry.at}::timestamptz, ${restoration}, ${actor}, ${action}, ${subject}, ${reason},
      ${JSON.stringify(detail)}, ${outcome})
    on conflict do nothing returning audit_no`.execute(tx)
  return rows.length > 0
}

/** What could not be made again. */
export async function refuseLostChange(tx: Transaction, { auditNo, at }: CopiedEntry, why: string): Promise<void> {
  await sql`
    update lost_change set outcome = 'refused', why = ${why}
    where audit_no = ${auditNo} and at = ${at}::timestamptz`.execute(tx)
}

/** Where a list of them goes on. Two may have one number: what was written before a restore, and what was written instead after it. */
export type Place = Pick<LostChange, 'auditNo' | 'at'>

/** Of one restore, in the order in which they were made; at most `limit` behind a place. */
export async function lostChanges(
  queries: Queries,
  restoration: string,
  { after, limit }: { readonly after: Place | undefined; readonly limit: number },
): Promise<LostChange[]> {
  const rows = await queries
    .selectFrom('lost_change')
    .select(['audit_no as auditNo', 'at', 'actor', 'action', 'subject', 'reason', 'detail', 'outcome', 'why'])
    .where('restoration_id', '=', restoration)
    .$if(after !== undefined, (query) => query.where(isBehind(after as Place)))
    .orderBy('audit_no')
    .orderBy('at')
    .limit(limit)
    .execute()
  return rows as LostChange[]
}

/** A `Date` knows milliseconds; the table knows more. */
function isBehind({ auditNo, at }: Place): RawBuilder<SqlBool> {
  return sql<SqlBool>`audit_no >= ${auditNo} and (audit_no > ${auditNo} or date_trunc('milliseconds', at) > ${at})`
}

/** How many were made again, and how many wait for a person. */
export async function countLostChanges(
  queries: Queries,
  restoration: string,
): Promise<{ readonly madeAgain: number; readonly toDo: number }> {
  const { rows } = await sql<{ madeAgain: number; toDo: number }>`
    select count(*) filter (where outcome = 'madeAgain') as "madeAgain",
      count(*) filter (where outcome <> 'madeAgain') as "toDo"
    from lost_change where restoration_id = ${restoration}`.execute(queries)
  return rows[0] ?? { madeAgain: 0, toDo: 0 }
}
