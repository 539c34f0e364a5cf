/** Backups that were put back, and what rests until somebody has looked into it. */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../../database/database.ts'
import { LOCKS } from '../../database/locks.ts'

export type Restoration = {
  readonly id: string
  /** The folder of the backup. */
  readonly backup: string
  readonly takenAt: Date
}

export type KnownRestoration = Restoration & { readonly restoredAt: Date }

/** So long nothing leaves the disk after a restore, whoever acknowledges it (reliability.md, case O5). */
const REST_HOURS = 36

/** In the transaction that puts the rows back; where the backup's release has no table for it, the migration makes the row of a remark. */
export async function noteRestoration(tx: Transaction, { id, backup, takenAt }: Restoration): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('restoration') is not null as there`.execute(tx)
  if (rows[0]?.there) {
    await tx.insertInto('restoration').values({ restoration_id: id, backup, taken_at: takenAt }).execute()
    return
  }
  const remark = JSON.stringify({ id, backup, takenAt })
  await sql`comment on table schema_migration is ${sql.lit(remark)}`.execute(tx)
}

/** Told instead of the name of a backup where a database is new and the disk is not. */
export const NO_BACKUP = 'none'

/** Told instead of it where a database has less than the copy of its audit. */
export const ROLLED_BACK = 'other'

/** Those that nobody has acknowledged, the oldest first. */
export async function openRestorations(queries: Queries): Promise<KnownRestoration[]> {
  return await queries
    .selectFrom('restoration')
    .select(['restoration_id as id', 'backup', 'taken_at as takenAt', 'restored_at as restoredAt'])
    .where('acknowledged_at', 'is', null)
    .orderBy('restored_at')
    .execute()
}

/** Somebody has looked into what the backup could not know; resolves with what was open, the oldest first: each to one of those who say so. */
export async function acknowledgeRestorations(
  tx: Transaction,
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<KnownRestoration[]> {
  const open = await tx
    .updateTable('restoration')
    .set({ acknowledged_at: sql<Date>`now()`, acknowledged_by: actor, reason })
    .where('acknowledged_at', 'is', null)
    .returning(['restoration_id as id', 'backup', 'taken_at as takenAt', 'restored_at as restoredAt'])
    .execute()
  return open.toSorted((one, other) => one.restoredAt.getTime() - other.restoredAt.getTime())
}

/**
 * rule 31.6: whether contents may leave the disk now; asked under the transaction that removes them. Not while a backup is made, which copies
 * what its rows keep, and not for 36 hours after a restore or before it was acknowledged: what has no row may be all that is left of a file.
 */
export async function mayLeaveDisk(tx: Transaction): Promise<boolean> {
  const [space, key] = LOCKS.backup
  const { rows } = await sql<{ may: boolean }>`
    select pg_try_advisory_xact_lock(${space}, ${key}) and not exists (
      select from restoration
      where acknowledged_at is null or restored_at > now() - make_interval(hours => ${REST_HOURS})) as may`.execute(tx)
  return rows[0]?.may === true
}
