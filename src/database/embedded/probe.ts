import { Client, DatabaseError } from 'pg'
import type { ConnectionSettings } from '../database.ts'
import { parsePidFile, readPidFile } from './postmaster.ts'

/** `busy`: it is there, but starting, stopping, full, or not (yet) the one of our cluster. */
export type ServerState = 'answers' | 'busy' | 'absent'

/** Makes databases and sees the server's files; the gateway itself works as a user that can do neither. */
export const SUPERUSER = 'postgres'
const PROBE_MS_MAX = 5_000
/** Duplicate role or database, and the same found by an index when two make it at once. */
const EXISTS = ['42710', '42P04', '23505']

/** Where the gateway's own user and database are on the server behind this socket. */
export function connectionTo(socketFolder: string): ConnectionSettings {
  return { host: socketFolder, port: 5432, user: 'sluice', database: 'sluice', ssl: false }
}

/** Asks the socket, and sees that the server behind it works on our cluster and has the gateway's database. */
export async function probe(socketFolder: string, cluster: string): Promise<ServerState> {
  const client = new Client({
    ...connectionTo(socketFolder),
    user: SUPERUSER,
    database: 'postgres',
    connectionTimeoutMillis: PROBE_MS_MAX,
    query_timeout: PROBE_MS_MAX,
  })
  client.on('error', () => {}) // reported by the statement that it breaks
  try {
    await client.connect()
    const { rows } = await client.query<{ pid_file: string; has_database: boolean }>(
      `select pg_read_file('postmaster.pid') as pid_file,
              exists (select from pg_database where datname = 'sluice') as has_database`,
    )
    const theirs = parsePidFile(rows[0]?.pid_file ?? '', 0)
    if (!theirs || theirs.identity !== (await readPidFile(cluster))?.identity) return 'busy'
    if (!rows[0]?.has_database) await makeDatabase(client)
    return 'answers'
  } catch (error) {
    return isNobodyThere(error) ? 'absent' : 'busy'
  } finally {
    await client.end().catch(() => {})
  }
}

/** Two starters may both find it missing. */
async function makeDatabase(client: Client): Promise<void> {
  for (const statement of ['create role sluice login', 'create database sluice owner sluice']) {
    await client.query(statement).catch((error) => {
      if (!(error instanceof DatabaseError && EXISTS.includes(error.code ?? ''))) throw error
    })
  }
}

function isNobodyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
}
