import { folderRow } from '../../batch/environment.ts'
import type { Notes } from '../../batch/status/notes-text.ts'
import { leftoversOf } from '../../ledger/leftovers.ts'
import { leavingSoon } from '../../ledger/retention/out-leaving.ts'
import { waitingSetsOf } from '../../ledger/revocation-waits.ts'
import { waitingLoginsOf } from '../../registry/login-throttle.ts'
import { bansConcerning } from '../../registry/sessions/bans.ts'
import { originWaitsOf } from '../../registry/sessions/waits.ts'
import type { Look } from './look.ts'

/** A program that renames does so within moments; one that takes longer than this has forgotten it. */
const LEFT_OVER_MINUTES = 15
const LEFTOVERS_MAX = 100
const LEAVING_MAX = 100
const WAITING_MAX = 100

export async function notesOf({ queries, settings, sender }: Look): Promise<Omit<Notes, 'explainedOnly'>> {
  const { goWaitHours } = settings.limits
  const leftovers = await leftoversOf(queries, sender, {
    minutes: LEFT_OVER_MINUTES,
    goWaitHours,
    limit: LEFTOVERS_MAX,
  })
  const leaving = await leavingSoon(queries, sender, {
    outDays: settings.limits.outDays,
    days: Math.max(0, ...settings.retention.outNoticeDays),
    limit: LEAVING_MAX,
  })
  return {
    leaving: leaving.map(({ name, environment, leavesAt }) => ({
      path: `${folderRow(environment).out}/${name}`,
      leavesAt,
    })),
    leftovers: leftovers.map(({ name, environment, ...times }) => ({
      path: `${folderRow(environment).in}/${name}`,
      ...times,
    })),
    awaiting: await waitingSetsOf(queries, sender, WAITING_MAX),
    throttled: await waitingLoginsOf(queries, sender),
    throttledOrigins: await originWaitsOf(queries, sender),
    banned: await bansConcerning(queries, sender),
  }
}
