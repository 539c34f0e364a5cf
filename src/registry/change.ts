/** A change of the registry is written down and announced in its own transaction: nothing is in force without a trace. */
import type { Transaction } from '../database/database.ts'
import { type Act, writeAudit } from './audit.ts'

export type Change = {
  /** As in the audit. */
  readonly action: string
  readonly subject: `enterprise:${string}` | `sender:${string}` | `account:${string}`
  readonly before?: Record<string, unknown>
  readonly after?: Record<string, unknown>
}

/**
 * Writes the audit entry and tells every process at COMMIT (`sluice_registry`, the payload is the subject), so that sessions
 * that no longer hold end within seconds (case S10). Listeners take it as a hint and ask again what holds.
 */
export async function recordChange(tx: Transaction, act: Act, change: Change): Promise<void> {
  const { action, subject, before, after } = change
  await writeAudit(tx, { ...act, action, subject, detail: { ...(before && { before }), ...(after && { after }) } })
  await tx
    .selectNoFrom(({ fn, val }) => fn<null>('pg_notify', [val('sluice_registry'), val(subject)]).as('told'))
    .execute()
}
