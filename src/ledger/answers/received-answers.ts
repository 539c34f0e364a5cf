/** What online services answered, one row each: whole and durable before it is signed, so that a crash loses nothing and repeats nothing. */
import { sql } from 'kysely'
import type { Sha256 } from '../../base/hashes.ts'
import { uuidV7 } from '../../base/ids.ts'
import { nameDate } from '../../batch/dates.ts'
import type { Environment } from '../../batch/environment.ts'
import type { AnswerResult } from '../../batch/facts.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { nextAnswerSequence } from '../answer-counter.ts'
import { inSeconds } from '../deliveries.ts'
import { notify } from '../events.ts'
import { storable } from '../record-outcomes.ts'
import { databaseTime } from '../tickets.ts'

/** How it came to us; `gateway`: it is our own, for a service that says no more. */
export type AnswerVia = 'http' | 'worker' | 'folder' | 'simulator' | 'gateway'

export type NewAnswer = {
  readonly service: string
  /** The service's own; with it the same answer again is known. */
  readonly key: string
  readonly purpose: string
  readonly sender: string
  readonly environment: Environment
  /** Null: it speaks to the sender, of no submission. */
  readonly submissionId: string | null
  readonly via: AnswerVia
  readonly document: { readonly sha256: Sha256; readonly bytes: number }
  readonly result: AnswerResult | null
  /** The declaration counts as answered with it. */
  readonly isFinal: boolean
  readonly compressed: boolean
}

export type StoredAnswer = NewAnswer & {
  readonly answerId: string
  /** Of its name in OUT. */
  readonly date: string
  readonly sequence: string
  readonly attempts: number
  readonly publishedAt: Date | null
}

/**
 * Writes an answer down, with the name that it is going to have, and wakes the publisher at COMMIT. One of the same service and key that
 * is there already is returned as it is: whether it is the same is the caller's question.
 */
export async function insertAnswer(
  tx: Transaction,
  answer: NewAnswer,
): Promise<{ readonly stored: StoredAnswer; readonly isNew: boolean }> {
  const before = await findAnswer(tx, answer.service, answer.key)
  if (before) return { stored: before, isNew: false }
  const date = nameDate(await databaseTime(tx))
  const sequence = await nextAnswerSequence(tx, date, answer.environment)
  const inserted = await tx
    .insertInto('service_answer')
    .values({
      ...{ answer_id: uuidV7(), service: answer.service, answer_key: answer.key, purpose: answer.purpose },
      ...{ sender_number: answer.sender, environment: answer.environment, submission_id: answer.submissionId },
      ...{ via: answer.via, sha256: answer.document.sha256, bytes: answer.document.bytes, result: answer.result },
      ...{ is_final: answer.isFinal, compressed: answer.compressed, name_date: date, sequence },
    })
    .onConflict((conflict) => conflict.columns(['service', 'answer_key']).doNothing())
    .returning('answer_id')
    .executeTakeFirst()
  const stored = await findAnswer(tx, answer.service, answer.key)
  if (!stored) throw new TypeError('an answer was neither stored nor found')
  if (inserted) await notify(tx, 'sluice_answer', stored.answerId)
  return { stored, isNew: inserted !== undefined }
}

export async function findAnswer(queries: Queries, service: string, key: string): Promise<StoredAnswer | null> {
  const row = await rows(queries).where('service', '=', service).where('answer_key', '=', key).executeTakeFirst()
  return row ? answerOf(row) : null
}

/** What is to be signed and published, the longest received first. */
export async function answersToPublish(queries: Queries, limit: number): Promise<StoredAnswer[]> {
  const due = await rows(queries)
    .where('published_at', 'is', null)
    .where('next_attempt_at', '<=', sql<Date>`now()`)
    .orderBy('next_attempt_at')
    .orderBy('answer_id')
    .limit(limit)
    .execute()
  return due.map(answerOf)
}

/** It could not be published: again after so many seconds. */
export async function postponeAnswer(
  queries: Queries,
  { answerId }: Pick<StoredAnswer, 'answerId'>,
  error: string,
  seconds: number,
): Promise<void> {
  await queries
    .updateTable('service_answer')
    .set((set) => ({
      attempts: set('attempts', '+', 1),
      last_error: storable(error),
      next_attempt_at: inSeconds(seconds),
    }))
    .where('answer_id', '=', answerId)
    .where('published_at', 'is', null)
    .execute()
}

function rows(queries: Queries) {
  return queries
    .selectFrom('service_answer')
    .select(['answer_id', 'service', 'answer_key', 'purpose', 'sender_number', 'environment', 'submission_id', 'via'])
    .select([
      'sha256',
      'bytes',
      'result',
      'is_final',
      'compressed',
      'name_date',
      'sequence',
      'attempts',
      'published_at',
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]

/** The table's checks allow nothing else. */
function answerOf(row: Row): StoredAnswer {
  return {
    ...{ answerId: row.answer_id, service: row.service, key: row.answer_key, purpose: row.purpose },
    ...{ sender: row.sender_number, environment: row.environment as Environment, submissionId: row.submission_id },
    ...{ via: row.via as AnswerVia, document: { sha256: row.sha256 as Sha256, bytes: row.bytes } },
    ...{ result: row.result as AnswerResult | null, isFinal: row.is_final, compressed: row.compressed },
    ...{ date: row.name_date, sequence: row.sequence, attempts: row.attempts, publishedAt: row.published_at },
  }
}
