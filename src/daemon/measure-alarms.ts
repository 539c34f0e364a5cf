/** What alarms are made of, read at one go. Throws `Unavailable`. */
import type { Config } from '../config/schema.ts'
import type { Database, Queries } from '../database/database.ts'
import { waitingAnswers } from '../ledger/answers/waiting-answers.ts'
import type { Books } from '../ledger/books.ts'
import { pausedServices } from '../ledger/delivery-control.ts'
import { countParkedSubmissions, openHandOvers } from '../ledger/open-hand-overs.ts'
import { type RunningProcess, runningProcesses } from '../ledger/processes.ts'
import { openRestorations } from '../ledger/retention/restorations.ts'
import { revocationWaits } from '../ledger/revocation-waits.ts'
import { databaseTime } from '../ledger/tickets.ts'
import type { IllDependency, Measured } from '../notices/alarms/conditions.ts'
import { unchainedTail } from '../registry/audit-chain.ts'
import { readersWithinHour } from '../registry/contents-reads.ts'
import { countLostChanges } from '../registry/lost-changes.ts'
import { clockOf } from './clock-state.ts'
import { ownCertificates, withoutFollowed } from './own-certificates.ts'

export type AlarmSources = {
  readonly database: Pick<Database, 'queries'>
  readonly config: () => Config
  /** The last count of the books; null before the first. */
  readonly books: () => Books | null
}

/** A process reports every two seconds; after a day its row is forgotten. */
const SILENT_SECONDS = 60
const KNOWN_SECONDS = 86_400

export async function measureAlarms({ database, config, books }: AlarmSources): Promise<Measured> {
  const { queries } = database
  const { alarms, certs } = config()
  const now = await databaseTime(queries)
  const processes = await runningProcesses(queries, KNOWN_SECONDS)
  const secondsSince = (then: Date) => Math.max(0, (now.getTime() - then.getTime()) / 1000)
  const speaking = processes.filter(({ seenAt }) => secondsSince(seenAt) <= SILENT_SECONDS)
  const { since } = await unchainedTail(queries)
  return {
    parkedSubmissions: await countParkedSubmissions(queries),
    handOvers: await openHandOvers(queries, alarms.inDoubtMinutes),
    answers: await waitingAnswers(queries),
    paused: (await pausedServices(queries)).map(({ service, pausedAt, reason }) => ({
      ...{ service, reason, seconds: secondsSince(pausedAt) },
    })),
    awaitingRevocation: await revocationWaits(queries),
    misplaced: books()?.imbalance ?? 0,
    ill: speaking.flatMap(illOf),
    certificates: withoutFollowed(await ownCertificates(certs.dir, now)),
    unchainedSeconds: since ? secondsSince(since) : 0,
    silent: processes
      .filter(({ seenAt }) => secondsSince(seenAt) > SILENT_SECONDS)
      .map(({ node, pid, seenAt }) => ({ node, pid, seconds: secondsSince(seenAt) })),
    restorations: await openRestores(queries),
    readers: await readersWithinHour(queries),
    clocks: speaking.flatMap((one) => {
      const clock = clockOf(one)
      return clock ? [{ node: one.node, ...clock }] : []
    }),
  }
}

async function openRestores(queries: Queries): Promise<Measured['restorations']> {
  const open = await openRestorations(queries)
  return await Promise.all(
    open.map(async ({ id, backup, takenAt: since }) => ({ backup, since, ...(await countLostChanges(queries, id)) })),
  )
}

const WITH_ALARMS: readonly string[] = ['books', 'clock']

/** Without those that have an alarm of their own. */
function illOf({ node, health }: RunningProcess): IllDependency[] {
  const { dependencies = {} } = health as { dependencies?: Record<string, { state: string; detail?: string }> }
  return Object.entries(dependencies).flatMap(([name, { state, detail = '' }]) =>
    !WITH_ALARMS.includes(name) && (state === 'down' || state === 'degraded') ? [{ node, name, state, detail }] : [],
  )
}
