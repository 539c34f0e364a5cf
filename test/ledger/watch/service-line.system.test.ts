import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { giveTurns } from '../../../src/ledger/delivery-line.ts'
import { lineOfService } from '../../../src/ledger/watch/service-line.ts'
import { acceptMany } from '../../services/accept-many.ts'
import { testDatabase } from '../../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('rule 25.1, rule 25.4: senders stand as their turns come, not as long as they wait; the end of the line is told', async () => {
  await acceptMany(database, 'DMFA', '111111', 9)
  await acceptMany(database, 'DMFA', '222222', 1)
  await giveTurns(database, 'DMFA')
  // Two of the first sender's are handed over, and its next has the third turn.
  await sql`update delivery set state = 'delivered', turn = null, finished_at = now() - interval '30 seconds'
    where sender_number = '111111' and turn <= 2`.execute(database.queries)
  await acceptMany(database, 'DMFA', '333333', 1)
  const { senders, drain } = await lineOfService(database.queries, 'DMFA')
  expect(senders.map(({ sender, waiting, place }) => [sender, waiting, place])).toEqual([
    ['222222', 1, 1],
    ['111111', 7, 2],
    ['333333', 1, 3],
  ])
  expect(drain).toEqual({ earliestSeconds: 240, latestSeconds: 1200 })
})
