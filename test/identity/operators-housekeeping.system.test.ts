import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidV7 } from '../../src/base/ids.ts'
import type { Database } from '../../src/database/database.ts'
import { forgetOldOperatorSignIns } from '../../src/identity/operators/housekeeping.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('rule 21.5: sessions are kept three months after their end, what was begun until its time is over', async () => {
  const { queries } = database
  const operatorId = uuidV7()
  await queries
    .insertInto('operator')
    .values({ operator_id: operatorId, name: 'eva', role: 'viewer', created_by: 'x' })
    .execute()
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000)
  const sessions = [
    { client: 'ended long ago', seen_at: ago(200), ended_at: ago(91), ended_why: 'signedOut' },
    { client: 'ended lately', seen_at: ago(200), ended_at: ago(89), ended_why: 'signedOut' },
    { client: 'never ended', seen_at: ago(91), ended_at: null, ended_why: null },
    { client: 'seen today', seen_at: ago(0), ended_at: null, ended_why: null },
  ]
  for (const session of sessions) {
    const ids = { session_hash: Buffer.from(session.client), session_id: uuidV7(), operator_id: operatorId }
    await queries
      .insertInto('operator_session')
      .values({ ...ids, ...session, method: 'password', address: '::1', created_at: ago(200) })
      .execute()
  }
  for (const [name, days] of [
    ['over', 0.001],
    ['open', -0.001],
  ] as const) {
    const attempt = { attempt_hash: Buffer.from(name), body_sealed: Buffer.of(1), expires_at: ago(days) }
    await queries.insertInto('operator_attempt').values(attempt).execute()
  }
  await forgetOldOperatorSignIns(queries)
  const left = await queries.selectFrom('operator_session').select('client').orderBy('client').execute()
  expect(left.map(({ client }) => client)).toEqual(['ended lately', 'seen today'])
  const begun = await queries.selectFrom('operator_attempt').select('attempt_hash').execute()
  expect(begun.map(({ attempt_hash }) => attempt_hash.toString())).toEqual(['open'])
})
