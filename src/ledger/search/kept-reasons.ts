import { sql } from 'kysely'
import type { Reason } from '../../batch/reason.ts'
import type { Transaction } from '../../database/database.ts'

/** So that rejected sets are found by their codes, the latest first; in the transaction of the verdict. */
export async function keepReasons(tx: Transaction, submissionId: string, reasons: readonly Reason[]): Promise<void> {
  const codes = [...new Set(reasons.map(({ code }) => code))]
  if (codes.length === 0) return
  await sql`
    insert into submission_reason (code, opened_at, submission_id)
    select code, opened_at, submission_id from submission, unnest(${codes}::integer[]) as code
    where submission_id = ${submissionId} on conflict do nothing`.execute(tx)
}
