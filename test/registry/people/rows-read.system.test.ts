import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { voidAttemptsOf } from '../../../src/identity/attempts.ts'
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
