import { once } from 'node:events'
import { Queue, Worker } from 'bullmq'
import { Redis, type RedisOptions } from 'ioredis'
import { errorFields, type Log } from '../base/log.ts'
import { JOB, type QueueBackend, type QueueProblem, WORKER } from './backend.ts'
import { LOCKED, problemOfMemory, UNREACHABLE } from './redis-problems.ts'
import { within } from './within.ts'

export type RedisSettings = { readonly url: string; readonly password: string | null; readonly log: Log }

const ANSWER_MILLISECONDS = 5000
/** Well below the time that readiness waits: a look that is late counts as "down", and without Redis the gateway still works (case Q1). */
const HEALTH_MILLISECONDS = 1000
const RETRY_MILLISECONDS_MAX = 5000
const LISTENERS_MAX = 10_000
/** Keys of ours begin so: a Redis may be shared, though it should not be. */
const PREFIX = 'sluice'

/** Connects in the background and for ever: a Redis that is away is told by `health`, not by a failure here (case Q1). */
export function openRedisBackend({ url, password, log }: RedisSettings): QueueBackend {
  const common: Omit<RedisOptions, 'replyMapping'> = {
    ...(password === null ? {} : { password }),
    connectTimeout: ANSWER_MILLISECONDS,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), RETRY_MILLISECONDS_MAX),
    // `health` looks at the eviction policy; BullMQ would only write a line to the console. Not in ioredis' types, but kept by it.
    ...({ skipVersionCheck: true } as object),
  }
  // A producer must not pile up what it could not send; a worker must wait for as long as it takes.
  const asking = new Redis(url, { ...common, maxRetriesPerRequest: 1, enableOfflineQueue: false })
  const waiting = new Redis(url, { ...common, maxRetriesPerRequest: null })
  for (const client of [asking, waiting]) {
    // Each queue and worker listens; BullMQ adds to this number, so that 0 would not mean unlimited.
    client.setMaxListeners(LISTENERS_MAX)
    client.on('error', (error) => log.debug('queue.connectionLost', errorFields(error)))
  }
  let said: unknown
  asking.on('error', (error) => {
    said = error
  })
  asking.on('ready', () => {
    said = undefined
  })
  return {
    queue: (name) => new Queue(name, { connection: asking, prefix: PREFIX, defaultJobOptions: JOB }),
    worker: (name, run, options) =>
      new Worker(name, ({ id }) => run(id ?? ''), { connection: waiting, prefix: PREFIX, ...WORKER, ...options }),
    ready: () => connected(asking),
    async health() {
      return { backend: 'redis', problem: await problemOf(asking, () => said) }
    },
    async [Symbol.asyncDispose]() {
      asking.disconnect()
      waiting.disconnect()
    },
  }
}

/** Resolves when commands can be sent; fails with the next error of the connection, which keeps being tried all the same. */
async function connected(client: Redis): Promise<void> {
  if (client.status !== 'ready') await once(client, 'ready', { signal: AbortSignal.timeout(ANSWER_MILLISECONDS) })
}

/** `said`: the last error of the connection; between two attempts it says more than that the time is over. */
async function problemOf(client: Redis, said: () => unknown): Promise<QueueProblem | null> {
  try {
    const memory = await within(
      HEALTH_MILLISECONDS,
      connected(client).then(() => client.info('memory')),
    )
    return problemOfMemory(memory)
  } catch (error) {
    return /WRONGPASS|NOAUTH|NOPERM|invalid password/i.test(`${error} ${said()}`) ? LOCKED : UNREACHABLE
  }
}
