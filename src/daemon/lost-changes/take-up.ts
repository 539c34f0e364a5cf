/**
 * rules 31.10 and 31.11: before anybody is let in, what the copy of the audit has and the database has not is written down, and what only took
 * a right away is made again. Done at each start until somebody has acknowledged the restore; what was done is not done twice.
 */

import { remedyFor } from '../../base/errors.ts'
import { uuidV7 } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { noteRestoration, openRestorations, ROLLED_BACK } from '../../ledger/retention/restorations.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { AuditCopy, CopiedEntry } from '../../registry/audit-copy.ts'
import { noteLostChange, refuseLostChange, unknownAmong } from '../../registry/lost-changes.ts'
import { makeAgain } from './make-again.ts'
import { takingAway } from './taking-away.ts'

type Ground = {
  readonly database: Pick<Database, 'queries' | 'transaction'>
  readonly copy: Pick<AuditCopy, 'endIsKnown' | 'entries'>
  readonly log: Log
}

export type TakenUp = { readonly found: number; readonly madeAgain: number }

const REASON_MAX = 500

/** Resolves with null where there was nothing to look for. Throws `Unavailable`. */
export async function takeUpLostChanges(ground: Ground): Promise<TakenUp | null> {
  const { database, copy, log } = ground
  const open = (await openRestorations(database.queries)).at(-1)
  if (!open && (await copy.endIsKnown(database.queries))) return null
  const lost = await lostEntries(ground)
  const first = lost[0]
  if (!first) return { found: 0, madeAgain: 0 }
  const restoration = open?.id ?? (await noteRollBack(ground, new Date(first.at)))
  const again = new Set(takingAway(lost))
  let madeAgain = 0
  for (const entry of lost) if (await takeUp(ground, restoration, entry, again.has(entry))) madeAgain += 1
  const told = { found: lost.length, madeAgain }
  log.warn('database.lostChanges', {
    ...told,
    remedy: 'See `sluice restored list`; make again what is left, then acknowledge.',
  })
  return told
}

async function lostEntries({ database, copy }: Ground): Promise<CopiedEntry[]> {
  const lost = new Map<string, CopiedEntry>()
  for await (const page of copy.entries())
    for (const entry of await unknownAmong(database.queries, page)) lost.set(`${entry.auditNo} ${entry.at}`, entry)
  return [...lost.values()]
}

/** Put back by other means than ours, or a standby that had not everything: what is missing is as unknown as after our own restore. */
async function noteRollBack({ database }: Ground, takenAt: Date): Promise<string> {
  const id = uuidV7()
  await database.transaction((tx) => noteRestoration(tx, { id, backup: ROLLED_BACK, takenAt }))
  return id
}

/** True when it was made again. A change that cannot be made again stops nothing: it is left for a person. */
async function takeUp(
  { database, log }: Ground,
  restoration: string,
  entry: CopiedEntry,
  again: boolean,
): Promise<boolean> {
  if (!again) {
    await database.transaction((tx) => noteLostChange(tx, restoration, entry, 'listed'))
    return false
  }
  try {
    return await database.transaction((tx) => takeAway(tx, restoration, entry))
  } catch (error) {
    if (remedyFor(error) === 'retry') throw error
    log.error('database.changeNotMadeAgain', { auditNo: entry.auditNo, ...errorFields(error) })
    await database.transaction((tx) => noteLostChange(tx, restoration, entry, 'refused'))
    return false
  }
}

/** False when it is refused, or somebody else has taken it up. */
async function takeAway(tx: Transaction, restoration: string, entry: CopiedEntry): Promise<boolean> {
  if (!(await noteLostChange(tx, restoration, entry, 'madeAgain'))) return false
  const reason = `made again after a restore: ${entry.reason ?? entry.action}`.slice(0, REASON_MAX)
  const made = await allOrNothing(tx, () => makeAgain(tx, entry, { actor: 'system', reason }))
  if (!made.ok) await refuseLostChange(tx, entry, made.problem.cause)
  return made.ok
}
