import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import type { Database, NotifyChannel } from '../../src/database/database.ts'
import { testDatabase } from '../support/test-database.ts'

test('hears what is said on its channel, once it is committed', async () => {
  await using database = await testDatabase()
  const heard = recorder()
  await using _listener = await database.listen('sluice_work', heard.hear)
  await say(database, 'sluice_registry', 'not for us')
  await database
    .transaction(async (tx) => {
      await sql`select pg_notify('sluice_work', 'rolled back')`.execute(tx)
      throw new RangeError('no')
    })
    .catch(() => {})
  await say(database, 'sluice_work', 'one')
  await say(database, 'sluice_work', '')
  expect(await heard.first(2)).toEqual(['one', ''])
})

test('connects again when the connection is lost, and then says to look oneself', async () => {
  await using database = await testDatabase()
  const heard = recorder()
  await using _listener = await database.listen('sluice_work', heard.hear)
  await say(database, 'sluice_work', 'before')
  await heard.first(1)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`.execute(database.queries)
  expect(await heard.first(2)).toEqual(['before', ''])
  await say(database, 'sluice_work', 'after')
  expect(await heard.first(3)).toEqual(['before', '', 'after'])
})

test('hears nothing after its end, and leaves no connection', async () => {
  await using database = await testDatabase(1)
  const heard = recorder()
  const listener = await database.listen('sluice_work', heard.hear)
  await listener[Symbol.asyncDispose]()
  await say(database, 'sluice_work', 'too late')
  expect(heard.all).toEqual([])
})

test('a first connection that cannot be had is Unavailable', async () => {
  const database = await testDatabase()
  await database[Symbol.asyncDispose]()
  await expect(database.listen('sluice_work', () => {})).rejects.toThrow(Unavailable)
})

function say({ queries }: Database, channel: NotifyChannel, payload: string): Promise<unknown> {
  return sql`select pg_notify(${channel}, ${payload})`.execute(queries)
}

function recorder() {
  const all: string[] = []
  let wake = () => {}
  return {
    all,
    hear(payload: string) {
      all.push(payload)
      wake()
    },
    async first(count: number): Promise<string[]> {
      while (all.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return all.slice(0, count)
    },
  }
}
