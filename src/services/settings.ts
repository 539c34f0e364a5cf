import type { Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { Database } from '../database/database.ts'
import type { Queues } from '../queues/queues.ts'
import type { Spool } from '../spool/spool.ts'
import type { ClaimsAndOutcomes } from './claims-and-outcomes.ts'
import type { OnlineService } from './online-service.ts'
import type { Target } from './target.ts'

export type DeliveriesSettings = {
  readonly database: Database
  readonly queues: Queues
  readonly spool: Pick<Spool, 'stream' | 'read'>
  /** As they are now: a reload may add some, or change how they are reached. */
  readonly services: () => readonly OnlineService[]
  /** Read at use, but for `reconcileSeconds`. */
  readonly limits: DeliveryLimits
  readonly log: Log
  readonly metrics: Metrics
  /** Six digits: the gateway in the headers of what is handed over. */
  readonly gatewayNumber: () => string
  /** Another way to reach a service than its configuration says, for tests. */
  readonly reach?: (service: OnlineService) => Target | null
  /** Another way to claim and to write down what came of it. */
  readonly rows?: ClaimsAndOutcomes
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number
}

export type DeliveryLimits = {
  /** For how long a worker claims a delivery. */
  readonly leaseSeconds: number
  /** Between two looks for lost jobs. */
  readonly reconcileSeconds: number
  /** A service's jobs in the queue at most; the rest wait as rows, where the fair order is still open (decision 23). */
  readonly queuedPerService: number
}
