import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { Corrupt } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { ConnectionSettings } from './database.ts'
import { isConnectionLost, translated } from './failures.ts'
import { statementNames } from './statement-names.ts'

const INT8 = 20
const IDLE_MS_MAX = 300_000
const STATEMENT_MS_MAX = 60_000

/** What every session of ours is told when it begins. */
export const SESSION = {
  statement_timeout: STATEMENT_MS_MAX,
  lock_timeout: 15_000,
  idle_in_transaction_session_timeout: 60_000,
  // The server ends a statement first; this is for a server that is gone without a word.
  query_timeout: STATEMENT_MS_MAX + 10_000,
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  options: '-c timezone=UTC -c datestyle=ISO',
} as const

/** `bigint` as a number, see `tables.ts`. */
const TYPES = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? safeInteger
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

export type PoolOptions = {
  readonly connection: ConnectionSettings
  readonly poolSize: number
  readonly applicationName: string
  readonly log: Log
  /** Throws when no statement may run any more; asked before a connection is given out. */
  readonly assertUsable?: () => void
  /** A statement may take as long as it takes: for backups, that read and write whole tables. */
  readonly isPatient?: boolean
}

const PATIENT = { statement_timeout: 0, idle_in_transaction_session_timeout: 0, query_timeout: 0 }

/** A pool for kysely whose statements fail as `Unavailable`, `Corrupt` or PostgreSQL's own error. */
export function createPool(options: PoolOptions): PostgresPool {
  const { connection, poolSize, applicationName, log, assertUsable, isPatient = false } = options
  const pool = new pg.Pool({
    ...SESSION,
    ...(isPatient && PATIENT),
    ...connection,
    max: poolSize,
    idleTimeoutMillis: IDLE_MS_MAX,
    application_name: applicationName,
    types: TYPES,
  })
  // An idle connection was lost; the pool drops it and the next statement gets a new one.
  pool.on('error', (error) => log.warn('database.connectionLost', errorFields(error)))
  return {
    connect: async () => {
      assertUsable?.()
      const client = await pool.connect().catch(rethrow)
      return clients.get(client) ?? remember(client)
    },
    end: () => pool.end(),
  }
}

const nameOf = statementNames()

/** kysely recognises a connection that it saw before by its identity. */
const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()

function remember(client: pg.PoolClient): PostgresPoolClient {
  // The pool listens only while a connection is idle; one that is lost in use is told by the statement that it breaks.
  client.on('error', () => {})
  const wrapped = wrap(client)
  clients.set(client, wrapped)
  return wrapped
}

function wrap(client: pg.PoolClient): PostgresPoolClient {
  let isLost = false
  const query = async (text: string, values: readonly unknown[]) => {
    const name = values.length > 0 ? nameOf(text) : undefined
    const result = await client.query({ text, values: [...values], ...(name && { name }) }).catch((error) => {
      isLost ||= isConnectionLost(error)
      throw translated(error)
    })
    if (text === 'commit' && result.command !== 'COMMIT') throw swallowed()
    return result
  }
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(isLost) }
}

/** PostgreSQL answers COMMIT with ROLLBACK when a statement failed before; to take that for success would lose the work. */
function swallowed(): Error {
  return new Error(
    'A statement of the transaction failed and its error was swallowed: the transaction was rolled back.',
  )
}

function rethrow(error: unknown): never {
  throw translated(error)
}

function safeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new Corrupt(`The database holds ${text}, which is beyond every counter of ours.`)
  return number
}
