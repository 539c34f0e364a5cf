/** What happens to an operator is in the audit, in the same transaction. */
import type { Transaction } from '../../database/database.ts'
import { type Act, writeAudit } from '../../registry/audit.ts'

export type OperatorEvent = {
  readonly action: `operator.${string}`
  readonly name: string
  readonly before?: Record<string, unknown>
  readonly after?: Record<string, unknown>
}

export async function recordOperator(
  tx: Transaction,
  act: Act,
  { action, name, before, after }: OperatorEvent,
): Promise<void> {
  const detail = { ...(before && { before }), ...(after && { after }) }
  await writeAudit(tx, { ...act, action, subject: `operator:${name}`, detail })
}
