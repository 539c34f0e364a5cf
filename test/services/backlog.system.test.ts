/** Ten thousand sets of three senders, after an outage of four hours (case O10). */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { drainOf } from '../../src/ledger/delivery-position.ts'
import { closeTarget } from '../../src/ledger/target-states.ts'
import { openQueues } from '../../src/queues/queues.ts'
import type { Target } from '../../src/services/target.ts'
import { testDatabase } from '../support/test-database.ts'
import { acceptMany } from './accept-many.ts'
import { scene } from './scene.ts'

const [LARGE, TOWN, SMALL] = ['111111', '222222', '333333'] as const
const WAITING = { [LARGE]: 9500, [TOWN]: 400, [SMALL]: 100 }
const AT_ONCE = 32

test('case O10: after an outage each sender has its turn, how long it takes is told, and all of it is handed over once', async () => {
  await using database = await testDatabase(10)
  await using queues = await openQueues({
    ...{ url: '', password: null, workersMax: 1, log: silentLog },
    connection: database.connection,
  })
  await using set = await scene(database, queues)
  for (const [sender, count] of Object.entries(WAITING)) await acceptMany(database, 'DMFA', sender, count)
  await sql`update delivery set created_at = now() - interval '4 hours', next_attempt_at = now()`.execute(
    database.queries,
  )
  await sql`insert into target_state (service, environment, state, failures, open_until, last_error)
    values ('DMFA', 'R', 'open', 9, now() + interval '1 hour', 'away')`.execute(database.queries)
  const [order, keys] = [[] as string[], new Set<string>()]
  const half: Promise<unknown>[] = []
  const target: Target = {
    async handOver({ sender, idempotencyKey }) {
      order.push(sender)
      keys.add(idempotencyKey)
      if (order.length === 5000) half.push(drainOf(database.queries, 'DMFA'))
      return { outcome: 'delivered', reference: null }
    },
  }
  await using deliveries = await set.deliveries({
    reach: () => target,
    services: () => [{ ...set.service, concurrency: AT_ONCE }],
  })
  await deliveries.kick()
  expect(await drainOf(database.queries, 'DMFA')).toEqual({ waiting: 10_000, expected: null })
  expect(order).toEqual([])

  expect(await database.transaction((tx) => closeTarget(tx, 'DMFA', 'R'))).toBe(true)
  await set.settled('DMFA', deliveries.kick)
  expect([order.length, keys.size]).toEqual([10_000, 10_000])
  // Three have a turn each, then two; those that are under way at the same time may change places.
  expect(order.lastIndexOf(SMALL)).toBeLessThan(3 * 100 + AT_ONCE)
  expect(order.lastIndexOf(TOWN)).toBeLessThan(3 * 100 + 2 * 300 + AT_ONCE)
  const [told] = (await Promise.all(half)) as {
    waiting: number
    expected: { earliestSeconds: number; latestSeconds: number }
  }[]
  expect(told?.waiting).toBeGreaterThan(4000)
  expect(told?.expected.latestSeconds).toBeGreaterThanOrEqual(told?.expected.earliestSeconds ?? Number.NaN)
})
