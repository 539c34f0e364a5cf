import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Misconfigured } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { checkServer } from './check-server.ts'
import { assertCollation } from './collation.ts'
import { connect } from './connect.ts'
import type { ConnectionSettings, Database } from './database.ts'
import { parseDatabaseUrl } from './database-url.ts'
import type { Role } from './embedded/presence.ts'
import { Residence } from './embedded/residence.ts'
import { migrate, readMigrations } from './migrate.ts'

export type OpenOptions = {
  /** `database.url`; absent or empty: the embedded server. */
  readonly url?: string
  /** `database.passwordFile` */
  readonly passwordFile?: string
  readonly spoolDir: string
  /** One daemon a spool may be at the embedded server, and any number of commands (decision 27). */
  readonly role: Role
  /** Connections at most for statements. */
  readonly poolSize: number
  readonly log: Log
  /** The embedded server's `max_connections`. */
  readonly connectionsMax?: number
  /** As it was found: the schema is not brought to this program's state. For backups, and before one is restored. */
  readonly schema?: 'current' | 'found'
  /** A statement may take as long as it takes. */
  readonly isPatient?: boolean
}

export type OpenDatabase = Database & {
  readonly embedded: boolean
  /** True when the embedded server ran already. */
  readonly adopted: boolean
}

/**
 * The database that the configuration names, checked and migrated. Throws `Misconfigured` when the operator must act (a second
 * daemon on the spool, a wrong password, an old server or one without ICU, a newer schema) and `Unavailable` when the server does not answer.
 * Disposal closes the connections and, when nobody else is at the embedded server, stops it.
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const database = options.url ? await openByUrl(options.url, options) : await openEmbedded(options)
  if (options.role === 'command') return database // `sluice doctor` says what is missing
  try {
    await assertCollation(database.queries)
    return database
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

async function openByUrl(url: string, options: OpenOptions): Promise<OpenDatabase> {
  const connection = parseDatabaseUrl(url, await readPassword(options.passwordFile))
  await checkServer(connection)
  await bringUpToDate(connection, options)
  return { ...connect({ ...poolOptions(options), connection }), embedded: false, adopted: false }
}

async function openEmbedded(options: OpenOptions): Promise<OpenDatabase> {
  const dir = join(resolve(options.spoolDir), 'postgres')
  const residence = await Residence.begin({ ...options, dir })
  try {
    await bringUpToDate(residence.connection, options)
  } catch (error) {
    await residence[Symbol.asyncDispose]()
    throw error
  }
  const { connection, adopted } = residence
  const database = connect({ ...poolOptions(options), connection, assertUsable: () => residence.assertHeld() })
  return {
    ...database,
    embedded: true,
    adopted,
    async [Symbol.asyncDispose]() {
      try {
        await database[Symbol.asyncDispose]()
      } finally {
        await residence[Symbol.asyncDispose]()
      }
    },
  }
}

async function bringUpToDate(connection: ConnectionSettings, { schema, log }: OpenOptions): Promise<void> {
  if (schema !== 'found') await migrate(connection, log, await readMigrations())
}

function poolOptions({ role, poolSize, log, isPatient = false }: OpenOptions) {
  return { poolSize, log, applicationName: `sluice ${role}`, isPatient }
}

async function readPassword(path: string | undefined): Promise<string | undefined> {
  if (!path) return undefined
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    const found = `The password file ${path} cannot be read: ${cause.message}`
    throw new Misconfigured('database.passwordFile', found, 'Name a file that holds the password alone.', { cause })
  })
  const password = text.replace(/\r?\n$/, '')
  if (password) return password
  throw new Misconfigured('database.passwordFile', `The password file ${path} is empty.`, 'Write the password into it.')
}
