/** rule 32.4: what processes know of the database's clock together, one after the other and beside each other. */
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { carriedClock } from '../../src/base/carried-clock.ts'
import { systemNow } from '../../src/base/clock.ts'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import type { LiveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import { SharedTime } from '../../src/daemon/shared-time.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { lookAtDatabaseClock, noteTimeSeen } from '../../src/ledger/database-clock.ts'
import { folderWith } from '../config/folder.ts'
import { shiftableClock } from '../support/shifted-clock.ts'
import { testDatabase, urlOf } from '../support/test-database.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const HELD = { may: false, mayAt: false }
const ENDING = { may: true, mayAt: true }

const folder = folderWith({})
let server: Database
let database: Database
let setDatabaseClock: (seconds: number) => Promise<void>
beforeEach(async () => {
  server = await testDatabase()
  setDatabaseClock = await shiftableClock(server)
  database = await openDatabase({
    url: urlOf(server),
    spoolDir: '/nowhere',
    role: 'daemon',
    poolSize: 2,
    log: silentLog,
  })
})
afterEach(async () => {
  for (const one of [database, server]) await one?.[Symbol.asyncDispose]()
})
afterAll(() => folder[Symbol.dispose]())

test.each([
  ['behind', -DAY],
  ['ahead', 3653 * DAY],
])(
  'a process that is started after a clock that was %s is right again ends nothing either, for `clockHoldHours` in which it is seen',
  async (_, seconds) => {
    {
      await using first = await started()
      expect(await ends(first)).toEqual(ENDING)
      await setDatabaseClock(seconds)
      expect(await ends(first)).toEqual(HELD)
      await setDatabaseClock(0)
      expect(await ends(first)).toEqual(HELD)
    }
    {
      await using second = await started()
      expect({ ...(await ends(second)), stepped: second.state().steppedSeconds }).toEqual({ ...HELD, stepped: 0 })
    }
    await seen(DAY) // nobody looked meanwhile
    for (let minute = 1; minute < HOUR / 60; minute++) await seen(60)
    expect((await known()).heldSeconds).toBe(60)
    await seen(60)
    await using third = await started()
    expect(await ends(third)).toEqual(ENDING)
  },
)

test('a clock that went back while no process ran is a step: told, held, and what is due later than can be is pulled back', async () => {
  await setDatabaseClock(DAY)
  await (await started())[Symbol.asyncDispose]()
  await sql`insert into retention_task (task, ran_at) values ('mark', clock_timestamp())`.execute(database.queries)
  await setDatabaseClock(0)
  await using next = await started()
  expect(await ends(next)).toEqual(HELD)
  expect(Math.round(next.state().steppedSeconds / 10)).toBe(-DAY / 10)
  const { rows } = await sql`
    select ran_at <= clock_timestamp() as past from retention_task`.execute(database.queries)
  expect(rows).toEqual([{ past: true }])
})

test('a rest of any length, or a little error, is no step', async () => {
  await (await started())[Symbol.asyncDispose]()
  await setDatabaseClock(30 * DAY)
  const { rows } = await sql<{ until: Date }>`select clock_timestamp() as until`.execute(database.queries)
  {
    await using rested = await started()
    expect({ ...(await ends(rested)), stepped: rested.state().steppedSeconds }).toEqual({ ...ENDING, stepped: 0 })
  }
  expect((await known()).seenAt.getTime()).toBeGreaterThanOrEqual(rows[0]?.until.getTime() ?? Number.NaN)
  await setDatabaseClock(30 * DAY - 100)
  await using little = await started()
  expect(await ends(little)).toEqual(ENDING)
})

test('one process sees the step, and all hold: also one that does not look itself at that moment', async () => {
  await using one = await started()
  await using other = await started()
  await setDatabaseClock(-DAY)
  expect(await ends(one)).toEqual(HELD)
  await setDatabaseClock(0)
  expect([await ends(other), await ends(one)]).toEqual([HELD, HELD])
})

async function started(): Promise<SharedTime> {
  const ticks = () => performance.now()
  const { config } = await loadConfig({ sets: ['retention.clockHoldHours=1'], cwd: folder.path })
  const live = { current: () => config } as LiveConfig
  return await SharedTime.open({
    clock: carriedClock(systemNow, ticks),
    ticks,
    database,
    live,
    log: silentLog,
    metrics: createMetrics(),
  })
}

async function ends(time: SharedTime) {
  const may = await time.mayEnd()
  const { rows } = await sql<{ told: Date }>`select clock_timestamp() as told`.execute(database.queries)
  return { may, mayAt: time.mayEndAt(rows[0]?.told ?? new Date(Number.NaN)) }
}

/** As if a process had looked at the clock, so many seconds after the last one. */
async function seen(seconds: number): Promise<void> {
  await sql`update database_clock set seen_at = seen_at - make_interval(secs => ${seconds})`.execute(database.queries)
  const { seenAt } = await known()
  await noteTimeSeen(database.queries, new Date(seenAt.getTime() + seconds * 1000))
}

async function known(): Promise<{ seenAt: Date; heldSeconds: number }> {
  const { seenAt, heldSeconds } = await lookAtDatabaseClock(database.queries)
  if (!seenAt) throw new TypeError('nothing noted')
  return { seenAt, heldSeconds }
}
