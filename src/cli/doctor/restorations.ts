import { openRestorations } from '../../ledger/retention/restorations.ts'
import type { Examination } from './examination.ts'

const REMEDY =
  'Make locks, suspensions, bans and withdrawn certificates since the backup again, look at `sluice recover`, then say so: `sluice restored acknowledge --reason …`.'

/** rule 31.7: what happened between a backup and the loss after which it was put back is not known. */
export const examineRestorations: Examination = async ({ database }) => {
  const open = await openRestorations(database.queries)
  if (open.length === 0) return [{ name: 'restore', state: 'ok', found: 'no restored backup waits for a word' }]
  return open.map(({ backup, takenAt, restoredAt }) => ({
    name: 'restore',
    state: 'problem',
    found: `restored at ${restoredAt.toISOString()} from the backup ${backup}: changes after ${takenAt.toISOString()} are not known`,
    remedy: REMEDY,
  }))
}
