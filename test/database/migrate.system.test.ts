import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { Misconfigured, Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import { silentLog } from '../../src/base/log.ts'
import type { ConnectionSettings } from '../../src/database/database.ts'
import { SUPERUSER } from '../../src/database/embedded/probe.ts'
import { type Migration, migrate, readMigrations } from '../../src/database/migrate.ts'
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

test('rule 31.9: the schema is not changed under a gateway that works, and is once that is silent (case O1)', async () => {
  await using empty = await emptyDatabase()
  const all = await readMigrations()
  await migrate(empty.connection, silentLog, all.slice(0, -1))
  await empty.rows(`
    insert into running_process (process_id, node, pid, version, roles, addresses)
    values (gen_random_uuid(), 'old-node', 4711, '0.0.9', '{}', '{}')`)
  await migrate(empty.connection, silentLog, all.slice(0, -1)) // nothing is to be changed: side by side
  const last = all.at(-1)?.name
  await expect(migrate(empty.connection, silentLog, all)).rejects.toMatchObject({
    name: 'Unavailable',
    message: `The database has to be brought to ${last}, and a gateway works on it (old-node, process 4711, 0.0.9): stop all of them first; 10 seconds later this one goes on.`,
  })
  const applied = 'select count(*)::int as count from schema_migration'
  expect(await empty.rows(applied)).toEqual([{ count: all.length - 1 }])
  await empty.rows("update running_process set seen_at = now() - interval '11 seconds'")
  await migrate(empty.connection, silentLog, all)
  expect(await empty.rows(applied)).toEqual([{ count: all.length }])
})

test('0013: what people could open before, their passwords, apps and sessions open afterwards', async () => {
  await using empty = await emptyDatabase()
  const all = await readMigrations()
  const upTo = all.findIndex(({ name }) => name.startsWith('0013-'))
  await migrate(empty.connection, silentLog, all.slice(0, upTo))
  const [one, other] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']
  await empty.rows(`
    insert into enterprise (enterprise_number, legal_name, state) values ('1000000021', 'X', 'active'), ('1000000120', 'Y', 'active');
    insert into quality (enterprise_number, quality_code, state) values ('1000000120', 'QUAL_SSC', 'active');
    insert into person (person_id, last_name, first_name, created_by) values ('${one}', 'A', 'B', 'x'), ('${other}', 'C', 'D', 'x');
    insert into account (account_id, person_id, state) values ('${one}', '${one}', 'active'), ('${other}', '${other}', 'closed');
    insert into appointment (appointment_id, enterprise_number, role, account_id, appointed_by, origin, state)
      values ('${one}', '1000000021', 'mainAccessManager', '${one}', 'x', 'legalRepresentative', 'active');
    insert into quality_user (quality_user_id, enterprise_number, quality_code, account_id, state, created_by)
      values ('${one}', '1000000120', 'QUAL_SSC', '${one}', 'locked', 'x');
    insert into code_app (account_id, secret_sealed) values ('${one}', 'x');
    insert into person_session (session_hash, session_id, account_id, method, assurance, proven_assurance, address)
      values (sha256('1'), '${one}', '${one}', 'totp', 400, 400, 'x'), (sha256('2'), '${other}', '${one}', 'eid', 500, 500, 'x')`)
  await migrate(empty.connection, silentLog, all.slice(0, upTo + 1))
  const both = ['1000000021', '1000000120']
  expect([
    await empty.rows('select password_reaches, vouched_by from account order by account_id'),
    await empty.rows('select reaches from code_app'),
    await empty.rows('select method, reaches from person_session order by method'),
  ]).toEqual([
    [
      { password_reaches: both, vouched_by: both },
      { password_reaches: [], vouched_by: [] },
    ],
    [{ reaches: both }],
    [
      { method: 'eid', reaches: null },
      { method: 'totp', reaches: both },
    ],
  ])
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
