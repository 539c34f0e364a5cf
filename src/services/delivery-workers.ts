import { hostname } from 'node:os'
import { canonicalJson } from '../base/hashes.ts'
import type { DeliveryOutcome } from '../ledger/deliveries.ts'
import type { ClaimsAndOutcomes } from './claims-and-outcomes.ts'
import { deliver } from './deliver.ts'
import type { OnlineService } from './online-service.ts'
import type { DeliveriesSettings } from './settings.ts'
import type { Settling } from './settle.ts'
import type { Target } from './target.ts'
import { targetOf, targetStamp } from './targets/target-of.ts'

type Running = { readonly settings: string; readonly worker: AsyncDisposable }

/** rule 19.9: one worker for each service that has something to hand over; an idle one would still hold a connection. */
export class DeliveryWorkers implements AsyncDisposable {
  readonly #settings: DeliveriesSettings
  readonly #rows: ClaimsAndOutcomes
  readonly #count: (service: string, outcome: DeliveryOutcome['outcome']) => void
  readonly #running = new Map<string, Running>()
  /** They end behind everybody's back: a hand-over that hangs holds up no other service. */
  readonly #ending = new Map<string, Promise<void>>()

  constructor(
    settings: DeliveriesSettings,
    rows: ClaimsAndOutcomes,
    count: (service: string, outcome: DeliveryOutcome['outcome']) => void,
  ) {
    this.#settings = settings
    this.#rows = rows
    this.#count = count
  }

  /**
   * Starts the service's worker, anew when the service was changed since (case G8). False when there is no such service, or when the
   * worker before is not at its end yet, or when the service asks by itself: then no jobs are to be made. One that takes its jobs from its
   * queue has no worker here.
   */
  async start(code: string): Promise<boolean> {
    const service = this.#settings.services().find((candidate) => candidate.code === code)
    const settings = service ? `${canonicalJson(service)} ${await targetStamp(service)}` : ''
    const running = this.#running.get(code)
    const wantsJobs = service?.target.type !== 'worker' || service.target.queue
    if (running?.settings === settings) return wantsJobs
    if (running) this.#end(code, running)
    if (!service || this.#ending.has(code)) return false
    this.#running.set(code, { settings, worker: this.#work(service) })
    return wantsJobs
  }

  /** Ends the workers of services that are no longer configured: their rows wait (rule 25.6). */
  endRemoved(): void {
    const configured = new Set(this.#settings.services().map(({ code }) => code))
    for (const [code, running] of this.#running) if (!configured.has(code)) this.#end(code, running)
  }

  /** What follows from outcomes, for those who report them from outside as well. */
  settling(service: OnlineService): Settling {
    const { database, log, random = Math.random } = this.#settings
    const { record } = this.#rows
    return { database, service, random, log, record, count: (outcome) => this.#count(service.code, outcome) }
  }

  /** Waits for the hand-overs that are under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const [code, running] of this.#running) this.#end(code, running)
    await Promise.all(this.#ending.values())
  }

  #end(code: string, { worker }: Running): void {
    this.#running.delete(code)
    const ended = Promise.resolve(worker[Symbol.asyncDispose]()).finally(() => this.#ending.delete(code))
    this.#ending.set(code, ended)
  }

  #work(service: OnlineService): AsyncDisposable {
    const target = this.#targetOf(service)
    if (!target) return { [Symbol.asyncDispose]: async () => {} }
    const { spool, limits, queues } = this.#settings
    const owner = `${hostname()}/${process.pid}`
    const leaseSeconds = () => limits.leaseSeconds
    const { claim } = this.#rows
    const delivering = { ...this.settling(service), spool, target, claim, owner, leaseSeconds }
    const worker = queues.work(service.code, service, (jobId) => deliver(jobId, delivering))
    return {
      async [Symbol.asyncDispose]() {
        await worker[Symbol.asyncDispose]()
        target.close?.()
      },
    }
  }

  #targetOf(service: OnlineService): Target | null {
    const { reach, gatewayNumber } = this.#settings
    return reach ? reach(service) : targetOf(service, gatewayNumber)
  }
}
