/** Repeat my answer (spec §12): what was taken out of an OUT folder is put back, under its own name and with its own bytes. */
import { sql } from 'kysely'
import { answerTail } from '../../batch/answer-names.ts'
import type { Transaction } from '../../database/database.ts'
import { recordEvent } from '../events.ts'

export type RepeatedAnswer = {
  /** Of the FO or CO. */
  readonly name: string
  readonly sender: string
  readonly submissionId: string | null
  /** False when it lay there already, to be fetched: nothing was changed. */
  readonly isRepeated: boolean
}

/**
 * rule 20.9: FO (or CO), FS and GO appear again, count as to be retrieved, and are written to a watched folder once more. By the name of
 * any of the three, or by what they have in common. Null when there is no such answer, when it is not that sender's, or when its contents
 * were removed (rule 23.3). The caller audits what was repeated.
 */
export async function repeatAnswer(
  tx: Transaction,
  asked: { readonly name: string; readonly sender?: string; readonly by: string },
): Promise<RepeatedAnswer | null> {
  const tail = answerTail(asked.name)?.tail ?? answerTail(`GO.${asked.name}`)?.tail
  if (tail === undefined) return null
  const names = ['FO', 'CO', 'FS', 'GO'].map((mark) => `${mark}.${tail}`)
  const found = await tx
    .selectFrom('out_entry')
    .select(['name', 'sender_number', 'submission_id', 'deleted_at', 'retrieved_at'])
    .where('name', 'in', names)
    .where('released_at', 'is', null)
    .orderBy('name')
    .forNoKeyUpdate()
    .execute()
  const document = found.find(({ sender_number, name }) => isOf(asked.sender, sender_number) && /^[CF]O\./.test(name))
  if (!document) return null
  const isRepeated = found.some(({ deleted_at, retrieved_at }) => deleted_at !== null || retrieved_at !== null)
  const { name, sender_number: sender, submission_id: submissionId } = document
  if (isRepeated) {
    await putBack(
      tx,
      found.map((entry) => entry.name),
    )
    const detail = { name, by: asked.by }
    await recordEvent(tx, { submissionId, sender, event: 'answer.repeated', detail })
  }
  return { name, sender, submissionId, isRepeated }
}

/** The same for every answer of a submission; false when nothing had to be put back, or could be. */
export async function repeatAnswersOf(tx: Transaction, submissionId: string, by: string): Promise<boolean> {
  const triggers = await tx
    .selectFrom('out_entry')
    .select('name')
    .where('submission_id', '=', submissionId)
    .where('name', 'like', 'GO.%')
    .orderBy('name')
    .execute()
  let isRepeated = false
  for (const { name } of triggers) {
    const repeated = await repeatAnswer(tx, { name, by })
    isRepeated ||= repeated?.isRepeated === true
  }
  return isRepeated
}

function isOf(wanted: string | undefined, sender: string): boolean {
  return wanted === undefined || wanted === sender
}

async function putBack(tx: Transaction, names: readonly string[]): Promise<void> {
  await tx
    .updateTable('out_entry')
    .set({
      ...{ deleted_at: null, retrieved_at: null, retrieved_by: null, in_folder_at: null },
      ...{ fetched_at: null, notice_days: null, leaves_at: null, expired_at: null },
      repeated_at: sql<Date>`now()`,
    })
    .where('name', 'in', names)
    .execute()
}
