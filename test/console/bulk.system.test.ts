import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Prepared, prepareBulk, type Selection } from '../../src/console/operations/bulk/prepare.ts'
import { runBulk } from '../../src/console/operations/bulk/run.ts'
import { submissionActs } from '../../src/daemon/submission-acts.ts'
import type { Database } from '../../src/database/database.ts'
import type { BulkAction } from '../../src/ledger/bulk/targets.ts'
import { unparkSubmission } from '../../src/ledger/claims.ts'
import { insertDelivery } from '../../src/ledger/deliveries.ts'
import { readFacts } from '../../src/ledger/facts.ts'
import { searchWordsOf } from '../../src/ledger/search/search-words.ts'
import { parkedSet, sealedSet } from '../ledger/sealed-set.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const OPERATOR = { actor: 'operator:one@console', role: 'operator' } as const
const ADMINISTRATOR = { actor: 'operator:chief@console', role: 'administrator' } as const
const REASON = 'the service is back, call 4711'

test('rule 22.4 the dry run says exactly what would happen, by state, and does nothing', async () => {
  const ids = [await parked('00001', '123456'), await parked('00002', '123456'), await parked('00003', '654321')]
  const sealed = await sealedSet(database, '00004', '123456')
  const prepared = await prepare('requeue', { ids: [...ids, sealed, ids[0] ?? ''] })
  const { bulkId, examples, ...told } = prepared
  expect(told).toEqual({
    ...{ action: 'requeue', count: 3, submissions: 3, senders: 2, byState: { parked: 3 }, notConcerned: 1 },
  })
  expect(examples.map(({ submissionId }) => submissionId)).toEqual([...ids].sort())
  expect(await parkedOf(ids)).toBe(3)
  expect(await auditsOf(bulkId)).toEqual([])
})

test('rule 22.5 two clicks at once are one effect, the second is told so, and the audit has the whole and each', async () => {
  const ids = await Promise.all(['00011', '00012', '00013'].map((sequence) => parked(sequence, '223344')))
  const { bulkId, count } = await prepare('requeue', {
    filter: { words: searchWordsOf('223344') ?? undefined, parked: true },
  })
  expect(count).toBe(3)
  const outcomes = await Promise.all([run(bulkId), run(bulkId)])
  expect(outcomes.map((one) => one.ok && [one.value.done, one.value.skipped, one.value.isRepeated]).sort()).toEqual([
    [3, 0, false],
    [3, 0, true],
  ])
  expect(await parkedOf(ids)).toBe(0)
  const each = [...ids].sort().map((id) => ['submission.requeued', `submission:${id}`, REASON])
  expect(await auditsOf(bulkId)).toEqual([...each, ['bulk.requeue', `bulk:${bulkId}`, REASON]])
})

test('rule 22.5 two operators at once: what the first one did the second skips, and is told how much', async () => {
  const ids = await Promise.all(['00021', '00022'].map((sequence) => parked(sequence, '323344')))
  const [mine, theirs] = [await prepare('requeue', { ids }), await prepare('requeue', { ids }, ADMINISTRATOR)]
  const outcomes = await Promise.all([run(mine.bulkId), run(theirs.bulkId, ADMINISTRATOR)])
  const done = outcomes.map((one) => (one.ok ? [one.value.done, one.value.skipped] : null))
  expect(done.flat().reduce((sum, part) => (sum ?? 0) + (part ?? 0), 0)).toBe(4)
  expect(done.map((one) => one?.[0]).reduce((sum, part) => (sum ?? 0) + (part ?? 0), 0)).toBe(2)
})

test('rule 22.5 what changed since it was shown is skipped', async () => {
  const ids = [await parked('00031', '423344'), await parked('00032', '423344')]
  const { bulkId } = await prepare('requeue', { ids })
  await database.transaction((tx) => unparkSubmission(tx, ids[0] ?? ''))
  expect(await run(bulkId)).toMatchObject({ ok: true, value: { count: 2, done: 1, skipped: 1 } })
})

test('rule 22.8 a parked submission that is given up is rejected with the official code, and goes on to its answer (case W11)', async () => {
  const id = await parked('00041', '523344')
  const { bulkId } = await prepare('giveUp', { ids: [id] })
  expect(await run(bulkId)).toMatchObject({ ok: true, value: { done: 1 } })
  const { verdict } = await readFacts(database.queries, id)
  expect(verdict).toMatchObject({
    outcome: 'rejected',
    reasons: [{ code: 277 }],
    setKey: 'DMFA.523344.20260105.00041.R',
  })
  expect([verdict?.answer?.sequence, await parkedOf([id])]).toEqual([expect.any(String), 0])
})

test('rule 22.7 giving up more than one is for administrators', async () => {
  const ids = [await parked('00051', '623344'), await parked('00052', '623344')]
  const input = { action: 'giveUp', selection: { ids } } as const
  expect(await prepareBulk(ground(), OPERATOR, input)).toMatchObject({ ok: false, problem: { code: 'SLU-RIGHTS' } })
  expect(await prepareBulk(ground(), ADMINISTRATOR, input)).toMatchObject({ ok: true, value: { count: 2 } })
  expect(await prepareBulk(ground(), { ...OPERATOR, role: 'viewer' }, { ...input, action: 'requeue' })).toMatchObject({
    ok: false,
    problem: { code: 'SLU-RIGHTS' },
  })
})

test('a sealed set is cancelled as by a TD, and a hand-over that waits is parked and put back', async () => {
  const id = await sealedSet(database, '00061', '723344')
  const { deliveryId } = await database.transaction((tx) =>
    insertDelivery(tx, { submissionId: id, service: 'DMFA', sender: '723344' }),
  )
  const done = []
  for (const action of ['park', 'park', 'requeue', 'cancel', 'cancel'] as const) {
    const outcome = await run((await prepare(action, { ids: [id] })).bulkId)
    done.push([action, outcome.ok && outcome.value.done, await stateOf(deliveryId)])
  }
  expect(done).toEqual([
    ['park', 1, 'parked'],
    ['park', 0, 'parked'],
    ['requeue', 1, 'waiting'],
    ['cancel', 1, 'waiting'],
    ['cancel', 0, 'waiting'],
  ])
  expect(Object.keys(await readFacts(database.queries, id)).sort()).toEqual(['cancellation', 'envelope'])
})

test.each<[string, string, typeof OPERATOR | typeof ADMINISTRATOR, string, string]>([
  ['no reason', ' ', OPERATOR, 'now', 'SLU-INPUT'],
  ['too long a reason', 'x'.repeat(501), OPERATOR, 'now', 'SLU-INPUT'],
  ['somebody else', REASON, ADMINISTRATOR, 'now', 'SLU-MISSING'],
  ['an old look', REASON, OPERATOR, '-infinity', 'SLU-VERSION'],
])('rule 22.6 with %s nothing happens', async (_, reason, by, madeAt, code) => {
  const id = await parked(`000${70 + code.length}`, '823344')
  const { bulkId } = await prepare('requeue', { ids: [id] })
  if (madeAt !== 'now')
    await sql`update bulk_action set made_at = now() - interval '2 hours' where bulk_id = ${bulkId}`.execute(
      database.queries,
    )
  expect(await runBulk(ground(), by, { bulkId, reason })).toMatchObject({ ok: false, problem: { code } })
  expect(await parkedOf([id])).toBe(1)
})

test('rule 22.6 nothing is done to nothing chosen, and not to too many', async () => {
  const ids = [await parked('00091', '923344'), await parked('00092', '923344')]
  const few = { ...ground(), limits: { bulkMax: () => 1 } }
  const problems = [
    await prepareBulk(ground(), OPERATOR, { action: 'requeue', selection: { filter: {} } }),
    await prepareBulk(ground(), OPERATOR, { action: 'requeue', selection: { ids: [] } }),
    await prepareBulk(few, OPERATOR, { action: 'requeue', selection: { ids } }),
    await prepareBulk(few, OPERATOR, { action: 'requeue', selection: { filter: { sender: '923344' } } }),
  ]
  expect(problems.map((one) => !one.ok && one.problem.code)).toEqual([
    ...['SLU-INPUT', 'SLU-INPUT', 'SLU-QUOTA', 'SLU-QUOTA'],
  ])
})

function ground() {
  const acts = submissionActs({ productVersion: '1.0.0', reuse: () => 'afterRejection' })
  return { database, acts, limits: { bulkMax: () => 10_000 } }
}

async function prepare(
  action: BulkAction,
  selection: Selection,
  by: typeof OPERATOR | typeof ADMINISTRATOR = OPERATOR,
): Promise<Prepared> {
  const prepared = await prepareBulk(ground(), by, { action, selection })
  if (!prepared.ok) throw new Error(prepared.problem.cause)
  return prepared.value
}

function run(bulkId: string, by: typeof OPERATOR | typeof ADMINISTRATOR = OPERATOR) {
  return runBulk(ground(), by, { bulkId, reason: REASON })
}

const parked = (sequence: string, sender: string) => parkedSet(database, sequence, sender)

async function parkedOf(ids: readonly string[]): Promise<number> {
  const rows = await database.queries
    .selectFrom('submission')
    .select('submission_id')
    .where('submission_id', 'in', ids)
    .where('parked_at', 'is not', null)
    .execute()
  return rows.length
}

async function stateOf(deliveryId: string): Promise<string | undefined> {
  const row = await database.queries
    .selectFrom('delivery')
    .select('state')
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst()
  return row?.state
}

async function auditsOf(bulkId: string): Promise<unknown[]> {
  const { rows } = await sql<{ action: string; subject: string; reason: string }>`
    select action, subject, reason from audit
    where subject = ${`bulk:${bulkId}`} or detail ->> 'bulk' = ${bulkId} order by audit_no`.execute(database.queries)
  return rows.map(({ action, subject, reason }) => [action, subject, reason])
}
