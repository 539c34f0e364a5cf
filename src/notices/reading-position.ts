/** How far a reader came: moved in the transaction of what it did, so that nothing is left out or done twice. */
import { sql } from 'kysely'
import type { Transaction } from '../database/database.ts'

export type Reader = 'notices' | 'negativeAnswers' | 'nightly'

/**
 * Keeps other processes from reading on until the transaction ends, and resolves with the position, empty at first; undefined when another
 * one is reading at this moment.
 */
export async function holdPosition(tx: Transaction, reader: Reader): Promise<string | undefined> {
  await tx
    .insertInto('reading_position')
    .values({ reader, position: '' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx
    .selectFrom('reading_position')
    .select('position')
    .where('reader', '=', reader)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row?.position
}

/** The caller holds it by `holdPosition`. */
export async function movePosition(tx: Transaction, reader: Reader, position: string): Promise<void> {
  await tx
    .updateTable('reading_position')
    .set({ position, updated_at: sql<Date>`now()` })
    .where('reader', '=', reader)
    .execute()
}
