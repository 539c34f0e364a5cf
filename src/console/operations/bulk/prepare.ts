/** The dry run: exactly what an action would concern, before anything happens. */
import type { Refusal } from '../../../base/refusal.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { Database } from '../../../database/database.ts'
import { storeBulk } from '../../../ledger/bulk/bulk-actions.ts'
import { type BulkAction, type Target, targetsOf } from '../../../ledger/bulk/targets.ts'
import { allFound } from '../../../ledger/search/all-found.ts'
import type { SearchFilter } from '../../../ledger/search/search-filter.ts'
import { doesRoleReach, type OperatorRole } from '../../../registry/operators/operator.ts'
import { NOT_YOURS } from '../../admit.ts'
import type { By, OperationLimits, SubmissionActs } from './acts.ts'
import { NOTHING_CHOSEN, tooMany } from './refusals.ts'

export type Selection = { readonly filter: SearchFilter } | { readonly ids: readonly string[] }

export type Prepared = {
  /** What to run it under: bound to these targets, and to who asked. */
  readonly bulkId: string
  readonly action: BulkAction
  /** Submissions and hand-overs that it would be done to. */
  readonly count: number
  readonly submissions: number
  readonly senders: number
  readonly byState: Readonly<Record<string, number>>
  /** Chosen, but in a state to which there is nothing to do. */
  readonly notConcerned: number
  /** The first of them. */
  readonly examples: readonly Target[]
}

export type BulkGround = {
  readonly database: Pick<Database, 'transaction'>
  readonly acts: SubmissionActs
  readonly limits: Pick<OperationLimits, 'bulkMax'>
}

const EXAMPLES = 20

/** rule 22.4. Refuses: SLU-RIGHTS, SLU-INPUT (nothing chosen), SLU-QUOTA (too many). */
export async function prepareBulk(
  { database, limits }: Pick<BulkGround, 'database' | 'limits'>,
  by: By,
  { action, selection }: { readonly action: BulkAction; readonly selection: Selection },
): Promise<Result<Prepared, Refusal>> {
  const most = limits.bulkMax()
  if (!isChosen(selection)) return no(NOTHING_CHOSEN)
  return await database.transaction(async (tx) => {
    const ids = 'ids' in selection ? [...new Set(selection.ids)] : await allFound(tx, selection.filter, most)
    if (ids === null || ids.length > most) return no(tooMany(most))
    const targets = await targetsOf(tx, action, ids)
    const submissions = new Set(targets.map(({ submissionId }) => submissionId)).size
    if (!doesRoleReach(by.role, roleFor(action, submissions))) return no(NOT_YOURS)
    const bulkId = await storeBulk(tx, { action, actor: by.actor, selection: { ...selection }, targets })
    return ok({
      ...{ bulkId, action, count: targets.length, submissions, notConcerned: ids.length - submissions },
      senders: new Set(targets.map(({ sender }) => sender)).size,
      byState: countedBy(targets.map(({ state }) => state)),
      examples: targets.slice(0, EXAMPLES),
    })
  })
}

/** rule 22.7: giving up more than one is for administrators. */
export function roleFor(action: BulkAction, submissions: number): OperatorRole {
  return action === 'giveUp' && submissions > 1 ? 'administrator' : 'operator'
}

function isChosen(selection: Selection): boolean {
  if ('ids' in selection) return selection.ids.length > 0
  return Object.values(selection.filter).some((value) => value !== undefined)
}

function countedBy(states: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1
  return counts
}
