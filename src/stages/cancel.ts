import type { Cancellation } from '../batch/facts.ts'
import type { Transaction } from '../database/database.ts'
import type { SetPlace } from '../ledger/arrived-file.ts'
import { recordEvent } from '../ledger/events.ts'
import { insertFact, readFacts } from '../ledger/facts.ts'
import { closeSubmission, lockSubmission, submissionsOfSet } from '../ledger/submissions.ts'
import { databaseTime } from '../ledger/tickets.ts'

export type CancelOutcome = 'cancelled' | 'tooLate' | 'unknown'

/**
 * TD wins over everything of its set that has no verdict yet; later it is only told (decision 8, case A12). `name` is the TD's own.
 * Cancelled submissions are closed without an answer and their key is free.
 */
export async function cancelSet(tx: Transaction, set: SetPlace, name: string): Promise<CancelOutcome> {
  const cancellation: Cancellation = { name, cancelledAt: (await databaseTime(tx)).toISOString() }
  let cancelled = 0
  let judged: string | null = null
  for (const submissionId of await submissionsOfSet(tx, set)) {
    const submission = await lockSubmission(tx, submissionId)
    const facts = await readFacts(tx, submissionId)
    if (facts.verdict) judged ??= submissionId
    else if (submission && !submission.closedAt && (await insertFact(tx, submissionId, 'cancellation', cancellation))) {
      await closeSubmission(tx, submissionId)
      cancelled++
    }
  }
  if (cancelled > 0) return 'cancelled'
  const event = judged ? 'cancellation.tooLate' : 'cancellation.unknown'
  await recordEvent(tx, { submissionId: judged, sender: set.sender, event, detail: { name, rawKey: set.rawKey } })
  return judged ? 'tooLate' : 'unknown'
}

/** An operator ends one that has no verdict yet, as a TD does: without an answer, and its name is free. False when it is too late. */
export async function cancelSubmission(tx: Transaction, submissionId: string, name: string): Promise<boolean> {
  const submission = await lockSubmission(tx, submissionId)
  if (!submission || submission.closedAt) return false
  const { verdict } = await readFacts(tx, submissionId)
  const cancellation: Cancellation = { name, cancelledAt: (await databaseTime(tx)).toISOString() }
  if (verdict || !(await insertFact(tx, submissionId, 'cancellation', cancellation))) return false
  await closeSubmission(tx, submissionId)
  return true
}
