import { uuidV7 } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import type { Database } from '../database/database.ts'
import { firstUse } from '../database/dump/clear.ts'
import { NO_BACKUP, noteRestoration, openRestorations } from '../ledger/retention/restorations.ts'
import { databaseTime } from '../ledger/tickets.ts'
import type { Spool } from '../spool/spool.ts'

type Ground = {
  readonly database: Pick<Database, 'queries' | 'transaction'>
  readonly spool: Pick<Spool, 'blobs'>
  readonly log: Log
}

/**
 * rule 31.6: a database in which nothing ever was, over a disk that holds contents, is one that was lost. The contents are what is left of it:
 * they stay until somebody has looked at them (case O6).
 */
export async function noticeLostDatabase({ database, spool, log }: Ground): Promise<void> {
  if ((await firstUse(database.queries)) !== undefined || !(await holdsAny(spool))) return
  if ((await openRestorations(database.queries)).length > 0) return
  await database.transaction(async (tx) =>
    noteRestoration(tx, { id: uuidV7(), backup: NO_BACKUP, takenAt: await databaseTime(tx) }),
  )
  log.error('spool.withoutDatabase', {
    remedy: 'Restore a backup before anything is sent, or look at `sluice recover`; nothing leaves the disk meanwhile.',
  })
}

async function holdsAny(spool: Pick<Spool, 'blobs'>): Promise<boolean> {
  for await (const _ of spool.blobs()) return true
  return false
}
