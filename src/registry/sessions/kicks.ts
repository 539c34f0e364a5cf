/** An operator's word that sessions are to end (rules 26.2 and 26.3): rows that every process looks for and carries out once. */
import { sql } from 'kysely'
import { uuidV7 } from '../../base/ids.ts'
import type { ChannelType } from '../../batch/channel.ts'
import type { Queries, Transaction } from '../../database/database.ts'

/** One session, or those of a sender, or those of one of its channels. */
export type KickScope = {
  readonly session: string | null
  readonly senderNumber: string
  readonly endpoint: ChannelType | null
}

export type Kick = KickScope & { readonly kickId: string }

/** Those of a process that was busy for a while are carried out late rather than not at all. */
const HEARD_SECONDS = 60

/** Resolves with the number of sessions that are known to be ended by it; those that are ending already are not counted again. */
export async function askToKick(tx: Transaction, scope: KickScope): Promise<number> {
  const { session, senderNumber, endpoint } = scope
  const { rows } = await sql`
    update live_session set kicked_at = now()
     where sender_number = ${senderNumber} and kicked_at is null
       and (${session}::text is null or session = ${session}) and (${endpoint}::text is null or endpoint = ${endpoint})
    returning session`.execute(tx)
  // All of a sender are told also when none is known: one may have begun since the last report.
  if (rows.length > 0 || session === null) {
    await tx
      .insertInto('session_kick')
      .values({ kick_id: uuidV7(), session, sender_number: senderNumber, endpoint })
      .execute()
  }
  return rows.length
}

/** Of whom the session is; null when it is not there, or no longer. */
export async function senderOfSession(queries: Queries, session: string): Promise<string | null> {
  const row = await queries
    .selectFrom('live_session')
    .select('sender_number')
    .where('session', '=', session)
    .executeTakeFirst()
  return row?.sender_number ?? null
}

/** Of the last minute, the oldest first. */
export async function recentKicks(queries: Queries): Promise<Kick[]> {
  const { rows } = await sql<Kick>`
    select kick_id as "kickId", session, sender_number as "senderNumber", endpoint from session_kick
     where asked_at > now() - make_interval(secs => ${HEARD_SECONDS}) order by asked_at, kick_id`.execute(queries)
  return rows
}

export async function forgetOldKicks(queries: Queries): Promise<void> {
  await queries
    .deleteFrom('session_kick')
    .where('asked_at', '<', sql<Date>`now() - make_interval(secs => ${10 * HEARD_SECONDS})`)
    .execute()
}
