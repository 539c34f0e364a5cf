/** What is set up, for pages that change it. */
import type { Refusal } from '../../../base/refusal.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import { NOT_THERE } from '../../not-there.ts'
import { seeReports } from '../../operations/reports-view.ts'
import type { ReportsPage } from './place.ts'

/** Refuses: as `seeReports`, and SLU-MISSING when nothing is set up. */
export async function configured(ask: ReportsPage): Promise<Result<ShownReports, Refusal>> {
  const seen = await seeReports(ask)
  if (!seen.ok) return seen
  return seen.value.reports ? ok(seen.value.reports) : no(NOT_THERE)
}
