/** Holds: somebody said why the contents of a submission, or of everything of a sender, must not be released. */
import { type RawBuilder, sql } from 'kysely'
import { uuidV7 } from '../../base/ids.ts'
import type { Queries, Transaction } from '../../database/database.ts'

/** One of the two. */
export type HoldSubject =
  | { readonly submissionId: string; readonly sender?: never }
  | { readonly sender: string; readonly submissionId?: never }

export type Hold = {
  readonly submissionId: string | null
  readonly sender: string | null
  readonly reason: string
  readonly actor: string
  readonly placedAt: Date
}

/** The first of the two numbers of our advisory lock on holds. */
const HOLDS = 0x51d2

/** Until the transaction ends, nobody else places a hold or releases contents: either the hold was there, or the contents had left. */
export async function lockHolds(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${HOLDS}, 0)`.execute(tx)
}

/** `late`: placed, but the contents had left before. */
export async function placeHold(
  tx: Transaction,
  subject: HoldSubject,
  { reason, actor }: { readonly reason: string; readonly actor: string },
): Promise<'placed' | 'late' | 'there' | 'unknown'> {
  await lockHolds(tx)
  const known = await knownSubject(tx, subject)
  if (!known) return 'unknown'
  const inserted = await tx
    .insertInto('hold')
    .values({ hold_id: uuidV7(), ...columnsOf(subject), reason, actor })
    .onConflict((conflict) => conflict.doNothing())
    .returning('hold_id')
    .executeTakeFirst()
  if (!inserted) return 'there'
  return known.hasLeft ? 'late' : 'placed'
}

/** False when there is none. */
export async function endHold(tx: Transaction, subject: HoldSubject): Promise<boolean> {
  const { submission_id, sender_number } = columnsOf(subject)
  const ended = await tx
    .updateTable('hold')
    .set({ released_at: sql<Date>`now()` })
    .where('released_at', 'is', null)
    .$if(submission_id !== null, (query) => query.where('submission_id', '=', submission_id))
    .$if(sender_number !== null, (query) => query.where('sender_number', '=', sender_number))
    .returning('hold_id')
    .executeTakeFirst()
  return ended !== undefined
}

/** Those in force, the oldest first. */
export async function holdsInForce(queries: Queries): Promise<Hold[]> {
  return await queries
    .selectFrom('hold')
    .select(['submission_id as submissionId', 'sender_number as sender', 'reason', 'actor', 'placed_at as placedAt'])
    .where('released_at', 'is', null)
    .orderBy('placed_at')
    .execute()
}

/** SQL that says whether a hold is in force for what the two columns name. */
export function isHeld(submissionId: string, sender: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from hold where hold.released_at is null
    and (hold.submission_id = ${sql.ref(submissionId)} or hold.sender_number = ${sql.ref(sender)}))`
}

async function knownSubject(tx: Transaction, subject: HoldSubject): Promise<{ readonly hasLeft: boolean } | null> {
  if (subject.submissionId === undefined) {
    const { rows } = await sql`
      select from sender where sender_number = ${subject.sender}
      union all (select from submission where sender_number = ${subject.sender} limit 1)`.execute(tx)
    return rows.length > 0 ? { hasLeft: false } : null
  }
  const row = await tx
    .selectFrom('submission')
    .select('contents_removed_at')
    .where('submission_id', '=', subject.submissionId)
    .executeTakeFirst()
  return row ? { hasLeft: row.contents_removed_at !== null } : null
}

function columnsOf(subject: HoldSubject) {
  return { submission_id: subject.submissionId ?? null, sender_number: subject.sender ?? null }
}
