/** What is done now and then, by every process; doing it twice at once does no harm. */
import { type HealthCheck, healthOf, overall } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import { forgetOldOperatorSignIns } from '../identity/operators/housekeeping.ts'
import { type Books, booksBalance, RECENT_HOURS } from '../ledger/books.ts'
import { recordEvent } from '../ledger/events.ts'
import { forgetOldUploads } from '../ledger/open-uploads.ts'
import { forgetDeadProcesses, forgetProcess, type ProcessCard, reportProcess } from '../ledger/processes.ts'
import { discardWaiting } from '../ledger/received-files.ts'
import { type HistorySettings, writeHistory } from '../ledger/watch/write-history.ts'
import { chainAudit } from '../registry/audit-chain.ts'
import { forgetOldFailures } from '../registry/login-throttle.ts'
import { forgetOldTokenKeys } from '../registry/token-keys.ts'
import { forgetUsedAssertions } from '../registry/used-assertions.ts'
import { forgetUsedSignatures } from '../registry/used-signatures.ts'
import type { Ground } from './ground.ts'
import { measureHealth } from './measure-health.ts'
import { repeatEvery } from './repeat-every.ts'
import type { SharedTime } from './shared-time.ts'

const REPORT_SECONDS = 2
const BOOKS_SECONDS = 15
const DISCARD_SECONDS = 60
/** Each minute is written by who comes first. */
const HISTORY_SECONDS = 20
const CLEAN_SECONDS = 3600
const DEAD_SECONDS = 86_400
const HEALTH_SECONDS = 3

type ChoreGround = Ground & {
  readonly database: Database
  readonly readiness: Readonly<Record<string, HealthCheck>>
  readonly card: ProcessCard
  readonly time: Pick<SharedTime, 'state' | 'mayEnd'>
  /** Told of each count of the books. */
  readonly balanced: (books: Books) => void
  /** Who is connected now, for the history. */
  readonly sessions: HistorySettings['sessions']
}

export function startChores(ground: ChoreGround): AsyncDisposable & { readonly begun: Promise<void> } {
  const { live, database, log, metrics, card } = ground
  const { queries } = database
  const look = healthOf(ground.readiness, HEALTH_SECONDS, log)
  const imbalance = metrics.gauge(
    'sluice_books_imbalance',
    'Accepted files that are nowhere they may legally be; 0, or something is lost.',
  )
  const places = metrics.gauge('sluice_files', 'Accepted files of the latest days, by place.', ['place'])

  const tellHealth = measureHealth(ground)

  async function report(): Promise<void> {
    const dependencies = await look()
    tellHealth(dependencies)
    await reportProcess(queries, card, { state: overall(dependencies), dependencies, clock: ground.time.state() })
  }

  async function balance(): Promise<void> {
    const books = await booksBalance(queries, RECENT_HOURS)
    ground.balanced(books)
    imbalance(books.imbalance)
    for (const [place, count] of Object.entries(books.places)) places(count, { place })
    if (books.imbalance > 0) log.error('books.imbalance', { files: books.imbalance, submissions: books.misfits })
  }

  /** A client's working file that was never renamed is given up, and told (decision 5). */
  async function discard(): Promise<void> {
    if (!(await ground.time.mayEnd())) return
    await database.transaction(async (tx) => {
      for (const { sender, name, sha256 } of await discardWaiting(tx, live.current().limits.goWaitHours)) {
        await recordEvent(tx, { submissionId: null, sender, event: 'file.discarded', detail: { name, sha256 } })
      }
    })
  }

  async function remember(): Promise<void> {
    const { sampleHours, sampleDays } = live.current().console
    await database.transaction((tx) => writeHistory(tx, { sampleHours, sampleDays, sessions: ground.sessions }))
  }

  async function clean(): Promise<void> {
    if (!(await ground.time.mayEnd())) return
    await forgetOldUploads(queries, DEAD_SECONDS)
    const { loginFailures, serviceFailures } = live.current().limits
    await forgetOldFailures(queries, [loginFailures, serviceFailures])
    await forgetDeadProcesses(queries, DEAD_SECONDS)
    await forgetUsedAssertions(queries)
    await forgetOldTokenKeys(queries)
    await forgetUsedSignatures(queries)
    await forgetOldOperatorSignIns(queries)
  }

  const reporting = repeatEvery(() => REPORT_SECONDS, 'process.notReported', report, log)
  const chores = [
    reporting,
    repeatEvery(
      () => 1,
      'audit.notChained',
      async () => void (await chainAudit(database)),
      log,
    ),
    repeatEvery(() => BOOKS_SECONDS, 'books.notBalanced', balance, log),
    repeatEvery(() => DISCARD_SECONDS, 'files.notDiscarded', discard, log),
    repeatEvery(() => HISTORY_SECONDS, 'history.notWritten', remember, log),
    repeatEvery(() => CLEAN_SECONDS, 'rows.notCleaned', clean, log),
  ]
  return {
    begun: reporting.first,
    async [Symbol.asyncDispose]() {
      for (const chore of chores) await chore[Symbol.asyncDispose]()
      await forgetProcess(queries, card.processId).catch(() => {}) // the database may be gone; the row ages
    },
  }
}
