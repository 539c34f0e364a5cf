import { folderRow } from '../../batch/environment.ts'
import type { Notes } from '../../batch/status/notes-text.ts'
import { leftoversOf } from '../../ledger/leftovers.ts'
import { waitingLoginsOf } from '../../registry/login-throttle.ts'
import type { Look } from './look.ts'

/** A program that renames does so within moments; one that takes longer than this has forgotten it. */
const LEFT_OVER_MINUTES = 15
const LEFTOVERS_MAX = 100

export async function notesOf({ queries, settings, sender }: Look): Promise<Omit<Notes, 'explainedOnly'>> {
  const { goWaitHours } = settings.limits
  const leftovers = await leftoversOf(queries, sender, {
    minutes: LEFT_OVER_MINUTES,
    goWaitHours,
    limit: LEFTOVERS_MAX,
  })
  return {
    leftovers: leftovers.map(({ name, environment, ...times }) => ({
      path: `${folderRow(environment).in}/${name}`,
      ...times,
    })),
    throttled: await waitingLoginsOf(queries, sender),
  }
}
