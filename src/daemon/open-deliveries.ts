import { readSecret } from '../config/secret.ts'
import type { Database } from '../database/database.ts'
import { openQueues, type Queues } from '../queues/queues.ts'
import { claimsAndOutcomes } from '../services/claims-and-outcomes.ts'
import { createDeliveries, type Deliveries } from '../services/deliveries.ts'
import type { OnlineService } from '../services/online-service.ts'
import { simulatedTarget } from '../services/simulator/simulated-target.ts'
import { targetOf } from '../services/targets/target-of.ts'
import type { Spool } from '../spool/spool.ts'
import { queuePoints, rowPoints, targetPoints } from './failpoints/delivery-points.ts'
import type { Ground } from './ground.ts'
import { liveView } from './live-view.ts'

export type OpenDeliveries = AsyncDisposable & { readonly queues: Queues; readonly deliveries: Deliveries }

/** The online services' queues and workers. */
export async function openDeliveries(
  ground: Ground & { readonly database: Database; readonly spool: Spool },
): Promise<OpenDeliveries> {
  const { live, database, spool, log, metrics, failpoints } = ground
  const { queues: settings, services } = live.current()
  const opened = await openQueues({
    url: settings.url,
    password: settings.passwordFile === '' ? null : await readSecret(settings.passwordFile),
    connection: database.connection,
    workersMax: services.length,
    log,
  })
  const queues = queuePoints(opened, failpoints)
  const simulator = liveView(() => live.current().simulator)
  const gatewayNumber = () => live.current().names.gatewayNumber
  const reach = (service: OnlineService) => {
    const target = targetOf(service, gatewayNumber)
    return (
      target &&
      simulatedTarget(targetPoints(target, failpoints), service.code, { queries: database.queries, simulator })
    )
  }
  const deliveries = await createDeliveries({
    ...{ database, queues, spool, log, metrics },
    services: () => live.current().services,
    limits: liveView(() => live.current().limits),
    gatewayNumber,
    reach,
    rows: rowPoints(claimsAndOutcomes(database), failpoints),
  })
  live.onReload(() => void deliveries.kick())
  return {
    queues,
    deliveries,
    async [Symbol.asyncDispose]() {
      await deliveries[Symbol.asyncDispose]()
      await queues[Symbol.asyncDispose]()
    },
  }
}
