import pg from 'pg'
import type { ConnectionSettings } from '../database.ts'
import { translated } from '../failures.ts'
import { LOCKS } from '../locks.ts'

export type Role = 'daemon' | 'command'

/** One process's place at an embedded server: a connection that holds the lock of its role for as long as it lives (decision 27). */
export type Presence = {
  /** Resolves when the connection is lost, and the place with it. */
  readonly ended: Promise<void>
  /** Gives the place up. True when nobody else is there: then nobody can come in until `close`, and the server is to be stopped. */
  leave(): Promise<boolean>
  close(): Promise<void>
}

const DOOR_MS_MAX = 60_000
const UNLOCK = 'select pg_advisory_unlock($1, $2)'
const TAKE: Readonly<Record<Role, readonly [string, readonly number[]]>> = {
  daemon: ['select pg_try_advisory_lock($1, $2) as taken', LOCKS.daemon],
  command: ['select pg_try_advisory_lock_shared($1, $2) as taken', LOCKS.command],
}
const GIVE_UP: Readonly<Record<Role, readonly [string, readonly number[]]>> = {
  daemon: [UNLOCK, LOCKS.daemon],
  command: ['select pg_advisory_unlock_shared($1, $2)', LOCKS.command],
}

/**
 * Takes a place. Who comes and who goes pass the same door, one at a time: so a daemon that starts while the last command stops the
 * server is disconnected (`Unavailable`: start it again), not told that a gateway runs. Nothing for a second daemon.
 */
export async function enter(connection: ConnectionSettings, role: Role): Promise<Presence | undefined> {
  const client = new pg.Client({
    ...connection,
    application_name: `sluice ${role} presence`,
    connectionTimeoutMillis: 10_000,
    lock_timeout: DOOR_MS_MAX,
  })
  client.on('error', () => {}) // `ended` follows
  const ended = new Promise<void>((resolve) => client.once('end', resolve))
  const close = () => client.end().catch(() => {})
  try {
    await client.connect()
    await client.query('select pg_advisory_lock($1, $2)', LOCKS.door)
    const isTaken = await takePlace(client, role)
    await client.query(UNLOCK, LOCKS.door)
    if (isTaken) return { ended, leave: () => leave(client, role), close }
  } catch (error) {
    await close()
    throw translated(error)
  }
  await close()
  return undefined
}

async function takePlace(client: pg.Client, role: Role): Promise<boolean> {
  const [statement, lock] = TAKE[role]
  const { rows } = await client.query<{ taken: boolean }>(statement, [...lock])
  return rows[0]?.taken ?? false
}

/** Takes the lock if nobody has it. */
async function isFree(client: pg.Client, lock: number[]): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', lock)
  return rows[0]?.taken ?? false
}

async function leave(client: pg.Client, role: Role): Promise<boolean> {
  try {
    await client.query('select pg_advisory_lock($1, $2)', LOCKS.door)
    const [statement, lock] = GIVE_UP[role]
    await client.query(statement, [...lock])
    const emptied = [await isFree(client, LOCKS.daemon), await isFree(client, LOCKS.command)]
    if (emptied.every(Boolean)) return true
    // Before the door opens again: who passes next would see us as somebody who stays.
    if (emptied[0]) await client.query(UNLOCK, LOCKS.daemon)
    if (emptied[1]) await client.query(UNLOCK, LOCKS.command)
    await client.query(UNLOCK, LOCKS.door)
    return false
  } catch (error) {
    throw translated(error)
  }
}
