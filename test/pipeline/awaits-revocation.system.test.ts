import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { silentLog } from '../../src/base/log.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import { wakeWaiting } from '../../src/ledger/revocation-waits.ts'
import type { Lanes } from '../../src/pipeline/lanes.ts'
import { startPipeline } from '../../src/pipeline/pipeline.ts'
import { keepStanding, standingOf } from '../../src/registry/certificate-standings.ts'
import { AwaitsRevocation } from '../../src/stages/awaits-revocation.ts'
import { eventually } from '../gateway/gateway.ts'
import { sealedSet } from '../ledger/sealed-set.ts'
import { testDatabase } from '../support/test-database.ts'

const certificate = { sha256: sha256('signer'), serial: '01', subject: 'CN=Signer', authorities: [] }
/** What is missed is looked at again after an hour. */
const SOON = { timeout: 20_000 }
let database: Database
let pipeline: Lanes | undefined

beforeAll(async () => {
  database = await testDatabase()
})
afterEach(async () => {
  await pipeline?.[Symbol.asyncDispose]()
  await database.queries.deleteFrom('claim').execute()
  await database.queries.deleteFrom('certificate_standing').execute()
})
afterAll(() => database?.[Symbol.asyncDispose]())

/** Runs lanes that look again only when a claim is due, and judge as the gate does; resolves with what each look at the set found. */
async function looksAt(duringFirst: () => Promise<unknown>): Promise<readonly string[]> {
  const looks: string[] = []
  let end = () => {}
  const counted = new Promise<void>((resolve) => {
    end = resolve
  })
  const perform = async () => {
    const known = await standingOf(database.queries, certificate.sha256)
    looks.push(known?.status ?? 'none')
    if (looks.length === 1) await duringFirst()
    if (known?.status !== 'good') throw new AwaitsRevocation(certificate, known?.checkedAt ?? null)
    end()
    return 'wait' as const
  }
  pipeline = await startPipeline({
    ...{ database, lanes: 1, owner: 'test', log: silentLog, patienceSeconds: () => 10 },
    limits: () => ({ pollSeconds: 3600, leaseSeconds: 3600, stepAttempts: 3, readAttempts: 3 }),
    steps: { facts: async () => ({}), perform },
    onBug: (error) => looks.push(String(error)),
  })
  await counted
  return looks
}

async function keep(tx: Transaction): Promise<void> {
  const answered = { status: 'good', source: 'http://ca.example/ocsp', statedAt: new Date() } as const
  await keepStanding(tx, certificate.sha256, answered, 24)
  await wakeWaiting(tx, certificate.sha256)
}

const enlist = () =>
  database.queries.insertInto('certificate_standing').values({ sha256: certificate.sha256 }).execute()

test('rule 28.3: an answer that is kept while its set is judged is not missed', SOON, async () => {
  await sealedSet(database, '00001', '123456')
  await enlist()
  expect(await looksAt(() => database.transaction(keep))).toEqual(['unknown', 'good'])
})

test('rule 28.3: nor is one whose commit ends only after the set was told to wait', SOON, async () => {
  await sealedSet(database, '00002', '123456')
  await enlist()
  let keeping = Promise.resolve()
  const looks = await looksAt(
    () =>
      new Promise<void>((kept) => {
        keeping = database.transaction(async (tx) => {
          await keep(tx)
          kept()
          await until(async () => (await claim()).waits_for !== null || (await isSomebodyBlocked()))
        })
      }),
  )
  await keeping
  expect(looks).toEqual(['unknown', 'good'])
})

test('rule 28.3: nobody looks again while nothing new was said', SOON, async () => {
  await sealedSet(database, '00003', '123456')
  const looks = looksAt(async () => {})
  await until(async () => (await claim()).waits_for !== null)
  const { due_at, waits_since, ...told } = await claim()
  expect(told).toEqual({ waits_for: certificate.sha256, failures: 1 })
  expect(due_at.getTime()).toBeGreaterThan(waits_since?.getTime() ?? Infinity)
  await database.transaction(keep)
  expect(await looks).toEqual(['none', 'good'])
})

function claim() {
  return database.queries
    .selectFrom('claim')
    .select(['waits_for', 'waits_since', 'failures', 'due_at'])
    .executeTakeFirstOrThrow()
}

async function isSomebodyBlocked(): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
    database.queries,
  )
  return rows.length > 0
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  await eventually(condition, Boolean)
}
