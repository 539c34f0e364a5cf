import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { happeningsSince } from '../../../src/ledger/watch/happenings.ts'
import { oldestOf, openQueues } from '../../../src/ledger/watch/open-queues.ts'
import { parkedSets } from '../../../src/ledger/watch/parked-sets.ts'
import { rowsRead } from '../../support/rows-read.ts'
import { testDatabase } from '../../support/test-database.ts'
import { placeDeliveries, placeSet } from './watched-rows.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await placeDeliveries(database.queries, { state: 'delivered', count: 3000, tookSeconds: 1 })
})
afterAll(() => database[Symbol.asyncDispose]())

test('rule 24.3 what waits is counted by service, environment, state and age, and what is over is not read', async () => {
  await placeDeliveries(database.queries, { count: 4, agoSeconds: 30 })
  await placeDeliveries(database.queries, { agoSeconds: 90_000, state: 'retrying' })
  await placeDeliveries(database.queries, { agoSeconds: 400, state: 'inDoubt', environment: 'S' })
  await placeDeliveries(database.queries, { service: 'DIMN', state: 'parked', agoSeconds: 100_000 })
  const { value, rows } = await rowsRead(database, (queries) => openQueues(queries))
  const none = { waiting: 0, active: 0, retrying: 0, inDoubt: 0, parked: 0 }
  const [any, ages] = [expect.any(Date), [0, 0, 0, 0, 0, 0, 0]]
  expect([value, rows < 100, rows]).toEqual([
    [
      {
        ...{ service: 'DIMN', environment: 'R', counts: { ...none, parked: 1 } },
        ...{ oldestSince: { parked: any }, ages },
      },
      {
        ...{ service: 'DMFA', environment: 'R', counts: { ...none, waiting: 4, retrying: 1 } },
        ...{ oldestSince: { waiting: any, retrying: any }, ages: [4, 0, 0, 0, 0, 0, 1] },
      },
      {
        ...{ service: 'DMFA', environment: 'S', counts: { ...none, inDoubt: 1 } },
        ...{ oldestSince: { inDoubt: any }, ages: [0, 0, 1, 0, 0, 0, 0] },
      },
    ],
    ...[true, expect.anything()],
  ])
  const [parked, open] = value
  expect([parked && oldestOf(parked), open && oldestOf(open)]).toEqual([null, open?.oldestSince.retrying])
})

test('sets that were given up are counted, with the reason of the oldest', async () => {
  expect(await parkedSets(database.queries)).toBeNull()
  await placeDeliveries(database.queries, { state: 'delivered', count: 2 })
  await sql`update submission set parked_at = sealed_at + interval '1 minute', parked_reason = 'corrupt'
    where submission_id in (select submission_id from delivery where finished_at is null and state = 'delivered')`.execute(
    database.queries,
  )
  expect(await parkedSets(database.queries)).toEqual({ sets: 2, oldestSince: expect.any(Date), reason: 'corrupt' })
})

test('rule 24.6 what happened since is told in its order, with nothing of what a file holds, and no more than was asked for', async () => {
  const { queries } = database
  const since = new Date(Date.now() - 30_000)
  await placeSet(queries, { codes: [125, 312], agoSeconds: 9 })
  await placeSet(queries, { agoSeconds: 4 })
  await placeSet(queries, { agoSeconds: 50 })
  await sql`insert into event (sender_number, at, event, detail) values
    ('123456', now() - interval '2 seconds', 'delivery.parked', '{"service":"DMFA","error":"no"}'),
    ('123456', now() - interval '1 second', 'go.repeated', '{"name":"GO.X"}')`.execute(queries)
  await sql`insert into audit (actor, action, subject) values ('operator:ann@console', 'queue.paused', 'service:DMFA')`.execute(
    queries,
  )
  const told = await happeningsSince(queries, since, 50)
  expect(
    told.map(({ kind, event, service, environment, detail }) => [kind, event, service, environment, detail]),
  ).toEqual([
    ['answer', 'set.answered', null, 'R', 'FO.ACRF.1'],
    ['file', 'file.received', null, 'R', expect.stringMatching(/^FI\.1\./)],
    ['verdict', 'set.rejected', null, 'R', '125, 312'],
    ['answer', 'set.answered', null, 'R', 'FO.ACRF.1'],
    ['file', 'file.received', null, 'R', expect.stringMatching(/^FI\.1\./)],
    ['verdict', 'set.accepted', 'DMFA', 'R', ''],
    ['delivery', 'delivery.parked', 'DMFA', null, 'no'],
    ['event', 'go.repeated', null, null, 'GO.X'],
    ['person', 'queue.paused', null, null, 'service:DMFA operator:ann@console'],
  ])
  expect(new Set(told.map(({ key }) => key)).size).toBe(told.length)
  const few = (await happeningsSince(queries, since, 1)).filter(({ kind }) => kind !== 'file')
  expect(few.map(({ event }) => event)).toEqual(['set.answered', 'set.accepted', 'go.repeated', 'queue.paused'])
})
