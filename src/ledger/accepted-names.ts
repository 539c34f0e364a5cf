import type { Queries, Transaction } from '../database/database.ts'

/** Takes a set key for ever (decision 2); false when another submission has it: the set is a repetition (133). */
export async function takeName(tx: Transaction, setKey: string, submissionId: string): Promise<boolean> {
  const taken = await tx
    .insertInto('accepted_name')
    .values({ set_key: setKey, submission_id: submissionId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('set_key')
    .executeTakeFirst()
  return taken !== undefined
}

/** True when the key was taken by another submission. */
export async function nameIsTaken(queries: Queries, setKey: string, submissionId: string): Promise<boolean> {
  const row = await queries
    .selectFrom('accepted_name')
    .select('submission_id')
    .where('set_key', '=', setKey)
    .where('submission_id', '<>', submissionId)
    .executeTakeFirst()
  return row !== undefined
}
