import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { uuidV7 } from '../../../src/base/ids.ts'
import { voidAttemptsOf } from '../../../src/identity/attempts.ts'
import { pageOfAppointments } from '../../../src/registry/people/find-appointments.ts'
import { rolesOf } from '../../../src/registry/policy/roles.ts'
import { rowsRead } from '../../support/rows-read.ts'
import { testDatabase } from '../../support/test-database.ts'
import { enrolled } from '../fixtures.ts'
import { addUser, founded, runIn } from './fixtures.ts'

test('what is asked of an account at each request, or done to it, reads no rows of others', async () => {
  await using database = await testDatabase()
  const run = runIn(database)
  const { enterpriseNumber } = await founded(run)
  const contact = { lastName: 'Claes', firstName: 'Els', email: 'els@example.be', phone: '+3225550100' }
  const { senderNumber } = await enrolled(database, { enterpriseNumber, contact })
  const { accountId } = await addUser(run, { enterpriseNumber })
  await sql`insert into technical_user (technical_user_id, sender_number, last_name, first_name, email, phone, state)
    select gen_random_uuid(), ${senderNumber}, 'x', 'x', 'x@example.be', '+3225550100', 'replaced'
      from generate_series(1, 3000)`.execute(database.queries)
  await sql`insert into sign_in_attempt (attempt_hash, kind, body_sealed, expires_at)
    select sha256(convert_to(n::text, 'UTF8')), 'oidc', 'x', now() from generate_series(1, 3000) n`.execute(
    database.queries,
  )
  await sql`analyze`.execute(database.queries)
  expect((await rowsRead(database, (queries) => rolesOf(queries, accountId))).rows).toBeLessThan(100)
  expect((await rowsRead(database, (queries) => rolesOf(queries, randomUUID()))).rows).toBeLessThan(100)
  const voided = await rowsRead(database, (tx) => voidAttemptsOf(tx as never, accountId))
  expect(voided.rows).toBeLessThan(100)
})

test('a page of ended appointments reads little, however many there are, and wherever', async () => {
  await using database = await testDatabase()
  const run = runIn(database)
  const { enterpriseNumber, main } = await founded(run)
  const { enterpriseNumber: other } = await founded(run)
  const { enterpriseNumber: without } = await founded(run)
  const ids = Array.from({ length: 50_000 }, () => uuidV7())
  await sql`insert into appointment (appointment_id, enterprise_number, role, account_id, appointed_by, origin, state, ended_at)
    select id, case when n % 500 = 0 then ${enterpriseNumber} else ${other} end, 'coMainAccessManager', ${main}, 'x', 'appointment', 'ended', now()
      from unnest(${ids}::uuid[]) with ordinality as made(id, n)`.execute(database.queries)
  await sql`analyze`.execute(database.queries)
  const after = ids[25_000] ?? ''
  const state = 'ended' as const
  for (const wanted of [{ enterpriseNumber }, { enterpriseNumber, after }, { enterpriseNumber: without }]) {
    const page = { ...wanted, state, qualities: null, limit: 21 }
    const { value, rows } = await rowsRead(database, (queries) => pageOfAppointments(queries, page))
    expect([value.length, rows < 500]).toEqual([wanted.enterpriseNumber === without ? 0 : 21, true])
  }
})
