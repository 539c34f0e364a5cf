import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { pauseService } from '../../src/ledger/delivery-control.ts'
import { giveTurns } from '../../src/ledger/delivery-line.ts'
import { drainOf, placesOfSender, positionOf } from '../../src/ledger/delivery-position.ts'
import { acceptMany } from '../services/accept-many.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('rule 25.4: place and range follow the fair order and the last minutes, and are unknown while nothing may move', async () => {
  const { queries } = database
  await acceptMany(database, 'DMFA', '111111', 10)
  await giveTurns(database, 'DMFA')
  await acceptMany(database, 'DMFA', '222222', 1)
  await giveTurns(database, 'DMFA')
  const small = await idOf('222222')
  const unknown = { service: 'DMFA', state: 'waiting', place: 2, expected: null }
  const [first, second] = await queries
    .selectFrom('delivery')
    .select(['submission_id', 'turn'])
    .orderBy('turn')
    .orderBy('delivery_id')
    .execute()
  expect(await positionOf(queries, small)).toEqual({ ...unknown, place: small === first?.submission_id ? 1 : 2 })
  expect([first, second].map((row) => row?.turn)).toEqual([1, 1])

  await acceptMany(database, 'DMFA', '333333', 20)
  await sql`update delivery set state = 'delivered', turn = null, finished_at = now() - interval '90 seconds' where sender_number = '333333'`.execute(
    queries,
  )
  const { expected } = (await positionOf(queries, await last('111111'))) ?? {}
  expect(expected).toEqual({ earliestSeconds: 33, latestSeconds: 165 })
  expect(await drainOf(queries, 'DMFA')).toEqual({ waiting: 11, expected: { earliestSeconds: 33, latestSeconds: 165 } })

  const target = { service: 'DMFA', state: 'open', failures: 5, open_until: sql<Date>`now() + interval '1 hour'` }
  await queries
    .insertInto('target_state')
    .values({ ...target, environment: 'T' })
    .execute()
  expect(await drainOf(queries, 'DMFA')).toEqual({ waiting: 11, expected: null })
  expect((await positionOf(queries, small))?.expected).not.toBeNull()
  await queries.updateTable('target_state').set({ environment: 'R' }).execute()
  expect((await positionOf(queries, small))?.expected).toBeNull()
  await queries.deleteFrom('target_state').execute()
  await pauseService(queries, 'DMFA', 'maintenance', 'somebody')
  expect(await drainOf(queries, 'DMFA')).toEqual({ waiting: 11, expected: null })
  expect(await positionOf(queries, await idOf('333333'))).toEqual({
    service: 'DMFA',
    state: 'delivered',
    place: null,
    expected: null,
  })
  expect(await positionOf(queries, '00000000-0000-7000-8000-000000000000')).toBeNull()
})

test('rule 25.4: a sender has a first place and a last, over its environments', async () => {
  const { queries } = database
  expect(await placesOfSender(queries, 'DIMN', '444444')).toBeNull()
  await acceptMany(database, 'DIMN', '444444', 3)
  expect(await placesOfSender(queries, 'DIMN', '444444')).toBeNull()
  await giveTurns(database, 'DIMN')
  await acceptMany(database, 'DIMN', '555555', 2, 'T')
  await giveTurns(database, 'DIMN')
  // Turns are now 1, 2, 3 of the first in R and 4, 8 of the second in T, as far as they are apart.
  await acceptMany(database, 'DIMN', '555555', 1)
  await giveTurns(database, 'DIMN')
  await sql`update delivery set turn = 2 where sender_number = '555555' and environment = 'R' and service = 'DIMN'`.execute(
    queries,
  )
  await sql`update delivery set turn = turn * 10 where sender_number = '444444' and service = 'DIMN'`.execute(queries)
  const places = async (sender: string) => {
    const found = await placesOfSender(queries, 'DIMN', sender)
    return [found?.first, found?.last]
  }
  const at = (place: number) => ({ place, expected: null })
  expect([await places('555555'), await places('444444')]).toEqual([
    [at(1), at(3)],
    [at(4), at(6)],
  ])
})

function of(sender: string) {
  return database.queries.selectFrom('delivery').select('submission_id').where('sender_number', '=', sender)
}

async function idOf(sender: string): Promise<string> {
  return (await of(sender).limit(1).executeTakeFirstOrThrow()).submission_id
}

async function last(sender: string): Promise<string> {
  return (await of(sender).orderBy('turn', 'desc').limit(1).executeTakeFirstOrThrow()).submission_id
}
