/** What is done now and then, by every process; doing it twice at once does no harm. */
import { type HealthCheck, healthOf, overall } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import { booksBalance } from '../ledger/books.ts'
import { forgetDeadProcesses, forgetProcess, type ProcessCard, reportProcess } from '../ledger/processes.ts'
import { chainAudit } from '../registry/audit-chain.ts'
import { forgetOldFailures } from '../registry/login-throttle.ts'
import { repeatEvery } from './repeat-every.ts'
import type { Ground } from './run-gateway.ts'

const REPORT_SECONDS = 2
const BOOKS_SECONDS = 15
const BOOKS_HOURS = 48
const CLEAN_SECONDS = 3600
const DEAD_SECONDS = 86_400
const HEALTH_SECONDS = 3

type ChoreGround = Ground & {
  readonly database: Database
  readonly readiness: Readonly<Record<string, HealthCheck>>
  readonly card: ProcessCard
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

  async function report(): Promise<void> {
    const dependencies = await look()
    await reportProcess(queries, card, { state: overall(dependencies), dependencies })
  }

  async function balance(): Promise<void> {
    const books = await booksBalance(queries, BOOKS_HOURS)
    imbalance(books.imbalance)
    for (const [place, count] of Object.entries(books.places)) places(count, { place })
    if (books.imbalance > 0) log.error('books.imbalance', { files: books.imbalance, submissions: books.misfits })
  }

  async function clean(): Promise<void> {
    await forgetOldFailures(queries, live.current().limits.loginFailures)
    await forgetDeadProcesses(queries, DEAD_SECONDS)
  }

  const chores = [
    repeatEvery(() => REPORT_SECONDS, 'process.notReported', report, log),
    repeatEvery(
      () => 1,
      'audit.notChained',
      async () => void (await chainAudit(database)),
      log,
    ),
    repeatEvery(() => BOOKS_SECONDS, 'books.notBalanced', balance, log),
    repeatEvery(() => CLEAN_SECONDS, 'throttle.notCleaned', clean, log),
  ]
  return {
    begun: Promise.all(chores.map(({ first }) => first)).then(() => undefined),
    async [Symbol.asyncDispose]() {
      for (const chore of chores) await chore[Symbol.asyncDispose]()
      await forgetProcess(queries, card.processId).catch(() => {}) // the database may be gone; the row ages
    },
  }
}
