/** Cases T1, T2 and T7: clocks that jump while sets, hand-overs, uploads and sessions are open. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectOverWeb } from '../../src/cli/demo/connections.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import type { Database } from '../../src/database/database.ts'
import type { WebClient } from '../../src/endpoints/web/client/web-client.ts'
import { type ProcessClock, processClock, shiftableClock } from '../support/shifted-clock.ts'
import { testDatabase, urlOf } from '../support/test-database.ts'
import { eventually, openSite, type Site } from './gateway.ts'
import { type Desk, openDesk, PlayedSet } from './played-set.ts'
import { told } from './readiness.ts'

const DAY = 86_400
const TEN_YEARS = 3653 * DAY
const AT_ONCE = [
  'alarms.afterSeconds=0',
  'alarms.everySeconds=0.2',
  'retention.everySeconds=1',
  'limits.pollSeconds=0.2',
]

let database: Database
let setDatabaseClock: (seconds: number) => Promise<void>
let site: Site
let clock: ProcessClock
let gateway: GatewayProcess
let sender: ExampleSender
let desk: Desk
let web: WebClient
/** Has no GO, and none for long. */
let open: PlayedSet
/** Gets its GO while the database's clock is ten years ahead, and no FS. */
let halved: PlayedSet
/** Begun while the database's clock is a day behind; has no GO. */
let behind: PlayedSet
let sets = 0

beforeAll(async () => {
  database = await testDatabase()
  setDatabaseClock = await shiftableClock(database)
  site = await openSite(...AT_ONCE, `database.url=${urlOf(database)}`)
  clock = await processClock(site.folder, 'one')
  gateway = await site.startUnder(clock.command)
  sender = await site.enrol(gateway)
  desk = await openDesk(gateway, sender)
  web = await connectOverWeb(gateway, site.folder, sender)
  open = nextSet(desk)
  await open.put('FI', 'FS')
})
afterAll(async () => {
  for (const part of [web, desk, gateway, site, database]) await part?.[Symbol.asyncDispose]()
})

test.each([
  ['a day ahead', DAY],
  ['a day behind', -DAY],
  ['ten years ahead', TEN_YEARS],
])('cases T1, T7: the clock of the machine jumps while it runs: %s', async (_, seconds) => {
  const upload = nextSet(desk)
  await upload.put('FI')
  const halfway = desk.link.call<Buffer>((sftp, done) => sftp.open(upload.pathOf(upload.nameOf('FS')), 'w', done))
  const handle = await halfway
  await clock.set(seconds)
  await eventually(clockOfProcess, ({ skewSeconds }) => Math.abs(skewSeconds - seconds) < 10)
  await eventually(raised, (kinds) => kinds.includes('clockWrong'))

  // what was open goes on: the upload, the session, the token
  const signature = await upload.bytesOf('FS')
  if (!handle.ok) throw new TypeError('not opened')
  const { value } = handle
  expect((await desk.link.order((sftp, done) => sftp.write(value, signature, 0, signature.length, 0, done))).ok).toBe(
    true,
  )
  expect((await desk.link.order((sftp, done) => sftp.close(value, done))).ok).toBe(true)
  await upload.put('GO')
  await upload.answered()
  const tokens = await tokensIssued()
  expect((await web.messages({ transferId: randomUUID() })).ok).toBe(true)
  expect(await tokensIssued()).toBe(tokens) // a client that is refused fetches another one
  // and new ones are begun, judged by the right day
  await using fresh = await connectOverWeb(gateway, site.folder, sender)
  expect((await fresh.messages({ transferId: randomUUID() })).ok).toBe(true)
  await using another = await openDesk(gateway, sender)
  const next = nextSet(another)
  await next.put('FI', 'FS', 'GO')
  await next.answered()

  expect(await sealedFarAway()).toEqual([])
})

test('rule 32.3: a clock that is wrong is told, and that it is right again', async () => {
  await told(gateway, 'clock', 'degraded', `the machine's clock differs from the database's by ${TEN_YEARS} s;`)
  const { code, out } = await site.sluice('doctor')
  expect({ code, clocks: out.match(/^\[....\] clocks: .*$/gm) }).toEqual({
    code: 1,
    clocks: [
      expect.stringMatching(/^\[ ok \] clocks: this machine's clock differs from the database's by 0\.\d s$/),
      expect.stringMatching(/^\[BAD \] clocks: the clock of \S+ \(process \d+\) differs from .* by 315619\d{3}\.\d s$/),
    ],
  })
  const skew = /^sluice_clock_skew_seconds (\S+)$/m.exec(await metrics())?.[1]
  expect(Math.round(Number(skew) / 10)).toBe(TEN_YEARS / 10)
  await clock.set(0)
  await eventually(raised, (kinds) => kinds.length === 0)
})

test('cases T1, T7: the clock of the database itself jumps, for which nothing expires, leaves or is handed over again', async () => {
  const before = await leaving()
  const held: string[] = []
  gateway.onEvent((event) => held.push(event))
  for (const seconds of [-DAY, TEN_YEARS]) {
    await setDatabaseClock(seconds)
    const step = await eventually(clockOfProcess, ({ steppedSeconds }) => Math.abs(steppedSeconds - seconds) < 10)
    expect(Math.abs(step.skewSeconds + seconds)).toBeLessThan(10)
    await eventually(raised, (kinds) => kinds.includes('clockStepped') && kinds.includes('clockWrong'))
    expect(await desk.client.list('/OUT')).toMatchObject({ ok: true }) // the session goes on
  }
  await eventually(
    async () => held.filter((event) => event === 'retention.held').length,
    (times) => times > 1,
  )
  await eventually(dueOfOpenSet, (seconds) => seconds > 0 && seconds <= 60) // it was looked at, and left open
  expect(held).toContain('retention.held')
  expect(await leaving()).toEqual(before)

  // a worker dies while the clock is ahead: its lease would end in ten years, and so would the grace of a set that waits for its FS
  halved = nextSet(desk)
  await halved.put('FI', 'GO')
  await sql`update claim set owner = 'gone', until = shifted.now() + interval '1 minute'`.execute(database.queries)
  await setDatabaseClock(0)
  await halved.answered()
  await setDatabaseClock(-DAY)
  await eventually(clockOfProcess, ({ steppedSeconds }) => Math.abs(steppedSeconds + DAY) < 10)
  // its wait for a GO began a day ago, when the clock is right again, also for a process that is started only then
  behind = nextSet(desk)
  await behind.put('FI', 'FS')
  await setDatabaseClock(0)
  await eventually(
    clockOfProcess,
    ({ steppedSeconds, skewSeconds }) => steppedSeconds === 0 && Math.abs(skewSeconds) < 10,
  )
  await eventually(raised, (kinds) => kinds.length === 0)
  const next = nextSet(desk)
  await next.put('FI', 'FS', 'GO')
  await next.answered()
})

test('case T2: two processes whose clocks are ten minutes apart give each verdict once', async () => {
  const other = await processClock(site.folder, 'two')
  await other.set(-300)
  await using second = await site.startUnder(other.command)
  await clock.set(300)
  await using far = await openDesk(second, sender)
  const both = await Promise.all(
    [desk, far, desk, far].map(async (at) => {
      const set = nextSet(at)
      await set.put('FI', 'FS', 'GO')
      await set.answered()
      return set
    }),
  )
  expect(both.map(({ refusals }) => refusals)).toEqual([[], [], [], []])
  await clock.set(0)
})

test('in the end everything was answered and handed over once, also the sets that were open while clocks were wrong', async () => {
  for (const late of [open, behind]) {
    await late.put('GO')
    await late.answered()
  }
  const answered = new Map(desk.answers.all())
  expect(answered.get(halved.trigger)).toEqual([[122]])
  answered.delete(halved.trigger)
  expect([...answered.values()]).toEqual(Array.from({ length: sets - 1 }, () => [[]]))
  const handed = await eventually(handOvers, (rows) => rows.every(({ state }) => state === 'delivered'))
  expect(handed).toEqual(Array.from({ length: sets - 1 }, () => ({ state: 'delivered', attempts: 1 })))
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})

function nextSet(at: Desk): PlayedSet {
  return new PlayedSet(at, `T${String(++sets).padStart(4, '0')}`, {})
}

async function raised(): Promise<string[]> {
  const rows = await database.queries.selectFrom('alarm').select('kind').where('raised_at', 'is not', null).execute()
  return rows.map(({ kind }) => kind).filter((kind) => kind.startsWith('clock'))
}

async function clockOfProcess(): Promise<{ skewSeconds: number; steppedSeconds: number }> {
  const { rows } = await sql<{ clock: { skewSeconds: number; steppedSeconds: number } }>`
    select health -> 'clock' as clock from running_process`.execute(database.queries)
  return rows[0]?.clock ?? { skewSeconds: Number.NaN, steppedSeconds: Number.NaN }
}

/** Submissions of which a time is not of today. */
async function sealedFarAway(): Promise<unknown[]> {
  const { rows } = await sql`
    select submission_id from submission
    where sealed_at is not null and abs(extract(epoch from sealed_at - pg_catalog.now())) > 300`.execute(
    database.queries,
  )
  return rows
}

async function metrics(): Promise<string> {
  const { host, port } = gateway.addresses.console
  return await (await fetch(`http://${host}:${port}/metrics`)).text()
}

async function tokensIssued(): Promise<number> {
  const rows = await database.queries
    .selectFrom('audit')
    .select('action')
    .where('action', '=', 'token.issued')
    .execute()
  return rows.length
}

async function handOvers(): Promise<{ state: string; attempts: number }[]> {
  return await database.queries.selectFrom('delivery').select(['state', 'attempts']).execute()
}

/** What a clock could take away. */
async function leaving(): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*)::int from submission where sealed_at is null) as open,
      (select count(*)::int from out_entry where deleted_at is null) as answers,
      (select array_agg(distinct state) from certificate) as certificates,
      (select array_agg(distinct state) from sender) as senders,
      (select count(*)::int from received_file where released_at is not null or discarded_at is not null) as gone,
      (select sum(attempts)::int from delivery) as attempts`.execute(database.queries)
  return rows
}

/** Seconds until the set without a GO is looked at, by the clock that is ten years ahead. */
async function dueOfOpenSet(): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from due_at - pg_catalog.now())::float8 - ${TEN_YEARS} as seconds
    from claim join submission using (submission_id) where sealed_at is null`.execute(database.queries)
  return rows[0]?.seconds ?? 0
}
