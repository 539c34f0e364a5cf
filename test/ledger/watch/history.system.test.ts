import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database, Transaction } from '../../../src/database/database.ts'
import { intakeHistory, sessionHistory, verdictCounts } from '../../../src/ledger/watch/flow-history.ts'
import { PLOT_SCALES } from '../../../src/ledger/watch/history-steps.ts'
import { queueHistories } from '../../../src/ledger/watch/queue-history.ts'
import { type SessionCount, writeHistory } from '../../../src/ledger/watch/write-history.ts'
import { testDatabase } from '../../support/test-database.ts'
import { placeDeliveries, placeSet } from './watched-rows.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() =>
  sql`truncate history_mark, delivery, fact, received_file, submission, event cascade`.execute(database.queries),
)

const KEPT = { sampleHours: 26, sampleDays: 31 }
const SESSIONS: readonly SessionCount[] = [{ channel: 'sftp', network: 'internet', sessions: 4 }]
/** The middle of the minute that is written next, and the begin of its hour. */
const THEN = sql`(date_trunc('minute', now() - interval '70 seconds') + interval '30 seconds')`
const HOUR = sql`date_trunc('hour', now() - interval '70 seconds', 'UTC')`

/** In one transaction the clock stands still, so that no minute ends between what is placed and what is written. */
const atOnce = <Value>(work: (tx: Transaction) => Promise<Value>) => database.transaction(work)
const write = (tx: Transaction, sessions = SESSIONS) => writeHistory(tx, { ...KEPT, sessions: async () => sessions })

test('rule 24.1 a minute holds what waited, what was handed over, judged and taken in, and who was there', async () => {
  const read = await atOnce(async (tx) => {
    await placeDeliveries(tx, { count: 3, agoSeconds: 600 })
    await placeDeliveries(tx, { state: 'inDoubt' })
    await placeDeliveries(tx, { service: 'DIMN', environment: 'S', state: 'parked' })
    await placeDeliveries(tx, { state: 'delivered', agoSeconds: 10, tookSeconds: 10 }, THEN)
    await placeDeliveries(tx, { state: 'delivered', agoSeconds: 20, tookSeconds: 20 }, THEN)
    await placeDeliveries(tx, { state: 'delivered', agoSeconds: 500, tookSeconds: 10 }, THEN)
    await placeSet(tx, { channels: ['sftp', 'sftp', 'web'] }, THEN)
    await placeSet(tx, { codes: [312, 125], environment: 'T' }, THEN)
    await placeSet(tx, { agoSeconds: 600 }, THEN)
    const written = await write(tx)
    const now = await timeOf(tx)
    const hour = [tx, PLOT_SCALES.hour, now] as const
    const [queues, verdicts] = [await queueHistories(...hour), await verdictCounts(...hour)]
    return {
      written,
      ...queues,
      verdicts,
      intake: await intakeHistory(...hour),
      sessions: await sessionHistory(...hour),
    }
  })
  const idle = {
    waiting: 0,
    inDoubt: 0,
    parked: 0,
    oldestSeconds: 0,
    handedOver: 0,
    secondsP50: null,
    secondsP95: null,
  }
  expect([read.written, read.steps.length]).toEqual([1, 60])
  expect(read.queues.map((queue) => ({ ...queue, steps: queue.steps.slice(-2) }))).toEqual([
    { service: 'DIMN', environment: 'S', steps: expect.arrayContaining([{ ...idle, parked: 1 }]) },
    {
      ...{ service: 'DMFA', environment: 'R' },
      steps: expect.arrayContaining([
        {
          ...{ waiting: 3, inDoubt: 1, parked: 0, oldestSeconds: expect.any(Number), handedOver: 2 },
          ...{ secondsP50: 15, secondsP95: 19.5 },
        },
      ]),
    },
  ])
  expect(read.verdicts).toEqual([
    { environment: 'T', code: 312, sets: 1 },
    { environment: 'R', code: null, sets: 1 },
  ])
  expect(read.intake.map(({ channel, steps }) => [channel, steps.filter(({ files }) => files > 0)])).toEqual([
    ['sftp', [{ files: 3, bytes: 300 }]],
    ['web', [{ files: 1, bytes: 100 }]],
  ])
  expect(read.sessions.map((line) => ({ ...line, steps: Math.max(...line.steps) }))).toEqual([
    { channel: 'sftp', network: 'internet', steps: 4 },
  ])
})

test('rule 24.1 while one process writes, another leaves it to it', async () => {
  await atOnce(async (tx) => {
    expect([await write(tx), await atOnce((other) => write(other))]).toEqual([1, 0])
  })
})

test('rule 24.1 what passed while nobody wrote is made up for, once, and what waited then is not known', async () => {
  const { counts, steps } = await atOnce(async (tx) => {
    await sql`insert into history_mark values ('minute', date_trunc('minute', ${THEN}) - interval '3 minutes', true)`.execute(
      tx,
    )
    await placeDeliveries(tx, { state: 'delivered', agoSeconds: 60, tookSeconds: 1 }, THEN)
    await placeDeliveries(tx, { count: 2 })
    const written = [await write(tx), await write(tx)]
    const { queues } = await queueHistories(tx, PLOT_SCALES.hour, await timeOf(tx))
    return { counts: written, steps: queues[0]?.steps ?? [] }
  })
  const known = steps.flatMap((step, place) =>
    step.handedOver === null ? [] : [[place, step.waiting, step.handedOver]],
  )
  const newest = known.at(-1)?.[0] ?? 0
  expect(counts).toEqual([3, 0])
  expect(known).toEqual([
    [newest - 3, 0, 0],
    [newest - 2, null, 0],
    [newest - 1, null, 1],
    [newest, 2, 0],
  ])
})

test('rule 24.2 an hour keeps the highest level and the sum, and what is old is forgotten with all that it held', async () => {
  const { hours, old } = await atOnce(async (tx) => {
    await sql`
      insert into history_mark select 'minute', ${HOUR} - make_interval(mins => minute), true
      from generate_series(1, 120) as minute union all
      select 'minute', now() - interval '27 hours', true union all
      select 'hour', ${HOUR} - interval '32 days', true`.execute(tx)
    await sql`
      insert into queue_sample (grain, at, service, environment, waiting, oldest_seconds, handed_over, seconds_p50, seconds_p95)
      select grain, at, 'DMFA', 'R', extract(minute from at), 5, 1, 2, 3 from history_mark`.execute(tx)
    await sql`insert into verdict_sample select grain, at, 'R', 0, 1 from history_mark`.execute(tx)
    await sql`insert into intake_sample select grain, at, 'R', 'sftp', 1, 10 from history_mark`.execute(tx)
    await sql`insert into session_sample select grain, at, 'sftp', 'lan', extract(minute from at) from history_mark`.execute(
      tx,
    )
    await write(tx, [])
    const summed = await sql<object>`
      select waiting, oldest_seconds, handed_over, seconds_p50, seconds_p95, verdict_sample.sets, files, bytes, sessions
      from queue_sample join verdict_sample using (grain, at) join intake_sample using (grain, at)
        join session_sample using (grain, at)
      where grain = 'hour' order by at desc limit 2`.execute(tx)
    const kept = await sql<object>`select * from history_mark where at < now() - interval '31 days'
      or grain = 'minute' and at < now() - interval '26 hours'`.execute(tx)
    return { hours: summed.rows, old: kept.rows }
  })
  const hour = { waiting: 59, oldest_seconds: 5, handed_over: 60, seconds_p50: 2, seconds_p95: 3 }
  expect(hours).toEqual(Array.from({ length: 2 }, () => ({ ...hour, sets: 60, files: 60, bytes: 600, sessions: 59 })))
  expect(old).toEqual([])
})

async function timeOf(tx: Transaction): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now()`.execute(tx)
  return rows[0]?.now ?? new Date(0)
}

test('rule 23.13 the self-test is in none of the figures', async () => {
  const read = await atOnce(async (tx) => {
    await sql`insert into self_test_sender (sender_number, authority, secrets) values ('123456', '', '')`.execute(tx)
    await placeDeliveries(tx, { state: 'delivered', agoSeconds: 10, tookSeconds: 10 }, THEN)
    await placeSet(tx, {}, THEN)
    await write(tx)
    const hour = [tx, PLOT_SCALES.hour, await timeOf(tx)] as const
    await sql`delete from self_test_sender`.execute(tx)
    return [(await queueHistories(...hour)).queues, await verdictCounts(...hour), await intakeHistory(...hour)]
  })
  expect(read).toEqual([[], [], []])
})
