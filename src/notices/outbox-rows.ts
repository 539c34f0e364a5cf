/** The table of outgoing messages as a queue: leases by the database's clock, so that a process that died holds nothing up for long. */
import { sql } from 'kysely'
import { uuidV7 } from '../base/ids.ts'
import type { Queries } from '../database/database.ts'
import type { Message } from './message.ts'

export type TakenMessage = {
  readonly messageId: string
  readonly medium: Message['medium']
  readonly template: string
  readonly sealed: Buffer
  /** This one included. */
  readonly attempts: number
  /** Of this lease: one that is over changes nothing any more. */
  readonly owner: string
}

/**
 * Takes the message that is due longest and whose predecessor has left (rule 13.6); undefined when there is none. The attempt counts from
 * here on, so that a message that ends its process does not do so for ever.
 */
export async function takeMessage(queries: Queries, leaseSeconds: number): Promise<TakenMessage | undefined> {
  const owner = uuidV7()
  const { rows } = await sql<TakenMessage>`
    update outgoing_message set owner = ${owner}, attempts = attempts + 1,
           owned_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
     where message_id = (
       select m.message_id from outgoing_message m
        where m.state = 'waiting' and m.due_at <= clock_timestamp()
          and (m.owned_until is null or m.owned_until < clock_timestamp())
          and (m.after_message_id is null
               or exists (select from outgoing_message b where b.message_id = m.after_message_id and b.state = 'sent'))
        order by m.due_at, m.message_id limit 1
        for update of m skip locked)
    returning message_id as "messageId", medium, template, body_sealed as sealed, attempts, owner`.execute(queries)
  return rows[0]
}

/** It left: address and text go. */
export async function settleSent(queries: Queries, message: TakenMessage): Promise<void> {
  await held(queries, message)
    .set({ state: 'sent', sent_at: sql<Date>`clock_timestamp()`, last_error: null, ...RELEASED, ...WIPED })
    .execute()
}

/** It never will: address and text go all the same, and what was to follow it will not leave either. */
export async function settleFailed(queries: Queries, message: TakenMessage, why: string): Promise<void> {
  await held(queries, message)
    .set({ state: 'failed', last_error: why.slice(0, ERROR_MAX), ...RELEASED, ...WIPED })
    .execute()
}

/** Again in so many seconds. */
export async function settleLater(
  queries: Queries,
  message: TakenMessage,
  { why, seconds }: { readonly why: string; readonly seconds: number },
): Promise<void> {
  const due_at = sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`
  await held(queries, message)
    .set({ due_at, last_error: why.slice(0, ERROR_MAX), ...RELEASED })
    .execute()
}

/** Gives up what waits behind a message that failed; resolves with their ids. */
export async function failFollowers(queries: Queries): Promise<string[]> {
  const { rows } = await sql<{ message_id: string }>`
    update outgoing_message m set state = 'failed', body_sealed = null, last_error = 'the message before it failed'
      from outgoing_message b
     where m.state = 'waiting' and b.message_id = m.after_message_id and b.state = 'failed'
    returning m.message_id`.execute(queries)
  return rows.map(({ message_id }) => message_id)
}

/** Takes rows of messages that left or failed `days` ago out of the table; resolves with their number. */
export async function forgetOldMessages(queries: Queries, days: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from outgoing_message m
     where m.state <> 'waiting' and m.created_at < now() - make_interval(secs => ${days} * 86400.0)
       and not exists (select from outgoing_message f where f.after_message_id = m.message_id)`.execute(queries)
  return Number(numAffectedRows ?? 0)
}

const ERROR_MAX = 500
const RELEASED = { owner: null, owned_until: null }
const WIPED = { body_sealed: null }

function held(queries: Queries, { messageId, owner }: TakenMessage) {
  return queries
    .updateTable('outgoing_message')
    .where('message_id', '=', messageId)
    .where('owner', '=', owner)
    .where('state', '=', 'waiting')
}
