import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { acknowledgeRestorations, type KnownRestoration } from '../../ledger/retention/restorations.ts'
import { type ReasonedAct, writeAudit } from '../../registry/audit.ts'

/**
 * rule 31.7: somebody has looked into what the backup could not know, and says so on the command line or in the console. Audit:
 * `restore.acknowledged`, one entry for each. Refuses: SLU-STATE.
 */
export async function acknowledgeRestored(
  tx: Transaction,
  act: ReasonedAct,
): Promise<Result<readonly KnownRestoration[], Refusal>> {
  const open = await acknowledgeRestorations(tx, act)
  for (const { backup, takenAt, restoredAt } of open) {
    const detail = { takenAt, restoredAt }
    await writeAudit(tx, { ...act, action: 'restore.acknowledged', subject: `backup:${backup}`, detail })
  }
  return open.length > 0 ? ok(open) : no(NOTHING_RESTORED)
}

const NOTHING_RESTORED = refusal(
  'SLU-STATE',
  'No restored backup waits for a word.',
  'Who has acknowledged it stands in the audit, under `backup:`.',
  { key: 'nothingRestored' },
)
