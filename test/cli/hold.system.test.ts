import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { readAudit } from '../../src/registry/audit.ts'
import { sealedSet } from '../ledger/sealed-set.ts'
import { testDatabase } from '../support/test-database.ts'
import { type CommandLine, commandLine, ME } from './command-line.ts'

let database: Database
let sluice: CommandLine
let id: string
beforeAll(async () => {
  database = await testDatabase()
  sluice = commandLine(database)
  id = await sealedSet(database, '00001', '123456')
})
afterEach(() => database.queries.deleteFrom('hold').execute())
afterAll(async () => {
  sluice?.[Symbol.dispose]()
  await database?.[Symbol.asyncDispose]()
})

const BECAUSE = ['--reason', 'the court asks'] as const

test('a submission is held, shown and released, each in the audit with its reason', async () => {
  const said = [
    await sluice('holds'),
    await sluice('hold', id, ...BECAUSE),
    await sluice('hold', id, '--reason', 'once more'),
    await sluice('holds'),
    await sluice('release', id, '--reason', 'the case is closed'),
    await sluice('release', id, '--reason', 'once more'),
  ]
  expect(said.map(({ code, out, err }) => [code, out.replace(/since \S+/, 'since <time>'), err])).toEqual([
    [0, 'Nothing is held.', ''],
    [0, `The contents of ${id} are held.`, ''],
    [0, `The contents of ${id} were held before; the first reason stands.`, ''],
    [0, `${id}  since <time> by ${ME}: the court asks`, ''],
    [0, `The hold on ${id} is ended.`, ''],
    [1, '', `sluice: There is no hold on ${id}. \`sluice holds\` shows them.`],
  ])
  const audit = await readAudit(database.queries, { subject: `submission:${id}`, limit: 9 })
  expect(audit.map(({ actor, action, reason }) => [actor, action, reason])).toEqual([
    [ME, 'hold.released', 'the case is closed'],
    [ME, 'hold.placed', 'the court asks'],
  ])
})

test('all of a sender is held, in JSON', async () => {
  const said = [
    await sluice('hold', '123456', ...BECAUSE, '--json'),
    await sluice('hold', '123456', ...BECAUSE, '--json'),
    await sluice('holds', '--json'),
    await sluice('release', '123456', ...BECAUSE, '--json'),
  ]
  expect(said.map(({ code, out, err }) => [code, JSON.parse(out), err])).toEqual([
    [0, { ok: true, subject: '123456', outcome: 'placed' }, ''],
    [0, { ok: true, subject: '123456', outcome: 'there' }, ''],
    [
      0,
      {
        holds: [
          { submissionId: null, sender: '123456', reason: 'the court asks', actor: ME, placedAt: expect.any(String) },
        ],
      },
      '',
    ],
    [0, { ok: true, subject: '123456' }, ''],
  ])
})

test('contents that left before are told', async () => {
  const left = await sealedSet(database, '00002', '123456')
  await database.queries
    .updateTable('submission')
    .set({ contents_removed_at: new Date() })
    .where('submission_id', '=', left)
    .execute()
  expect(await sluice('hold', left, ...BECAUSE)).toEqual({
    ...{ code: 0, err: '' },
    out: `The contents of ${left} are held; some of them had been removed after their archive time before.`,
  })
})

const STRANGER = '0197a000-0000-7000-8000-000000000001'

test.each<[string, number, readonly string[], string]>([
  ['nothing of that id', 1, ['hold', STRANGER, ...BECAUSE], `sluice: Nothing is known of ${STRANGER}.`],
  ['nothing of that sender', 1, ['hold', '999888', ...BECAUSE], 'sluice: Nothing is known of 999888.'],
  ['no subject', 2, ['hold', ...BECAUSE], "error: missing required argument 'subject'"],
  ['no reason', 2, ['hold', '123456'], "error: required option '--reason <text>' not specified"],
  [
    'an empty reason',
    2,
    ['release', '123456', '--reason', ''],
    'sluice: The reason is missing or longer than 500 characters.',
  ],
  [
    ...(['neither id nor sender', 2, ['hold', 'DMFA', ...BECAUSE]] as const),
    'sluice: "DMFA" is neither the id of a submission nor a sender number of six digits.',
  ],
])('refused: %s', async (_, code, words, err) => {
  expect(await sluice(...words)).toEqual({ code, out: '', err })
  expect((await sluice('holds')).out).toBe('Nothing is held.')
})
