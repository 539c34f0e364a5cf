import type { Kysely, Transaction as KyselyTransaction } from 'kysely'
import type { Tables } from './tables.ts'

/** What a statement runs on: the pool, or one transaction. Functions that only read or write once take this. */
export type Queries = Kysely<Tables>
/** A transaction that the caller commits: what belongs together becomes visible at once (house style 7). */
export type Transaction = KyselyTransaction<Tables>

/** The gateway's view of PostgreSQL. Everything in it throws `Unavailable` when the server is away. */
export type Database = AsyncDisposable & {
  readonly queries: Queries
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. */
  transaction<Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value>
  /** Runs `hear` for each NOTIFY on the channel until disposed; reconnects by itself, and calls `hear` after a reconnect. */
  listen(channel: NotifyChannel, hear: (payload: string) => void): Promise<AsyncDisposable>
  /** How to reach the same server with a client of one's own (BullMQ's pool). */
  readonly connection: ConnectionSettings
}

export type NotifyChannel = 'sluice_work' | 'sluice_registry' | 'sluice_delivery' | 'sluice_answer' | 'sluice_messages'

/** Shaped for `pg`: a unix socket directory or a host. */
export type ConnectionSettings = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password?: string
  readonly ssl?: boolean | TlsSettings
}

/** How to trust the server, for `node:tls`; PEM texts. */
export type TlsSettings = {
  readonly rejectUnauthorized: boolean
  readonly checkServerIdentity?: () => undefined
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}
