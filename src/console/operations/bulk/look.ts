/** A prepared action as it stands: what it would still be done to, or what was done. */

import { isUuid } from '../../../base/ids.ts'
import type { Refusal } from '../../../base/refusal.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { Database } from '../../../database/database.ts'
import { readBulk, type StoredBulk } from '../../../ledger/bulk/bulk-actions.ts'
import { type Target, targetsOf } from '../../../ledger/bulk/targets.ts'
import { actorOfOperator, type Operator } from '../../../registry/operators/operator.ts'
import type { By } from './acts.ts'
import { NO_SUCH_BULK } from './refusals.ts'

export type LookedBulk = StoredBulk & { readonly standing: readonly Target[]; readonly senders: number }

export function byOperator(operator: Operator): By {
  return { actor: actorOfOperator(operator), role: operator.role }
}

/** Refuses: SLU-MISSING, also for somebody else's. */
export async function lookAtBulk(
  { database: { queries } }: { readonly database: Pick<Database, 'queries'> },
  by: By,
  bulkId: string,
): Promise<Result<LookedBulk, Refusal>> {
  const bulk = isUuid(bulkId) ? await readBulk(queries, bulkId) : null
  if (!bulk || bulk.actor !== by.actor) return no(NO_SUCH_BULK)
  const shown = new Set(bulk.targets.map(([submissionId, deliveryId]) => `${submissionId} ${deliveryId}`))
  const ids = [...new Set(bulk.targets.map(([submissionId]) => submissionId))]
  const concerned = await targetsOf(queries, bulk.action, ids)
  const standing = concerned.filter(({ submissionId, deliveryId }) => shown.has(`${submissionId} ${deliveryId}`))
  return ok({ ...bulk, standing, senders: new Set(standing.map(({ sender }) => sender)).size })
}
