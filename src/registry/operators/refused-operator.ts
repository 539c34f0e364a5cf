/**
 * What operators are refused, in the audit (rule 21.13): so many entries an hour of each operator, and one that tells that further ones
 * were left out.
 */
import { sql } from 'kysely'
import type { Database, Queries } from '../../database/database.ts'
import { writeAudit } from '../audit.ts'
import { actorOfOperator, type Operator } from './operator.ts'

export type RefusedOperator = {
  readonly operatorId: string
  readonly operator: Operator
  /** Key of the refusal. */
  readonly why: string
  /** What was asked for. */
  readonly route: string
  readonly traceId: string
}

const REFUSED = 'console.refused'
const LEFT_OUT = 'console.refusalsLeftOut'

/** Audit: `console.refused`, `console.refusalsLeftOut`, in a transaction of its own. */
export async function recordRefusedOperator(
  { queries, transaction }: Pick<Database, 'queries' | 'transaction'>,
  { operatorId, operator, why, route, traceId }: RefusedOperator,
  perHourMax: number,
): Promise<void> {
  const subject = `operator:${operator.name}`
  // Asked first without a lock, so that a flood of refusals reads and does not write.
  if ((await nextEntry(queries, subject, perHourMax)) === null) return
  await transaction(async (tx) => {
    const row = tx.selectFrom('operator').select('operator_id').where('operator_id', '=', operatorId)
    await row.forNoKeyUpdate().execute()
    const action = await nextEntry(tx, subject, perHourMax)
    if (action === null) return
    const told =
      action === REFUSED
        ? { reason: why, detail: { route, role: operator.role, traceId } }
        : { detail: { perHour: perHourMax } }
    await writeAudit(tx, { actor: actorOfOperator(operator), action, subject, ...told })
  })
}

/** What is written of a further refusal; null: nothing. */
async function nextEntry(
  queries: Queries,
  subject: string,
  perHourMax: number,
): Promise<typeof REFUSED | typeof LEFT_OUT | null> {
  const written = await queries
    .selectFrom('audit')
    .select('action')
    .where('subject', '=', subject)
    .where('action', 'in', [REFUSED, LEFT_OUT])
    .where(sql<boolean>`at > now() - interval '1 hour'`)
    .orderBy('audit_no', 'desc')
    .limit(perHourMax + 1)
    .execute()
  const told = written.filter(({ action }) => action === REFUSED).length
  if (told < perHourMax) return REFUSED
  return told === written.length ? LEFT_OUT : null
}
