import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { insertDelivery } from '../../src/ledger/deliveries.ts'
import { parkDelivery } from '../../src/ledger/delivery-control.ts'
import { readAudit } from '../../src/registry/audit.ts'
import { parkedSet, sealedSet } from '../ledger/sealed-set.ts'
import { testDatabase } from '../support/test-database.ts'
import { type CommandLine, commandLine, ME } from './command-line.ts'

let database: Database
let sluice: CommandLine
beforeAll(async () => {
  database = await testDatabase()
  sluice = commandLine(database, ['limits.bulkSubmissions=3'])
})
afterAll(async () => {
  sluice?.[Symbol.dispose]()
  await database?.[Symbol.asyncDispose]()
})

const BECAUSE = ['--reason', 'the checker is mended'] as const

test('rule 22.4, rule 22.5: what a filter finds goes on, after a look if one is wanted, and the audit has the whole and each', async () => {
  const ids = [await parkedSet(database, '00001', '123456'), await parkedSet(database, '00002', '123456')]
  const filter = ['requeue', '--filter', 'sender=123456&parked=yes', ...BECAUSE] as const
  const said = [
    await sluice(...filter, '--dry-run'),
    await sluice(...filter, '--dry-run', '--json'),
    await sluice(...filter),
    await sluice(...filter),
  ]
  const counts = { count: 2, submissions: 2, senders: 1, byState: { parked: 2 } }
  expect(said).toEqual([
    { code: 0, err: '', out: '2 of 2 submissions of 1 senders would go on.' },
    { code: 0, err: '', out: JSON.stringify({ ok: true, dryRun: true, ...counts }) },
    { code: 0, err: '', out: '2 of 2 submissions of 1 senders: 2 go on, 0 had changed meanwhile.' },
    { code: 0, err: '', out: '0 of 0 submissions of 0 senders: 0 go on, 0 had changed meanwhile.' },
  ])
  const audit = await readAudit(database.queries, { limit: 4 })
  expect(audit.map(({ actor, action, reason }) => [actor, action, reason])).toEqual(
    ['bulk.requeue', 'bulk.requeue', 'submission.requeued', 'submission.requeued'].map((action) => [
      ...[ME, action, 'the checker is mended'],
    ]),
  )
  expect(await parkedOf(ids)).toBe(0)
})

test('one is let go by its id: a submission, or a hand-over', async () => {
  const set = await parkedSet(database, '00003', '223344')
  const sealed = await sealedSet(database, '00004', '223344')
  const { deliveryId } = await database.transaction(async (tx) => {
    const inserted = await insertDelivery(tx, { submissionId: sealed, service: 'DMFA', sender: '223344' })
    await parkDelivery(tx, inserted.deliveryId, 'the service is away')
    return inserted
  })
  const said = [
    await sluice('requeue', set, ...BECAUSE, '--dry-run'),
    await sluice('requeue', set, ...BECAUSE),
    await sluice('requeue', deliveryId, ...BECAUSE, '--json'),
    await sluice('requeue', deliveryId, ...BECAUSE),
  ]
  expect(said).toEqual([
    { code: 0, err: '', out: `The submission ${set} would go on.` },
    { code: 0, err: '', out: `The submission ${set} goes on.` },
    { code: 0, err: '', out: JSON.stringify({ ok: true, id: deliveryId, what: 'delivery', dryRun: false }) },
    { code: 1, err: `sluice: Nothing that waits has the id ${deliveryId}.`, out: '' },
  ])
})

test('rule 22.6: more than the limit is refused, and nothing happens', async () => {
  const ids = await Promise.all(['00011', '00012', '00013', '00014'].map((no) => parkedSet(database, no, '323344')))
  expect(await sluice('requeue', '--filter', 'sender=323344', ...BECAUSE)).toEqual({
    ...{ code: 1, out: '' },
    err: 'sluice: SLU-QUOTA: More than 3 submissions fulfil the filter.\n  Narrow the filter.',
  })
  expect(await parkedOf(ids)).toBe(4)
})

const NEITHER = 'sluice: Give an id, or --filter.'

test.each<[string, number, readonly string[], string]>([
  ['neither id nor filter', 2, [...BECAUSE], NEITHER],
  ['both', 2, ['x', '--filter', 'parked=yes', ...BECAUSE], NEITHER],
  ['no reason', 2, ['--filter', 'parked=yes'], "error: required option '--reason <text>' not specified"],
  ['an empty reason', 2, ['x', '--reason', ' '], 'sluice: The reason is missing or longer than 500 characters.'],
  ['what is no id', 2, ['x', ...BECAUSE], 'sluice: "x" is no id. `sluice parked` shows them.'],
  [
    ...(['a filter with mistakes', 2, ['--filter', 'state=tired&sender=12', ...BECAUSE]] as const),
    'sluice: The filter says nothing that can be looked for: state, sender.',
  ],
  [
    ...(['a word of a filter that is not known', 2, ['--filter', 'sender=323344&parkd=yes', ...BECAUSE]] as const),
    'sluice: The filter says nothing that can be looked for: parkd.',
  ],
  [
    ...(['a filter that narrows nothing', 1, ['--filter', '', ...BECAUSE]] as const),
    'sluice: SLU-INPUT: Neither a filter nor a submission was chosen.\n  Narrow the list, or mark some of it.',
  ],
])('refused: %s', async (_, code, words, err) => {
  expect(await sluice('requeue', ...words)).toEqual({ code, out: '', err })
})

async function parkedOf(ids: readonly string[]): Promise<number> {
  const rows = await database.queries
    .selectFrom('submission')
    .select('submission_id')
    .where('submission_id', 'in', ids)
    .where('parked_at', 'is not', null)
    .execute()
  return rows.length
}
