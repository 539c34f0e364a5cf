import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { Misconfigured, Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import { silentLog } from '../../src/base/log.ts'
import type { ConnectionSettings } from '../../src/database/database.ts'
import { SUPERUSER } from '../../src/database/embedded/probe.ts'
import { type Migration, migrate } from '../../src/database/migrate.ts'
import type {} from '../support/postgres-server.ts'

const ONE = migration('0001-one', 'create table one (n integer); insert into one values (1);')
const TWO = migration('0002-two', 'alter table one add column m integer; update one set m = n + 1;')

test('migrations are applied in order, once, and remembered with their hashes', async () => {
  await using empty = await emptyDatabase()
  await migrate(empty.connection, silentLog, [ONE])
  await migrate(empty.connection, silentLog, [ONE, TWO])
  await migrate(empty.connection, silentLog, [ONE, TWO])
  expect(await empty.rows('select n, m from one')).toEqual([{ n: 1, m: 2 }])
  expect(await empty.rows('select name, sha256 from schema_migration order by name')).toEqual([
    { name: '0001-one', sha256: ONE.hash },
    { name: '0002-two', sha256: TWO.hash },
  ])
})

test('starters at the same instant apply each migration once', async () => {
  await using empty = await emptyDatabase()
  await Promise.all([1, 2, 3, 4].map(() => migrate(empty.connection, silentLog, [ONE, TWO])))
  expect(await empty.rows('select n, m from one')).toEqual([{ n: 1, m: 2 }])
})

test('K12: a crash in the middle leaves the last whole state, and the next start goes on', async () => {
  await using empty = await emptyDatabase()
  const crash = migration('0002-two', `${TWO.sql} select pg_terminate_backend(pg_backend_pid());`)
  await expect(migrate(empty.connection, silentLog, [ONE, crash])).rejects.toThrow(Unavailable)
  expect(await empty.rows('select * from one')).toEqual([{ n: 1 }])
  await migrate(empty.connection, silentLog, [ONE, TWO])
  expect(await empty.rows('select n, m from one')).toEqual([{ n: 1, m: 2 }])
})

test('a migration that fails leaves nothing of itself and says why', async () => {
  await using empty = await emptyDatabase()
  const broken = migration('0002-two', 'create table two (); select * from nowhere;')
  await expect(migrate(empty.connection, silentLog, [ONE, broken])).rejects.toMatchObject({ code: '42P01' })
  expect(await empty.rows("select to_regclass('two') as two")).toEqual([{ two: null }])
})

test('a migration that was applied with another text is refused', async () => {
  await using empty = await emptyDatabase()
  await migrate(empty.connection, silentLog, [ONE])
  const other = migration('0001-one', 'create table other ();')
  await expect(migrate(empty.connection, silentLog, [other, TWO])).rejects.toThrow(Misconfigured)
})

test('O2: the schema of a newer program is refused and left alone', async () => {
  await using empty = await emptyDatabase()
  await migrate(empty.connection, silentLog, [ONE, TWO])
  await expect(migrate(empty.connection, silentLog, [ONE])).rejects.toThrow('refuses on a newer schema')
  expect(await empty.rows('select n, m from one')).toEqual([{ n: 1, m: 2 }])
})

test('a user who may not make tables is told so; when all is done already he needs not', async () => {
  await using empty = await emptyDatabase()
  const stranger = { ...empty.connection, user: await empty.makeUser() }
  await expect(migrate(stranger, silentLog, [ONE])).rejects.toMatchObject({
    name: 'Misconfigured',
    remedy: 'Let the user own the database, or grant it CREATE on the schema public.',
  })
  await migrate(empty.connection, silentLog, [ONE])
  await empty.rows('grant select on schema_migration to public')
  await migrate(stranger, silentLog, [ONE])
})

function migration(name: string, text: string): Migration {
  return { name, sql: text, hash: sha256(text) }
}

async function emptyDatabase() {
  const database = `empty_${randomBytes(8).toString('hex')}`
  const connection: ConnectionSettings = { ...inject('postgres').connection, database }
  const administrator = { ...connection, user: SUPERUSER, database: 'postgres' }
  await rowsOf(administrator, `create database ${database} owner ${connection.user}`)
  const users: string[] = []
  return {
    connection,
    rows: (statement: string) => rowsOf(connection, statement),
    async makeUser() {
      const user = `user_${randomBytes(8).toString('hex')}`
      await rowsOf(administrator, `create role ${user} login`)
      users.push(user)
      return user
    },
    async [Symbol.asyncDispose]() {
      await rowsOf(administrator, `drop database ${database} with (force)`)
      for (const user of users) await rowsOf(administrator, `drop role ${user}`)
    },
  }
}

async function rowsOf(connection: ConnectionSettings, statement: string): Promise<unknown[]> {
  const client = new pg.Client(connection)
  await client.connect()
  return (await client.query(statement).finally(() => client.end())).rows
}
