import { sql } from 'kysely'
import type { NotifyChannel, Queries, Transaction } from '../database/database.ts'

/** Something worth telling that decides nothing: a repeated GO, a late TD, a discarded file. */
export type FlowEvent = {
  readonly submissionId: string | null
  readonly sender: string | null
  readonly event: string
  readonly detail: Readonly<Record<string, unknown>>
}

export async function recordEvent(queries: Queries, { submissionId, sender, event, detail }: FlowEvent): Promise<void> {
  await queries
    .insertInto('event')
    .values({ submission_id: submissionId, sender_number: sender, event, detail: JSON.stringify(detail) })
    .execute()
}

/** Rings the doorbell at COMMIT; who misses it finds the work by its poll. */
export async function notify(tx: Transaction, channel: NotifyChannel, payload: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${payload})`.execute(tx)
}
