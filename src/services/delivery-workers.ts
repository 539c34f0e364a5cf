import { hostname } from 'node:os'
import { canonicalJson } from '../base/hashes.ts'
import type { DeliveryOutcome } from '../ledger/deliveries.ts'
import { type Delivering, deliver } from './deliver.ts'
import type { OnlineService } from './online-service.ts'
import type { DeliveriesSettings } from './settings.ts'
import { targetOf } from './targets/target-of.ts'

type Running = { readonly settings: string; readonly worker: AsyncDisposable }

/** One worker for each service that has something to hand over: an idle one would still hold a connection. */
export class DeliveryWorkers implements AsyncDisposable {
  readonly #settings: DeliveriesSettings
  readonly #count: (service: string, outcome: DeliveryOutcome['outcome']) => void
  readonly #running = new Map<string, Running>()

  constructor(settings: DeliveriesSettings, count: (service: string, outcome: DeliveryOutcome['outcome']) => void) {
    this.#settings = settings
    this.#count = count
  }

  /** Starts the service's worker, anew when the service was changed since (case G8); false when there is no such service. */
  async start(code: string): Promise<boolean> {
    const service = this.#settings.services().find((candidate) => candidate.code === code)
    const settings = canonicalJson(service ?? null)
    const running = this.#running.get(code)
    if (running?.settings === settings) return true
    this.#running.delete(code)
    await running?.worker[Symbol.asyncDispose]()
    if (!service) return false
    const delivering = this.#deliveringTo(service)
    const worker = this.#settings.queues.work(code, service, (jobId) => deliver(jobId, delivering))
    this.#running.set(code, { settings, worker })
    return true
  }

  /** Waits for the hand-overs that are under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ worker }) => worker[Symbol.asyncDispose]()))
  }

  #deliveringTo(service: OnlineService): Delivering {
    const { database, spool, log, limits, reach = targetOf, random = Math.random } = this.#settings
    const owner = `${hostname()}/${process.pid}`
    const count: Delivering['count'] = (outcome) => this.#count(service.code, outcome)
    const leaseSeconds = () => limits.leaseSeconds
    return { database, spool, service, target: reach(service), owner, random, leaseSeconds, log, count }
  }
}
