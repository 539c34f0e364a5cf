import type { SentSets } from '../../batch/sent-sets.ts'
import type { Queries } from '../../database/database.ts'
import { currentRights } from '../rights.ts'
import { type SetupPlace, senderAt } from './place.ts'
import { type ChangePreview, previewOf, refusedBy, type SetupChange } from './preview.ts'

/** Which of `sent` (`acceptedSets` of the ledger) the change would have refused, by the rights as they stand; null when nothing is set up. */
export async function previewChange(
  queries: Queries,
  place: SetupPlace,
  change: SetupChange,
  sent: readonly SentSets[],
): Promise<ChangePreview | null> {
  const sender = await senderAt(queries, place)
  const rights = sender && (await currentRights(queries, sender))
  return rights && previewOf(refusedBy(change, rights, sent))
}
