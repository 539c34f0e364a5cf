import { hostname } from 'node:os'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { uuidV7 } from '../../src/base/ids.ts'
import type { Database } from '../../src/database/database.ts'
import { reportProcess } from '../../src/ledger/processes.ts'
import { readAudit } from '../../src/registry/audit.ts'
import { testDatabase } from '../support/test-database.ts'
import { type CommandLine, commandLine, ME, type Said } from './command-line.ts'

let database: Database
let sluice: CommandLine
beforeAll(async () => {
  database = await testDatabase()
  sluice = commandLine(database, ['console.port=8480'])
})
afterEach(async () => {
  await database.queries.deleteFrom('operator').execute()
  await database.queries.deleteFrom('running_process').execute()
})
afterAll(async () => {
  sluice?.[Symbol.dispose]()
  await database?.[Symbol.asyncDispose]()
})

test('rule 21.6: the first operator is made on the host, and told where to sign in', async () => {
  expect(await sluice('operator', 'list')).toEqual({
    ...{ code: 0, err: '' },
    out: 'There is no operator yet: sluice operator add NAME --role administrator',
  })
  const added = await sluice('operator', 'add', 'ann', '--role', 'administrator', '--contents')
  expect(withoutCode(added)).toEqual({
    ...{ code: 0, err: '' },
    out: [
      'ann signs in for the first time within 24 hours, once, at:',
      '  http://127.0.0.1:8480/first-sign-in?code=<code>',
      'or anywhere the console is reached, with the code <code>',
    ].join('\n'),
  })
  expect(await sluice('operator', 'list')).toEqual({ code: 0, err: '', out: 'ann  administrator  invited  contents' })
  expect(JSON.parse((await sluice('operator', 'list', '--json')).out)).toEqual({
    operators: [
      {
        ...{ name: 'ann', role: 'administrator', state: 'invited', mayReadContents: true },
        ...{ createdAt: expect.any(String), createdBy: ME, lastLoginAt: null },
      },
    ],
  })
})

test('rule 21.7: a new code is given with a reason, also in JSON', async () => {
  await sluice('operator', 'add', 'ann')
  const invited = JSON.parse((await sluice('operator', 'invite', 'ann', '--reason', 'lost it', '--json')).out)
  const link = `http://127.0.0.1:8480/first-sign-in?code=${invited.code}`
  expect(invited).toEqual({ name: 'ann', code: expect.stringMatching(/^[\w-]{20,}$/), link, hours: 24 })
})

test('where the console takes any free port the link has that of the gateway which runs here, or none', async () => {
  using free = commandLine(database, ['console.port=0'])
  const lines = [
    'ann signs in for the first time within 24 hours, once, at /first-sign-in of the console, with the code <code>',
    'The console takes any free port (console.port: 0) and does not run on this host; `sluice status` shows its address.',
  ]
  await runsOn('elsewhere.example', 4711)
  expect(withoutCode(await free('operator', 'add', 'ann'))).toEqual({ code: 0, err: '', out: lines.join('\n') })
  await runsOn(hostname(), 4712)
  expect(withoutCode(await free('operator', 'invite', 'ann', '--reason', 'again')).out).toContain(
    '  http://127.0.0.1:4712/first-sign-in?code=<code>\n',
  )
})

test('rule 21.8: what is changed about an operator is told, and in the audit with its reason', async () => {
  await sluice('operator', 'add', 'ann', '--reason', 'new here')
  const changes = [
    ['role', 'ann', 'viewer'],
    ['contents', 'ann', 'on'],
    ['lock', 'ann'],
    ['unlock', 'ann'],
    ['sign-out', 'ann'],
    ['delete', 'ann'],
  ] as const
  const told: string[] = []
  for (const words of changes) told.push((await sluice('operator', ...words, '--reason', 'because')).out)
  expect(told).toEqual([
    'operator ann viewer: role done.',
    'operator ann on: contents done.',
    'operator ann: lock done.',
    'operator ann: unlock done.',
    'operator ann: sign-out done.',
    'operator ann: delete done.',
  ])
  const audit = await readAudit(database.queries, { limit: 7 })
  expect(audit.map(({ actor, action, reason }) => `${actor} ${action} ${reason}`).reverse()).toEqual([
    `${ME} operator.added new here`,
    `${ME} operator.roleChanged because`,
    `${ME} operator.contentsChanged because`,
    `${ME} operator.locked because`,
    `${ME} operator.unlocked because`,
    `${ME} operator.sessionsEnded because`,
    `${ME} operator.deleted because`,
  ])
  expect(await sluice('operator', 'lock', 'ann', '--reason', 'x', '--json')).toEqual({
    ...{ code: 1, out: '' },
    err: 'sluice: SLU-UNKNOWN: There is no operator of this name.\n  Look at the list.',
  })
})

test('a change is told in JSON as well', async () => {
  await sluice('operator', 'add', 'ann')
  expect(await sluice('operator', 'role', 'ann', 'viewer', '--reason', 'x', '--json')).toEqual({
    ...{ code: 0, err: '' },
    out: '{"ok":true,"subject":"ann viewer","verb":"role"}',
  })
})

const NO_REASON = 'sluice: The reason is missing or longer than 500 characters.'
const NO_ROLE = 'sluice: "king" is no role. Choose viewer, operator, administrator.'
const BAD_NAME = `sluice: SLU-INPUT: This is no name of an operator.
  Choose 2 to 40 small letters, digits, dots, hyphens or underscores, beginning with a letter or digit.`
const TAKEN = `sluice: SLU-EXISTS: This name is or was that of an operator.
  Choose another one: the audit calls people by their names.`

test.each<[string, readonly string[], string]>([
  ['a name that none can be', ['add', 'Ann B'], BAD_NAME],
  ['a name that is taken', ['add', 'taken'], TAKEN],
])('%s is refused', async (_, words, err) => {
  await sluice('operator', 'add', 'taken')
  expect(await sluice('operator', ...words)).toEqual({ code: 1, out: '', err })
})

test.each<[string, readonly string[], string]>([
  ['no reason', ['lock', 'ann'], "error: required option '--reason <text>' not specified"],
  ['an empty reason', ['lock', 'ann', '--reason', ' '], NO_REASON],
  ['a novel for a reason', ['role', 'ann', 'viewer', '--reason', 'x'.repeat(501)], NO_REASON],
  ['no name', ['lock', '--reason', 'x'], "error: missing required argument 'name'"],
  ['a role that is none', ['role', 'ann', 'king', '--reason', 'x'], NO_ROLE],
  ['a role that is none, of a new one', ['add', 'ann', '--role', 'king'], NO_ROLE],
  ['a switch that is none', ['contents', 'ann', 'maybe', '--reason', 'x'], 'sluice: "maybe" is neither on nor off.'],
])('wrong use: %s', async (_, words, err) => {
  expect(await sluice('operator', ...words)).toEqual({ code: 2, out: '', err })
  expect((await sluice('operator', 'list')).out).toMatch(/^There is no operator yet/)
})

function withoutCode({ out, ...said }: Said): Said {
  return { ...said, out: out.replaceAll(/(code[ =])[\w-]{20,}/g, '$1<code>') }
}

async function runsOn(node: string, port: number): Promise<void> {
  const addresses = { console: { host: '127.0.0.1', port } }
  const card = { processId: uuidV7(), node, pid: 7, version: '0', roles: ['console'], addresses }
  await reportProcess(database.queries, card, {})
}
