import type { ConnectionOptions } from 'node:tls'
import { createPostgresBackend, Queue, Worker } from 'bullmq'
import pg from 'pg'
import { Unavailable } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { JOB, type QueueBackend, WORKER } from './backend.ts'
import { within } from './within.ts'

export type PostgresSettings = {
  readonly connection: {
    readonly host: string
    readonly port: number
    readonly user: string
    readonly database: string
    readonly password?: string
    readonly ssl?: boolean | ConnectionOptions
  }
  readonly workersMax: number
  readonly log: Log
}

/** Connections beside the one that each worker keeps for LISTEN; a pool without spare ones makes workers hang silently. */
const SPARE_CONNECTIONS = 10
const CONNECT_MILLISECONDS = 5000
const READY_MILLISECONDS = 30_000

/** BullMQ in a schema of its own beside our tables; made or brought up to date here, once. Throws `Unavailable`. */
export async function openPostgresBackend({ connection, workersMax, log }: PostgresSettings): Promise<QueueBackend> {
  await migrate(connection)
  const pool = new pg.Pool({
    ...connection,
    max: workersMax + SPARE_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
    application_name: 'sluice queues',
    // BullMQ cannot tell its schema to a pool that it did not make. It need not wait for the disk: what a crash of the server takes from the
    // queues is made again from the rows.
    options: '-c search_path=bullmq,public -c timezone=UTC -c synchronous_commit=off',
  })
  // Each queue and worker listens; a lost connection is replaced by the next use.
  pool.setMaxListeners(0)
  pool.on('error', (error) => log.debug('queue.connectionLost', errorFields(error)))
  const server = { connection: pool as never }
  let workers = 0
  return {
    queue: (name) => new Queue(name, { ...server, defaultJobOptions: JOB }, createPostgresBackend) as unknown as Queue,
    worker: (name, run, options) => {
      const all = { ...server, ...WORKER, ...options }
      workers += 1
      // A reload may add services.
      pool.options.max = Math.max(pool.options.max, workers + SPARE_CONNECTIONS)
      const worker = new Worker(name, ({ id }) => run(id ?? ''), all, createPostgresBackend) as unknown as Worker
      return worker.once('closed', () => {
        workers -= 1
      })
    },
    ready: async () => {},
    async health() {
      try {
        await within(CONNECT_MILLISECONDS, pool.query('select 1'))
        return { backend: 'postgres', problem: null }
      } catch {
        const remedy = 'Start it, or correct database.url.'
        return {
          backend: 'postgres',
          problem: { code: 'unreachable', cause: 'The database that holds the queues does not answer.', remedy },
        }
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

async function migrate(connection: PostgresSettings['connection']): Promise<void> {
  const options = { connection: { ...connection, max: 1, migrate: true } }
  const backend = createPostgresBackend('migration', options)
  try {
    await within(READY_MILLISECONDS, backend.waitUntilReady())
  } catch (error) {
    throw new Unavailable('the queues cannot be set up in the database', { cause: error })
  } finally {
    await backend.close()
  }
}
