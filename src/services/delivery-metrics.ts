import { errorFields, type Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { Database } from '../database/database.ts'
import type { DeliveryOutcome } from '../ledger/deliveries.ts'
import { countDeliveries, oldestOpenDeliveries } from '../ledger/delivery-control.ts'

export type DeliveryMetrics = {
  readonly countOutcome: (service: string, outcome: DeliveryOutcome['outcome']) => void
  readonly countLost: (jobs: number) => void
}

type Measured = { readonly metrics: Metrics; readonly database: Database; readonly log: Log }

export function measureDeliveries({ metrics, database, log }: Measured): DeliveryMetrics {
  const attempts = 'Attempts to hand over, by outcome'
  const outcomes = metrics.counter('sluice_delivery_attempts_total', attempts, ['service', 'outcome'])
  const jobsLost = 'Jobs that the queue lost and that were made again'
  const lost = metrics.counter('sluice_delivery_jobs_lost_total', jobsLost)
  const states = metrics.gauge('sluice_deliveries', 'Deliveries by state', ['service', 'state'])
  const age = 'Age of the oldest delivery that is not over'
  const oldest = metrics.gauge('sluice_delivery_oldest_seconds', age, ['service'])
  const read = async () => {
    for (const [service, counts] of await countDeliveries(database.queries)) {
      for (const [state, count] of Object.entries(counts)) states(count, { service, state })
      oldest(0, { service })
    }
    for (const [service, seconds] of await oldestOpenDeliveries(database.queries)) oldest(seconds, { service })
  }
  // A database that is away must not take the other figures along; its own health is told elsewhere.
  metrics.beforeScrape(() => read().catch((error) => log.debug('delivery.notMeasured', errorFields(error))))
  return {
    countOutcome: (service, outcome) => outcomes({ service, outcome }),
    countLost: (jobs) => lost({}, jobs),
  }
}
