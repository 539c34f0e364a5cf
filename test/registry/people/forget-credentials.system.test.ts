import { expect, test } from 'vitest'
import { forgetCredentials } from '../../../src/registry/people/forget-credentials.ts'
import { rolesOf } from '../../../src/registry/policy/roles.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, refusedWith, value } from '../fixtures.ts'
import { BOX, founded, runIn } from './fixtures.ts'

test('whoever has lost everything begins anew, with the roles of before and no old way in', async () => {
  await using database = await testDatabase()
  const { queries } = database
  const run = runIn(database)
  const { main } = await founded(run)
  const account = { account_id: main }
  await queries.updateTable('account').set({ state: 'active', password_hash: 'x', password_set_by: 'self' }).execute()
  await queries
    .insertInto('code_app')
    .values({ ...account, secret_sealed: BOX.seal('secret', 'codeApp', main) })
    .execute()
  await queries
    .insertInto('recovery_code')
    .values({ ...account, code_hash: BOX.fingerprint('code', 'code') })
    .execute()
  await queries
    .insertInto('person_session')
    .values({
      ...{ ...account, session_hash: BOX.fingerprint('token', 'code'), session_id: main },
      ...{ method: 'totp', assurance: 400, proven_assurance: 400, address: '::1' },
    })
    .execute()
  const roles = await rolesOf(queries, main)
  value(await run((tx) => forgetCredentials(tx, main, ACT)))
  const left = await queries.selectFrom('account').select(['state', 'password_hash', 'password_set_by']).execute()
  expect(left).toEqual([{ state: 'pendingFirstLogin', password_hash: null, password_set_by: null }])
  expect(await queries.selectFrom('code_app').select('account_id').execute()).toEqual([])
  expect(await queries.selectFrom('recovery_code').select('account_id').execute()).toEqual([])
  expect(await queries.selectFrom('person_session').select('ended_why').execute()).toEqual([
    { ended_why: 'credentialsForgotten' },
  ])
  expect(await rolesOf(queries, main)).toEqual(roles)
})

test('a closed account has nothing to forget', async () => {
  await using database = await testDatabase()
  const run = runIn(database)
  const { main } = await founded(run)
  await database.queries.updateTable('account').set({ state: 'closed' }).execute()
  expect(await run((tx) => forgetCredentials(tx, main, ACT))).toEqual(refusedWith('SLU-STATE'))
})
