/** What operators see of submissions: lists by any filter, and one with everything that is kept of it. */

import { isUuid } from '../../../base/ids.ts'
import { type Refusal, refusal } from '../../../base/refusal.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { Queries } from '../../../database/database.ts'
import { type FoundRow, foundRows } from '../../../ledger/search/found-rows.ts'
import type { SearchFilter } from '../../../ledger/search/search-filter.ts'
import { countSubmissions, type SearchCount, searchSubmissions } from '../../../ledger/search/search-submissions.ts'
import { type WholeSubmission, wholeSubmission } from '../../../ledger/search/whole-submission.ts'
import { type AuditRow, readAudit } from '../../../registry/audit.ts'
import type { ConsoleGround } from '../../ground.ts'

export type FoundPage = {
  readonly rows: readonly FoundRow[]
  /** Behind which the next page begins. */
  readonly next: string | null
  /** The page is not full, but older ones were not looked at yet. */
  readonly isCutShort: boolean
  /** Null on later pages. */
  readonly count: SearchCount | null
}

export async function findAll(
  { database }: Pick<ConsoleGround, 'database'>,
  filter: SearchFilter,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<FoundPage> {
  return await database.transaction(async (tx) => {
    const { ids, lookedBackTo, count } = await searchSubmissions(tx, filter, { after, limit: limit + 1 })
    const shown = ids.slice(0, limit)
    const last = ids.length > limit ? shown.at(-1) : undefined
    return {
      rows: await foundRows(tx, shown),
      next: last ?? lookedBackTo?.id ?? null,
      isCutShort: last === undefined && lookedBackTo !== null,
      count:
        after === undefined
          ? count === null
            ? await countSubmissions(tx, filter)
            : { count, isAtLeast: false }
          : null,
    }
  })
}

export type TheSubmission = WholeSubmission & {
  /** What operators did to it or to its hand-overs, the latest first. */
  readonly acts: readonly AuditRow[]
}

const NOT_THERE = refusal('SLU-MISSING', 'There is no such submission.', 'Look for it by its ticket or its name.', {
  key: 'noSubmission',
})
const ACTS_MAX = 200

/** Refuses: SLU-MISSING. */
export async function readOne(
  { database: { queries } }: Pick<ConsoleGround, 'database'>,
  submissionId: string,
): Promise<Result<TheSubmission, Refusal>> {
  const whole = isUuid(submissionId) ? await wholeSubmission(queries, submissionId) : undefined
  return whole ? ok({ ...whole, acts: await actsOn(queries, whole) }) : no(NOT_THERE)
}

async function actsOn(queries: Queries, { found, deliveries }: WholeSubmission): Promise<AuditRow[]> {
  const subjects = [`submission:${found.submissionId}`, ...deliveries.map(({ deliveryId }) => `delivery:${deliveryId}`)]
  const all: AuditRow[] = []
  for (const subject of subjects) all.push(...(await readAudit(queries, { subject, limit: ACTS_MAX })))
  return all.sort((one, other) => other.auditNo - one.auditNo).slice(0, ACTS_MAX)
}
