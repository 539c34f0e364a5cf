import type { FactKind, Facts } from '../batch/facts.ts'
import type { Queries, Transaction } from '../database/database.ts'

/** Writes a fact once; false when the submission has one of this kind already, which then stands. */
export async function insertFact<Kind extends FactKind>(
  tx: Transaction,
  submissionId: string,
  kind: Kind,
  body: NonNullable<Facts[Kind]>,
): Promise<boolean> {
  const written = await tx
    .insertInto('fact')
    .values({ submission_id: submissionId, kind, body: JSON.stringify(body) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kind')
    .executeTakeFirst()
  return written !== undefined
}

/** All that is known of a submission; empty when nothing is, also when there is no such submission. */
export async function readFacts(queries: Queries, submissionId: string): Promise<Facts> {
  const rows = await queries
    .selectFrom('fact')
    .select(['kind', 'body'])
    .where('submission_id', '=', submissionId)
    .execute()
  return Object.fromEntries(rows.map(({ kind, body }) => [kind, body])) as Facts
}
