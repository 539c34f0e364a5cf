import { errorFields, type Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { Database } from '../database/database.ts'
import type { DeliveryOutcome } from '../ledger/deliveries.ts'
import { openHandOvers } from '../ledger/open-hand-overs.ts'
import { targetStates } from '../ledger/target-states.ts'

export type DeliveryMetrics = {
  readonly countOutcome: (service: string, outcome: DeliveryOutcome['outcome']) => void
  readonly countLost: (jobs: number) => void
}

type Place = { readonly service: string; readonly environment: string }

const NONE = { waiting: 0, active: 0, retrying: 0, inDoubt: 0, parked: 0, oldestSeconds: 0 }

type Measured = { readonly metrics: Metrics; readonly database: Database; readonly log: Log }

export function measureDeliveries({ metrics, database, log }: Measured): DeliveryMetrics {
  const attempts = 'Attempts to hand over, by outcome'
  const outcomes = metrics.counter('sluice_delivery_attempts_total', attempts, ['service', 'outcome'])
  const jobsLost = 'Jobs that the queue lost and that were made again'
  const lost = metrics.counter('sluice_delivery_jobs_lost_total', jobsLost)
  const labels = ['service', 'environment'] as const
  const states = metrics.gauge('sluice_deliveries', 'Deliveries that are not over, by state.', [...labels, 'state'])
  const age = 'Seconds since the oldest delivery that is neither over nor parked was made.'
  const oldest = metrics.gauge('sluice_delivery_oldest_seconds', age, labels)
  const circuit = 'Whether an online service is left alone for a while: 1, or 0 when it answers.'
  const circuits = metrics.gauge('sluice_target_open', circuit, labels)
  const seen = new Map<string, Place>()
  const read = async () => {
    const open = await openHandOvers(database.queries)
    // What has none left is told as 0, for a scrape that misses it would keep the last number.
    for (const place of seen.values()) tell({ ...place, ...NONE })
    for (const { longInDoubt: _, ...counts } of open) tell(counts)
    for (const { service, environment, state } of await targetStates(database.queries))
      circuits(state === 'closed' ? 0 : 1, { service, environment })
  }
  const tell = ({ service, environment, oldestSeconds, ...counts }: Place & typeof NONE): void => {
    const place = { service, environment }
    seen.set(`${service} ${environment}`, place)
    for (const [state, count] of Object.entries(counts)) states(count, { ...place, state })
    oldest(oldestSeconds, place)
  }
  // A database that is away must not take the other figures along; its own health is told elsewhere.
  metrics.beforeScrape(() => read().catch((error) => log.debug('delivery.notMeasured', errorFields(error))))
  return {
    countOutcome: (service, outcome) => outcomes({ service, outcome }),
    countLost: (jobs) => lost({}, jobs),
  }
}
