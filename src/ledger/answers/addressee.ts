/** Whom an answer is for: a submission that was handed to the service that answers, or may have been. */
import { type RawBuilder, sql } from 'kysely'
import { isUuid } from '../../base/ids.ts'
import type { Environment } from '../../batch/environment.ts'
import type { Queries } from '../../database/database.ts'

export type Addressee = {
  readonly submissionId: string
  readonly sender: string
  readonly environment: Environment
  readonly ticket: string
  readonly setKey: string | null
}

export type AddresseeBy = { readonly submissionId: string } | { readonly ticket: string } | { readonly setKey: string }

/**
 * rule 20.17: null also for one that was dispatched to another service, or that nobody has begun to hand over: tickets can be guessed, and who
 * answers learns nothing of it.
 */
export async function findAddressee(queries: Queries, service: string, by: AddresseeBy): Promise<Addressee | null> {
  const named = namedBy(by)
  if (!named) return null
  const { rows } = await sql<Addressee>`
    select s.submission_id as "submissionId", s.sender_number as sender, s.environment,
      envelope.body ->> 'ticket' as ticket, verdict.body ->> 'setKey' as "setKey"
    from submission s
      join fact as envelope on envelope.submission_id = s.submission_id and envelope.kind = 'envelope'
      join fact as verdict on verdict.submission_id = s.submission_id and verdict.kind = 'verdict'
    where s.submission_id in (${named})
      and exists (select from delivery where delivery.submission_id = s.submission_id and service = ${service} and fence > 0)`.execute(
    queries,
  )
  return rows[0] ?? null
}

function namedBy(by: AddresseeBy): RawBuilder<unknown> | null {
  if ('submissionId' in by) return isUuid(by.submissionId) ? sql`${by.submissionId}::uuid` : null
  if ('ticket' in by) {
    const ticket = by.ticket.replaceAll('\0', '\uFFFD')
    return sql`select submission_id from fact where kind = 'envelope' and body ->> 'ticket' = ${ticket}`
  }
  return sql`select submission_id from accepted_name where set_key = ${by.setKey}`
}
