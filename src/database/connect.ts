import { Kysely, PostgresDialect } from 'kysely'
import type { Log } from '../base/log.ts'
import type { ConnectionSettings, Database } from './database.ts'
import { listen } from './listen.ts'
import { createPool } from './pool.ts'
import type { Tables } from './tables.ts'
import { runTransaction } from './transaction.ts'

export type ConnectOptions = {
  readonly connection: ConnectionSettings
  /** Connections at most for statements; each `listen` has one more. */
  readonly poolSize: number
  /** What the server's list of sessions shows. */
  readonly applicationName: string
  readonly log: Log
  /** Throws when no statement may run any more; asked before a connection is used. */
  readonly assertUsable?: () => void
  /** A statement may take as long as it takes. */
  readonly isPatient?: boolean
}

/** The gateway's view of a server that runs and is migrated. Connects when first used. */
export function connect(options: ConnectOptions): Database {
  const queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(options) }) })
  return {
    queries,
    connection: options.connection,
    transaction: (work) => runTransaction(queries, work),
    listen: (channel, hear) => listen(options, channel, hear),
    [Symbol.asyncDispose]: () => queries.destroy(),
  }
}
