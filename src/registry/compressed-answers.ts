/** The switch that brings a sender the answers of online services compressed, as CO instead of FO (spec §12). */
import type { Refusal } from '../base/refusal.ts'
import { ok, type Result } from '../base/result.ts'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { recordChange } from './change.ts'
import { lockSender } from './senders.ts'

/** In force for the next answer that comes; null: by default again. Refuses: SLU-UNKNOWN. */
export async function switchCompressedAnswers(
  tx: Transaction,
  number: SenderNumber,
  compressed: boolean | null,
  act: Act,
): Promise<Result<void, Refusal>> {
  const sender = await lockSender(tx, number)
  if (!sender.ok) return sender
  const before = { compressedAnswers: await compressedAnswersOf(tx, number) }
  if (before.compressedAnswers === compressed) return ok(undefined)
  await tx.updateTable('sender').set({ compressed_answers: compressed }).where('sender_number', '=', number).execute()
  const after = { compressedAnswers: compressed }
  await recordChange(tx, act, { action: 'sender.compressedAnswers', subject: `sender:${number}`, before, after })
  return ok(undefined)
}

/** Null: as the configuration has it; undefined: there is no such sender. */
export async function compressedAnswersOf(queries: Queries, number: string): Promise<boolean | null | undefined> {
  const row = await queries
    .selectFrom('sender')
    .select('compressed_answers as compressed')
    .where('sender_number', '=', number)
    .executeTakeFirst()
  return row?.compressed
}
