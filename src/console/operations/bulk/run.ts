/** What was shown is done, in bounded batches: what changed meanwhile is skipped and told, and doing it twice is doing it once. */
import { isUuid } from '../../../base/ids.ts'
import type { Refusal } from '../../../base/refusal.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { Transaction } from '../../../database/database.ts'
import { advanceBulk, type BulkTarget, lockBulk, readBulk, type StoredBulk } from '../../../ledger/bulk/bulk-actions.ts'
import type { BulkAction } from '../../../ledger/bulk/targets.ts'
import { writeAudit } from '../../../registry/audit.ts'
import { doesRoleReach } from '../../../registry/operators/operator.ts'
import { NOT_YOURS } from '../../admit.ts'
import { reasonIn } from '../reason.ts'
import type { By, SubmissionActs } from './acts.ts'
import { effectOf } from './effects.ts'
import { type BulkGround, roleFor } from './prepare.ts'
import { BULK_TOO_OLD, NO_SUCH_BULK } from './refusals.ts'

export type BulkOutcome = {
  readonly bulkId: string
  readonly action: BulkAction
  readonly count: number
  readonly done: number
  /** Changed since they were shown. */
  readonly skipped: number
  readonly reason: string
  readonly endedAt: Date
  /** It had been done before this call. */
  readonly isRepeated: boolean
}

const BATCH = 100
/** What was shown may be gone over so long. */
const MINUTES = 30

/** rule 22.5. Refuses: SLU-INPUT (reason), SLU-MISSING, SLU-RIGHTS, SLU-VERSION (shown too long ago). */
export async function runBulk(
  ground: BulkGround,
  by: By,
  { bulkId, reason: written }: { readonly bulkId: string; readonly reason: string },
): Promise<Result<BulkOutcome, Refusal>> {
  const told = reasonIn(written)
  if (!told.ok) return told
  if (!isUuid(bulkId)) return no(NO_SUCH_BULK)
  const { value: reason } = told
  for (;;) {
    const batch = await ground.database.transaction((tx) => nextBatch(tx, by, { bulkId, reason }, ground.acts))
    if (!batch.ok) return batch
    const { bulk, isRepeated } = batch.value
    if (bulk.endedAt) return ok(outcomeOf(bulk, bulk.endedAt, isRepeated))
  }
}

/** The bulk action as it stands after it; an ended one is left as it is. */
async function nextBatch(
  tx: Transaction,
  by: By,
  { bulkId, reason }: { readonly bulkId: string; readonly reason: string },
  acts: SubmissionActs,
): Promise<Result<{ readonly bulk: StoredBulk; readonly isRepeated: boolean }, Refusal>> {
  const bulk = await lockBulk(tx, bulkId)
  const problem = problemOf(bulk, by)
  if (!bulk || problem) return no(problem ?? NO_SUCH_BULK)
  if (bulk.endedAt) return ok({ bulk, isRepeated: true })
  const batch = bulk.targets.slice(bulk.position, bulk.position + BATCH)
  const act = { actor: by.actor, reason: bulk.reason ?? reason, bulkId }
  let { done } = bulk
  for (const target of batch) if (await actOn(tx, bulk.action, target, act, acts)) done += 1
  const position = bulk.position + batch.length
  const isEnd = position === bulk.targets.length
  await advanceBulk(tx, bulkId, { position, done, reason: act.reason, isEnd })
  if (isEnd) await auditWhole(tx, { ...bulk, done }, act)
  const { endedAt } = (await readBulk(tx, bulkId)) ?? bulk
  return ok({ bulk: { ...bulk, position, done, reason: act.reason, endedAt }, isRepeated: false })
}

/** rule 22.6. */
function problemOf(bulk: StoredBulk | null, by: By): Refusal | null {
  if (!bulk || bulk.actor !== by.actor) return NO_SUCH_BULK
  const submissions = new Set(bulk.targets.map(([submissionId]) => submissionId)).size
  if (!doesRoleReach(by.role, roleFor(bulk.action, submissions))) return NOT_YOURS
  return bulk.reason === null && bulk.ageSeconds > MINUTES * 60 ? BULK_TOO_OLD : null
}

type BulkAct = { readonly actor: string; readonly reason: string; readonly bulkId: string }

async function actOn(
  tx: Transaction,
  action: BulkAction,
  target: BulkTarget,
  act: BulkAct,
  acts: SubmissionActs,
): Promise<boolean> {
  const effect = await effectOf(action)(tx, target, act, acts)
  if (effect === 'skipped') return false
  const [submissionId, deliveryId] = target
  if (effect === 'audited') return true
  await writeAudit(tx, {
    ...{ actor: act.actor, reason: act.reason },
    action: `${deliveryId ? 'delivery' : 'submission'}.${effect}`,
    subject: `submission:${submissionId}`,
    detail: { bulk: act.bulkId, ...(deliveryId && { delivery: deliveryId }) },
  })
  return true
}

async function auditWhole(tx: Transaction, bulk: StoredBulk, { actor, reason, bulkId }: BulkAct): Promise<void> {
  const { action, selection, targets, done } = bulk
  const detail = { selection, count: targets.length, done, skipped: targets.length - done }
  await writeAudit(tx, { actor, reason, action: `bulk.${action}`, subject: `bulk:${bulkId}`, detail })
}

function outcomeOf(
  { bulkId, action, targets, done, reason }: StoredBulk,
  endedAt: Date,
  isRepeated: boolean,
): BulkOutcome {
  const count = targets.length
  return { bulkId, action, count, done, skipped: count - done, reason: reason ?? '', endedAt, isRepeated }
}
