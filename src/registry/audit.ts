/** Who did what to whom, and why: append-only, written in the transaction of the change itself (decision 29). */
import type { Queries, Transaction } from '../database/database.ts'

/** On whose account something is done: `operator:<account>`, `person:<id>`, `system`; kept with every change. */
export type Act = { readonly actor: string; readonly reason?: string }

/** An act that must say why. */
export type ReasonedAct = Act & { readonly reason: string }

export type AuditEntry = Act & {
  /** What was done, as `sender.suspended`. */
  readonly action: string
  /** To whom: `enterprise:<number>`, `sender:<number>`, `submission:<id>`, `origin:<address>`. */
  readonly subject: string
  /** What it was and what it is now. Never a secret, never a national number: rows are kept for ever. */
  readonly detail?: Record<string, unknown>
}

export type AuditRow = Required<AuditEntry> & {
  readonly auditNo: number
  readonly at: Date
  readonly chainNo: number | null
}

/** Adds one entry; it exists if and only if the transaction commits. */
export async function writeAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  const { actor, action, subject, reason = null, detail = {} } = entry
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
  return rows.map(({ audit_no, chain_no, reason, ...row }) => ({
    ...row,
    reason: reason ?? '',
    auditNo: audit_no,
    chainNo: chain_no,
  }))
}
