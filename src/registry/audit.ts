/** Who did what to whom, and why: append-only, written in the transaction of the change itself (decision 29). */
import type { Selectable } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'

/** On whose account something is done: `operator:<account>`, `person:<id>`, `system`; kept with every change. */
export type Act = {
  readonly actor: string
  readonly reason?: string
  /** In which role and for whom a person acts, and how the person proved who it is (spec access.md §16.5). */
  readonly as?: ActingAs
}

export type ActingAs = {
  /** Left out where no role let him act. */
  readonly role?: string
  readonly enterpriseNumber?: string
  readonly qualityCode?: string
  readonly method: string
  readonly assurance: number
  readonly traceId: string
}

/** An act that must say why. */
export type ReasonedAct = Act & { readonly reason: string }

export type AuditEntry = Act & {
  /** What was done, as `sender.suspended`. */
  readonly action: string
  /** To whom: `enterprise:<number>`, `sender:<number>`, `account:<id>`, `submission:<id>`, `origin:<address>`. */
  readonly subject: string
  /** What it was and what it is now. Never a secret, never a national number: rows are kept for ever. */
  readonly detail?: Record<string, unknown>
}

export type AuditRow = Required<Omit<AuditEntry, 'as'>> & {
  readonly auditNo: number
  readonly at: Date
  readonly chainNo: number | null
}

type StoredEntry = Omit<Tables['audit'], 'hash'>

/** Adds one entry; it exists if and only if the transaction commits. */
export async function writeAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  const { actor, action, subject, reason = null, as, detail: what = {} } = entry
  const detail = { ...what, ...(as && { as }) }
  await tx
    .insertInto('audit')
    .values({ actor, action, subject, reason, detail: JSON.stringify(detail) })
    .execute()
}

/** The newest entries first, at most `limit`, of one subject or of all; `before` is the entry number that the page starts below. */
export async function readAudit(
  queries: Queries,
  { subject, before, limit }: { readonly subject?: string; readonly before?: number; readonly limit: number },
): Promise<AuditRow[]> {
  const rows = await queries
    .selectFrom('audit')
    .select(['audit_no', 'at', 'actor', 'action', 'subject', 'reason', 'detail', 'chain_no'])
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .$if(before !== undefined, (query) => query.where('audit_no', '<', before ?? 0))
    .orderBy('audit_no', 'desc')
    .limit(limit)
    .execute()
  return rows.map(shownRow)
}

/** A row of the table as `readAudit` gives it. */
export function shownRow({ audit_no, chain_no, reason, ...row }: Selectable<StoredEntry>): AuditRow {
  return { ...row, reason: reason ?? '', auditNo: audit_no, chainNo: chain_no }
}
