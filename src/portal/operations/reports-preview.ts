/** Before something is taken away: what that would have refused of late, and what is on its way at this moment. */
import { acceptedSets, type InFlight, setsInFlight } from '../../ledger/sent-sets.ts'
import type { ChangePreview, SetupChange } from '../../registry/setup/preview.ts'
import { previewChange } from '../../registry/setup/preview-change.ts'
import { placeOf, type ReportsAsk } from './reports.ts'
import { DAYS_TOLD } from './reports-view.ts'

export type ReportsPreview = ChangePreview & { readonly inFlight: InFlight }

const NOTHING: ChangePreview = { refused: 0, codes: [], newest: [] }

/** For whoever may look at the configuration, which is asked with the route's row. */
export async function previewReports(
  ask: ReportsAsk,
  senderNumber: string,
  change: SetupChange,
): Promise<ReportsPreview> {
  const { queries } = ask.ground.database
  const sent = await acceptedSets(queries, senderNumber, DAYS_TOLD)
  const preview = (await previewChange(queries, placeOf(ask), change, sent)) ?? NOTHING
  return { ...preview, inFlight: await setsInFlight(queries, senderNumber) }
}
