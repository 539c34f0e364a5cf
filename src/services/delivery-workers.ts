import { hostname } from 'node:os'
import type { DeliveryOutcome } from '../ledger/deliveries.ts'
import { type Delivering, deliver } from './deliver.ts'
import type { DeliveriesSettings } from './deliveries.ts'
import type { OnlineService } from './online-service.ts'
import { targetOf } from './targets/target-of.ts'

/** One worker for each service that has something to hand over: an idle one would still hold a connection. */
export class DeliveryWorkers implements AsyncDisposable {
  readonly #settings: DeliveriesSettings
  readonly #count: (service: string, outcome: DeliveryOutcome['outcome']) => void
  readonly #services: ReadonlyMap<string, OnlineService>
  readonly #workers = new Map<string, AsyncDisposable>()

  constructor(settings: DeliveriesSettings, count: (service: string, outcome: DeliveryOutcome['outcome']) => void) {
    this.#settings = settings
    this.#count = count
    this.#services = new Map(settings.services.map((service) => [service.code, service]))
  }

  /** Starts the service's worker unless it runs; false when there is no such service. */
  start(code: string): boolean {
    const service = this.#services.get(code)
    if (!service) return false
    if (this.#workers.has(code)) return true
    const delivering = this.#deliveringTo(service)
    const worker = this.#settings.queues.work(code, service, (jobId) => deliver(jobId, delivering))
    this.#workers.set(code, worker)
    return true
  }

  /** Waits for the hand-overs that are under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker[Symbol.asyncDispose]()))
  }

  #deliveringTo(service: OnlineService): Delivering {
    const { database, spool, log, limits, reach = targetOf, random = Math.random } = this.#settings
    const owner = `${hostname()}/${process.pid}`
    const count: Delivering['count'] = (outcome) => this.#count(service.code, outcome)
    const leaseSeconds = () => limits.leaseSeconds
    return { database, spool, service, target: reach(service), owner, random, leaseSeconds, log, count }
  }
}
