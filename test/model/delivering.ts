/** The real deliveries with one online service, whose answers are told beforehand. */
import { Unavailable } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import { createDeliveries, type Deliveries } from '../../src/services/deliveries.ts'
import type { Parcel } from '../../src/services/target.ts'
import type { Rig } from '../mailbox/rig.ts'
import { serviceAt } from '../services/scene.ts'
import { handQueues } from './fake-queues.ts'
import { ATTEMPTS, SECONDS } from './model.ts'

export type HandOver = { readonly submissionId: string; readonly key: string }
type How = 'delivered' | 'refused' | 'away' | 'lost' | 'dies'

/** One online service, which counts each key once, and whose answers are told beforehand. */
export async function openDelivering(rig: Rig) {
  const queues = handQueues()
  let how: How = 'delivered'
  const effects = new Map<string, number>()
  const asleep: (() => Promise<void>)[] = []
  let handed: HandOver | null = null
  let reached = () => {}
  let wakeLast: () => void = () => {}

  async function handOver({ submissionId, idempotencyKey }: Parcel) {
    handed = { submissionId, key: idempotencyKey }
    if (how === 'away') throw new Unavailable('the service is away')
    if (how === 'refused') return { outcome: 'refused', error: 'no' } as const
    effects.set(idempotencyKey, (effects.get(idempotencyKey) ?? 0) + 1)
    if (how === 'lost') return { outcome: 'inDoubt', error: 'no answer' } as const
    if (how === 'dies') {
      await new Promise<void>((resolve) => {
        wakeLast = resolve
        reached()
      })
    }
    return { outcome: 'delivered', reference: null } as const
  }

  const deliveries: Deliveries = await createDeliveries({
    limits: { leaseSeconds: SECONDS.lease, reconcileSeconds: 3600, queuedPerService: 1000 },
    ...{ database: rig.database, queues, spool: rig.spool, log: silentLog, metrics: createMetrics() },
    services: () => [
      serviceAt('/nowhere', 'DMFA', {
        retry: { firstSeconds: SECONDS.retry, lastSeconds: SECONDS.retry, attempts: ATTEMPTS },
      }),
    ],
    gatewayNumber: () => '999999',
    reach: () => ({ handOver }),
    random: () => 0.5,
  })

  const parked = async (): Promise<string[]> => {
    const rows = await rig.database.queries
      .selectFrom('delivery')
      .select('submission_id')
      .where('state', '=', 'parked')
      .execute()
    return rows.map(({ submission_id }) => submission_id)
  }

  return {
    effects,
    wipe: () => queues.wipe(),
    /** Whose lease ran out is seen. */
    notice: () => deliveries.reconcile(),
    /** The next hand-over, if one is due; and those that were tried too often without anybody saying what became of them. */
    async deliver(next: How): Promise<{ readonly handed: HandOver | null; readonly exhausted: readonly string[] }> {
      how = next
      handed = null
      await deliveries.kick()
      await deliveries.reconcile()
      const job = queues.next()
      if (!job) return { handed, exhausted: [] }
      const before = await parked()
      const isReached = new Promise<void>((resolve) => {
        reached = resolve
      })
      const running = job()
      await Promise.race([running, isReached])
      if (next === 'dies' && handed) {
        const answer = wakeLast
        asleep.push(async () => {
          answer()
          await running
        })
      }
      const known = [...before, (handed as HandOver | null)?.submissionId]
      return { handed, exhausted: (await parked()).filter((id) => !known.includes(id)) }
    },
    /** So many workers that were taken for dead say what became of their hand-overs. */
    async wake(count: number): Promise<void> {
      await deliveries.kick()
      for (const answer of asleep.splice(0, count)) await answer()
    },
    async [Symbol.asyncDispose]() {
      for (const answer of asleep.splice(0)) await answer()
      await deliveries[Symbol.asyncDispose]()
    },
  }
}
