/** rule 13.1: a change of the registry is written down and announced in its own transaction: nothing is in force without a trace. */
import type { Transaction } from '../database/database.ts'
import { type Act, writeAudit } from './audit.ts'

export type Change = {
  /** As in the audit. */
  readonly action: string
  readonly subject: `enterprise:${string}` | `sender:${string}` | `account:${string}`
  readonly before?: Record<string, unknown>
  readonly after?: Record<string, unknown>
}

const SENDER = 'sender:'

/**
 * Writes the audit entry and tells every process at COMMIT (`sluice_registry`, the payload is the subject), so that sessions
 * that no longer hold end within seconds (case S10). Listeners take it as a hint and ask again what holds. What changes a sender
 * or anything below it counts up the sender's version, so that whoever looked at its configuration before is told (case R18).
 */
export async function recordChange(tx: Transaction, act: Act, change: Change): Promise<void> {
  const { action, subject, before, after } = change
  await writeAudit(tx, { ...act, action, subject, detail: { ...(before && { before }), ...(after && { after }) } })
  if (subject.startsWith(SENDER)) await countUp(tx, subject.slice(SENDER.length))
  await tx
    .selectNoFrom(({ fn, val }) => fn<null>('pg_notify', [val('sluice_registry'), val(subject)]).as('told'))
    .execute()
}

async function countUp(tx: Transaction, senderNumber: string): Promise<void> {
  await tx
    .updateTable('sender')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('sender_number', '=', senderNumber)
    .execute()
}
