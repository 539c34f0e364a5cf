import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { countDeliveries } from '../../src/ledger/delivery-control.ts'
import { acceptMany } from '../services/accept-many.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const NONE = { waiting: 0, active: 0, retrying: 0, inDoubt: 0, delivered: 0, refused: 0, parked: 0 }

/** Of those that wait, so many ended so long ago. */
async function end(service: string, count: number, state: string, hoursAgo: number): Promise<void> {
  await sql`update delivery set state = ${state}, finished_at = now() - make_interval(hours => ${hoursAgo})
    where delivery_id in (select delivery_id from delivery where service = ${service} and state = 'waiting' limit ${count})`.execute(
    database.queries,
  )
}

test('rule 25.7: what is open or parked is counted whole, what is over of late, and nothing else is read', async () => {
  await acceptMany(database, 'DMFA', '111111', 2010)
  await acceptMany(database, 'DIMN', '111111', 2)
  await acceptMany(database, 'SELF', '222222', 2)
  await end('DMFA', 2000, 'delivered', 30)
  await end('DMFA', 3, 'delivered', 20)
  await end('DMFA', 2, 'refused', 1)
  await end('DMFA', 1, 'parked', 500)
  await end('SELF', 1, 'delivered', 1)
  const { value, rows } = await rowsRead(database, countDeliveries)
  expect(Object.fromEntries(value)).toEqual({
    DMFA: { ...NONE, waiting: 4, parked: 1, delivered: 3, refused: 2 },
    DIMN: { ...NONE, waiting: 2 },
  })
  expect(rows).toBeLessThan(100)
})
