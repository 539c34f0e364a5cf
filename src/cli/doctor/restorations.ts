import { type KnownRestoration, openRestorations, ROLLED_BACK } from '../../ledger/retention/restorations.ts'
import { countLostChanges } from '../../registry/lost-changes.ts'
import type { Examination, Finding } from './examination.ts'

const REMEDY =
  'Make what `sluice restored list` leaves to you again, look at `sluice recover`, then say so: `sluice restored acknowledge --reason …`.'

/** rule 31.7: what happened between a backup and the loss after which it was put back is not known. */
export const examineRestorations: Examination = async ({ database }) => {
  const open = await openRestorations(database.queries)
  if (open.length === 0) return [{ name: 'restore', state: 'ok', found: 'no restored backup waits for a word' }]
  return await Promise.all(
    open.map(async (restoration): Promise<Finding> => {
      const { madeAgain, toDo } = await countLostChanges(database.queries, restoration.id)
      const found = `${whatOf(restoration)}; the copy of the audit has ${toDo} of them to do, ${madeAgain} were made again`
      return { name: 'restore', state: 'problem', found, remedy: REMEDY }
    }),
  )
}

function whatOf({ backup, takenAt, restoredAt }: KnownRestoration): string {
  const since = `changes after ${takenAt.toISOString()} are not known`
  if (backup === ROLLED_BACK)
    return `the database has less than the copy of its audit, seen at ${restoredAt.toISOString()}: ${since}`
  return `restored at ${restoredAt.toISOString()} from the backup ${backup}: ${since}`
}
