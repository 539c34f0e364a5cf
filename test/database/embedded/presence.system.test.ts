import pg from 'pg'
import { expect, test } from 'vitest'
import type { ConnectionSettings } from '../../../src/database/database.ts'
import { enter } from '../../../src/database/embedded/presence.ts'
import { LOCKS } from '../../../src/database/locks.ts'
import { testDatabase } from '../../support/test-database.ts'

test('there is one place for a daemon and any number for commands', async () => {
  await using database = await testDatabase()
  const { connection } = database
  const daemon = await enter(connection, 'daemon')
  const commands = [await enter(connection, 'command'), await enter(connection, 'command')]
  expect(await enter(connection, 'daemon')).toBeUndefined()
  await daemon!.close()
  const next = await enter(connection, 'daemon')
  expect(next).toBeDefined()
  for (const presence of [next, ...commands]) await presence!.close()
})

test('those who leave at once pass the door one by one, and the last one knows that it is', async () => {
  await using database = await testDatabase()
  const { connection } = database
  const [daemon, command] = [(await enter(connection, 'daemon'))!, (await enter(connection, 'command'))!]
  await using keeper = await closeDoor(connection)
  const leaving = [daemon, command].map((presence) => presence.leave())
  await keeper.waitFor(2)
  await keeper.openDoor()
  // The first one is still connected when the last one looks, and holds nothing any more.
  expect((await Promise.all(leaving)).sort()).toEqual([false, true])
  for (const presence of [daemon, command]) await presence.close()
})

test('nobody comes in while the last one stops the server', async () => {
  await using database = await testDatabase()
  const { connection } = database
  const last = (await enter(connection, 'command'))!
  expect(await last.leave()).toBe(true)
  const coming = enter(connection, 'daemon')
  await using keeper = await closeDoor(connection, false)
  await keeper.waitFor(1)
  await last.close()
  const presence = await coming
  expect(presence).toBeDefined()
  await presence!.close()
})

/** Somebody who stands in the door and sees who waits before it. */
async function closeDoor(connection: ConnectionSettings, closes = true) {
  const client = new pg.Client(connection)
  await client.connect()
  if (closes) await client.query('select pg_advisory_lock($1, $2)', LOCKS.door)
  return {
    async waitFor(count: number): Promise<void> {
      const waiting = `select 1 from pg_locks join pg_database on oid = database
        where datname = current_database() and locktype = 'advisory' and not granted`
      while ((await client.query(waiting)).rows.length !== count);
    },
    openDoor: () => client.query('select pg_advisory_unlock($1, $2)', LOCKS.door),
    [Symbol.asyncDispose]: () => client.end(),
  }
}
