import pg from 'pg'
import { Misconfigured } from '../base/errors.ts'
import type { ConnectionSettings } from './database.ts'
import { translated } from './failures.ts'
import { SESSION } from './pool.ts'

const VERSION_MIN = 150_000
/** Settings without which a committed row may be gone after a crash: the promise of `accept` stands on them. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit']
const WRONG_CREDENTIALS = ['28P01', '28000']
const NO_DATABASE = '3D000'
const TLS = /SSL|TLS|certificate|CERT|SIGNATURE/

/**
 * Sees at start that an operated server is one that we can trust: PostgreSQL 15 or newer, durable commits. Throws `Misconfigured`, or
 * `Unavailable` when it does not answer.
 */
export async function checkServer(connection: ConnectionSettings): Promise<void> {
  const client = new pg.Client({ ...SESSION, ...connection, application_name: 'sluice check' })
  client.on('error', () => {}) // reported by the statement that it breaks
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string; setting: string }>(
      'select name, setting from pg_settings where name = any ($1)',
      [['server_version_num', ...DURABLE]],
    )
    assertUsable(new Map(rows.map(({ name, setting }) => [name, setting])))
  } catch (error) {
    throw explained(error, connection)
  } finally {
    await client.end().catch(() => {})
  }
}

function assertUsable(settings: ReadonlyMap<string, string>): void {
  const version = Number(settings.get('server_version_num'))
  if (!(version >= VERSION_MIN)) {
    const found = `The server is PostgreSQL ${Math.floor(version / 10_000)}.`
    throw new Misconfigured('database.url', found, 'The gateway needs PostgreSQL 15 or newer.')
  }
  const unsafe = DURABLE.find((name) => settings.get(name) === 'off')
  if (unsafe) {
    const found = `The server has ${unsafe} = off: it may forget files that we acknowledged.`
    throw new Misconfigured('database.url', found, `Set ${unsafe} = on for the server, the database and the user.`)
  }
}

function explained(error: unknown, { user, database, host }: ConnectionSettings): unknown {
  const code = error instanceof pg.DatabaseError ? (error.code ?? '') : ''
  const message = error instanceof Error ? error.message : String(error)
  if (WRONG_CREDENTIALS.includes(code) || message.startsWith('SASL:')) {
    const found = `The server at ${host} does not let the user ${user} in: ${message}`
    return new Misconfigured('database.passwordFile', found, 'Check user, password file and pg_hba.conf.', {
      cause: error,
    })
  }
  if (code === NO_DATABASE) {
    const found = `The server at ${host} has no database ${database}.`
    return new Misconfigured('database.url', found, `Create it: create database ${database} owner ${user};`, {
      cause: error,
    })
  }
  if (code === '' && isAboutTls(error)) {
    const found = `No trusted connection to ${host}: ${message}`
    return new Misconfigured('database.url', found, 'Set sslmode and sslrootcert in the url to fit the server.', {
      cause: error,
    })
  }
  return translated(error)
}

function isAboutTls(error: unknown): boolean {
  return error instanceof Error && TLS.test('code' in error ? `${error.code} ${error.message}` : error.message)
}
