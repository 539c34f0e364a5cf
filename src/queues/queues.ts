/**
 * The doorbell of the online services (architecture, second idea): BullMQ on PostgreSQL or on Redis. A job is an id and nothing else; whoever
 * hears it reads the row. Everything here may be lost at any instant, so retries, pauses and outcomes are not kept here but in rows.
 */
import type { Queue, Worker } from 'bullmq'
import { Unavailable } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { QueueBackend, QueueHealth } from './backend.ts'
import { openPostgresBackend, type PostgresSettings } from './postgres-backend.ts'
import { openRedisBackend } from './redis-backend.ts'
import { within } from './within.ts'

export type QueuesSettings = {
  /** `redis://…` or `rediss://…` without password; empty: the database. */
  readonly url: string
  readonly password: string | null
  /** The server that holds the queues when `url` is empty; each worker keeps one connection to it. */
  readonly connection: PostgresSettings['connection']
  /** How many services may have a worker in this process. */
  readonly workersMax: number
  readonly log: Log
}

export type QueueJob = {
  /** `d-<submission>-<service>-<n>`; the same id twice is one job. */
  readonly id: string
  /** 1 is served first. */
  readonly priority: number
}

export type WorkSettings = {
  /** Jobs at the same time in this process. */
  readonly concurrency: number
  /** Jobs begun a second, over all processes (rule 25.3). */
  readonly rate: number
}

export type QueueCounts = { readonly waiting: number; readonly active: number }

export type Queues = AsyncDisposable & {
  /** Throws `Unavailable` within seconds when the queue server does not answer; each of the jobs may then exist or not. */
  enqueue(service: string, ...jobs: readonly QueueJob[]): Promise<void>
  /**
   * Runs `run` for each job of the service until disposed; disposal waits for the jobs that are under way. A job is gone once `run` is over,
   * however it ended: what is left to do stands in rows.
   */
  work(service: string, settings: WorkSettings, run: (jobId: string) => Promise<void>): AsyncDisposable
  /** Those of the ids whose job does not wait in the queue: it is gone, or a worker has taken it. Throws `Unavailable`. */
  notWaiting(service: string, jobIds: readonly string[]): Promise<readonly string[]>
  /** Throws `Unavailable`. */
  counts(service: string): Promise<QueueCounts>
  health(): Promise<QueueHealth>
}

const ANSWER_MILLISECONDS = 5000
const DRAIN_MILLISECONDS = 20_000
const PRIORITY_MAX = 2_000_000
const LOOK_UPS_AT_ONCE = 20
const WAITING: readonly string[] = ['waiting', 'prioritized', 'delayed']

/**
 * Throws `Unavailable` when the database is to hold the queues and does not answer. A Redis that is away is no reason not to start
 * (case Q1): `health` says so, and `enqueue` fails until it is back.
 */
export async function openQueues({ url, password, connection, workersMax, log }: QueuesSettings): Promise<Queues> {
  const backend =
    url === '' ? await openPostgresBackend({ connection, workersMax, log }) : openRedisBackend({ url, password, log })
  return new BullQueues(backend, log)
}

class BullQueues implements Queues {
  readonly #backend: QueueBackend
  readonly #log: Log
  readonly #producers = new Map<string, Queue>()

  constructor(backend: QueueBackend, log: Log) {
    this.#backend = backend
    this.#log = log
  }

  async enqueue(service: string, ...jobs: readonly QueueJob[]): Promise<void> {
    if (jobs.length === 0) return
    const all = jobs.map(({ id, priority }) => ({
      ...{ name: 'deliver', data: {} },
      opts: { jobId: id, priority: Math.min(priority, PRIORITY_MAX) },
    }))
    await this.#ask(service, (queue) => queue.addBulk(all))
  }

  work(service: string, { concurrency, rate }: WorkSettings, run: (jobId: string) => Promise<void>): AsyncDisposable {
    const limiter = rate >= 1 ? { max: Math.floor(rate), duration: 1000 } : { max: 1, duration: Math.ceil(1000 / rate) }
    const worker = this.#backend.worker(nameOf(service), run, { concurrency, limiter })
    worker.on('error', (error) => this.#log.debug('queue.workerFailed', { service, ...errorFields(error) }))
    return { [Symbol.asyncDispose]: () => drained(worker) }
  }

  notWaiting(service: string, jobIds: readonly string[]): Promise<readonly string[]> {
    return this.#ask(service, (queue) => notWaitingIn(queue, jobIds))
  }

  async counts(service: string): Promise<QueueCounts> {
    const counts = await this.#ask(service, (queue) => queue.getJobCounts('wait', 'prioritized', 'delayed', 'active'))
    const { active = 0, ...others } = counts
    return { active, waiting: Object.values(others).reduce((sum, count) => sum + count, 0) }
  }

  health(): Promise<QueueHealth> {
    return this.#backend.health()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#producers.values()].map((queue) => closed(queue)))
    await this.#backend[Symbol.asyncDispose]()
  }

  async #ask<Value>(service: string, ask: (queue: Queue) => Promise<Value>): Promise<Value> {
    try {
      await this.#backend.ready()
      return await within(ANSWER_MILLISECONDS, ask(this.#producer(service)))
    } catch (error) {
      // A producer whose first connection failed stays broken for ever, so the next question gets a new one.
      const broken = this.#producers.get(service)
      this.#producers.delete(service)
      void broken?.close().catch(() => {})
      throw new Unavailable('the queue server does not answer; see `sluice status`', { cause: error })
    }
  }

  #producer(service: string): Queue {
    const known = this.#producers.get(service)
    if (known) return known
    const queue = this.#backend.queue(nameOf(service))
    queue.on('error', (error) => this.#log.debug('queue.producerFailed', { service, ...errorFields(error) }))
    this.#producers.set(service, queue)
    return queue
  }
}

async function notWaitingIn(queue: Queue, jobIds: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (let at = 0; at < jobIds.length; at += LOOK_UPS_AT_ONCE) {
    const some = jobIds.slice(at, at + LOOK_UPS_AT_ONCE)
    const states = await Promise.all(some.map((id) => queue.getJobState(id)))
    found.push(...some.filter((_, index) => !WAITING.includes(states[index] ?? '')))
  }
  return found
}

/** BullMQ waits for a server that is away before it closes. */
function closed(queue: Queue): Promise<void> {
  return within(ANSWER_MILLISECONDS, queue.close()).catch(() => {})
}

/** Waits for the jobs under way; a server that is away, or a job that hangs, does not hold the stop for ever. */
async function drained(worker: Worker): Promise<void> {
  await within(DRAIN_MILLISECONDS, worker.close()).catch(() =>
    within(ANSWER_MILLISECONDS, worker.close(true)).catch(() => {}),
  )
}

function nameOf(service: string): string {
  return `deliveries-${service}`
}
