/** What waits for a person. */
import type { Queries } from '../database/database.ts'

export type ParkedSubmission = {
  readonly id: string
  readonly sender: string
  readonly rawKey: string
  readonly parkedAt: Date
  readonly reason: string
}

export type ParkedDelivery = {
  readonly id: string
  readonly submission: string
  readonly service: string
  readonly attempts: number
  readonly error: string
}

const SHOWN_MAX = 1000

/** The longest parked first. */
export async function parkedSubmissions(queries: Queries): Promise<ParkedSubmission[]> {
  const rows = await queries
    .selectFrom('submission')
    .select(['submission_id', 'sender_number', 'raw_key', 'parked_at', 'parked_reason'])
    .where('parked_at', 'is not', null)
    .where('closed_at', 'is', null)
    .orderBy('parked_at')
    .limit(SHOWN_MAX)
    .execute()
  return rows.map((row) => ({
    id: row.submission_id,
    sender: row.sender_number,
    rawKey: row.raw_key,
    parkedAt: row.parked_at ?? new Date(0),
    reason: row.parked_reason ?? '',
  }))
}

export async function parkedDeliveries(queries: Queries): Promise<ParkedDelivery[]> {
  const rows = await queries
    .selectFrom('delivery')
    .select(['delivery_id', 'submission_id', 'service', 'attempts', 'last_error'])
    .where('state', '=', 'parked')
    .orderBy('created_at')
    .limit(SHOWN_MAX)
    .execute()
  return rows.map((row) => ({
    id: row.delivery_id,
    submission: row.submission_id,
    service: row.service,
    attempts: row.attempts,
    error: row.last_error ?? '',
  }))
}
