import { errorFields } from '../../base/log.ts'
import { waitingAnswers } from '../../ledger/answers/waiting-answers.ts'
import type { AnswersSettings } from './settings.ts'

/** What is not published, measured at each scrape. */
export function measureWaiting({
  database,
  metrics,
  log,
}: Pick<AnswersSettings, 'database' | 'metrics' | 'log'>): void {
  const labels = ['service', 'environment'] as const
  const about = 'Answers of online services that are not published, or owed and not made.'
  const waiting = metrics.gauge('sluice_answers_waiting', about, labels)
  const oldest = metrics.gauge(
    'sluice_answer_oldest_seconds',
    'Seconds since the oldest of them came, or was owed.',
    labels,
  )
  const seen = new Map<string, { readonly service: string; readonly environment: string }>()
  const read = async () => {
    const found = await waitingAnswers(database.queries)
    // What has none left is told as 0, for a scrape that misses it would keep the last number.
    for (const place of seen.values()) for (const tell of [waiting, oldest]) tell(0, place)
    for (const { service, environment, waiting: count, oldestSeconds } of found) {
      const place = { service, environment }
      seen.set(`${service} ${environment}`, place)
      waiting(count, place)
      oldest(oldestSeconds, place)
    }
  }
  // A database that is away must not take the other figures along; its own health is told elsewhere.
  metrics.beforeScrape(() => read().catch((error) => log.debug('answer.notMeasured', errorFields(error))))
}
