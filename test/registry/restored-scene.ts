/** A database as it is after a restore: what the copy of the audit told of it, and nobody has acknowledged it. */
import { uuidV7 } from '../../src/base/ids.ts'
import type { Database } from '../../src/database/database.ts'
import { noteRestoration } from '../../src/ledger/retention/restorations.ts'
import type { CopiedEntry } from '../../src/registry/audit-copy.ts'
import { noteLostChange, type Outcome, refuseLostChange } from '../../src/registry/lost-changes.ts'

export const TAKEN_AT = new Date('2026-11-27T03:00:00Z')

export type LostEntry = {
  readonly auditNo: number
  readonly at?: string
  readonly action?: string
  readonly subject?: string
  readonly actor?: string
  readonly reason?: string | null
  readonly detail?: Record<string, unknown>
  readonly outcome?: Outcome
  /** Of one that could not be made again. */
  readonly why?: string
}

/** Resolves with its id. */
export async function restored(
  database: Pick<Database, 'transaction'>,
  backup: string,
  entries: readonly LostEntry[] = [],
): Promise<string> {
  const id = uuidV7()
  await database.transaction(async (tx) => {
    await noteRestoration(tx, { id, backup, takenAt: TAKEN_AT })
    for (const { outcome = 'listed', why, ...told } of entries) {
      const entry = { ...USUAL, ...told } as unknown as CopiedEntry
      await noteLostChange(tx, id, entry, outcome)
      if (why !== undefined) await refuseLostChange(tx, entry, why)
    }
  })
  return id
}

const USUAL = {
  ...{ at: '2026-11-27T10:00:00.123456Z', actor: 'operator:root', action: 'sender.resume', subject: 'sender:123456' },
  ...{ reason: 'asked by phone', detail: {} },
}
