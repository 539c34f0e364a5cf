import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { readAudit } from '../../src/registry/audit.ts'
import { placeDeliveries } from '../ledger/watch/watched-rows.ts'
import { testDatabase } from '../support/test-database.ts'
import { type CommandLine, commandLine, ME } from './command-line.ts'

let database: Database
let sluice: CommandLine
beforeAll(async () => {
  database = await testDatabase()
  sluice = commandLine(database)
})
afterAll(async () => {
  sluice?.[Symbol.dispose]()
  await database?.[Symbol.asyncDispose]()
})

test('rule 24.8: a service is paused once and resumed once, with a reason, and the list shows it', async () => {
  await placeDeliveries(database.queries, { service: 'DMFA', count: 3 })
  const said = [
    await sluice('queues', 'pause', 'DMFA', '--reason', 'a new release'),
    await sluice('queues', 'pause', 'DMFA', '--reason', 'another one'),
    await listed('DMFA'),
    await sluice('queues', 'resume', 'DMFA', '--reason', 'done', '--json'),
    await sluice('queues', 'resume', 'DMFA', '--reason', 'done'),
    await listed('DMFA'),
  ]
  const counts = '3 waiting, 0 active, 0 retrying, 0 inDoubt, 0 delivered in 24 h, 0 refused in 24 h, 0 parked'
  expect(said).toEqual([
    { code: 0, err: '', out: 'DMFA: paused.' },
    {
      ...{ code: 1, out: '' },
      err: 'sluice: SLU-STATE: The service is paused already.\n  Look at who paused it and why; resume it first to give another reason.',
    },
    `DMFA (paused: a new release): ${counts}`,
    { code: 0, err: '', out: '{"ok":true,"service":"DMFA","verb":"resume"}' },
    {
      ...{ code: 1, out: '' },
      err: 'sluice: SLU-STATE: The service is not paused.\n  Nothing is to be done; somebody else may have resumed it.',
    },
    `DMFA: ${counts}`,
  ])
  expect(await audited('service:DMFA')).toEqual([
    [ME, 'queue.resumed', 'done'],
    [ME, 'queue.paused', 'a new release'],
  ])
})

test('rule 24.9: a service that is held back is shown, and tried again once', async () => {
  const openUntil = sql<Date>`now() + interval '1 hour'`
  const held = { service: 'DIMN', environment: 'T', state: 'open', failures: 5, last_error: 'connection refused' }
  await database.queries
    .insertInto('target_state')
    .values({ ...held, open_until: openUntil })
    .execute()
  const again = ['queues', 'try-again', 'DIMN', 'T', '--reason', 'the team says so'] as const
  const said = [await listed('DIMN'), await sluice(...again), await sluice(...again), await listed('DIMN')]
  expect(said).toEqual([
    'DIMN (T held back: connection refused): nothing',
    { code: 0, err: '', out: 'DIMN T: tried again.' },
    {
      ...{ code: 1, out: '' },
      err: 'sluice: SLU-STATE: The hand-over is not held back there.\n  Nothing is to be done; the service may have answered meanwhile.',
    },
    'DIMN: nothing',
  ])
  expect(await audited('service:DIMN')).toEqual([[ME, 'target.closed', 'the team says so']])
  await database.queries.updateTable('target_state').set({ state: 'open', open_until: openUntil }).execute()
  expect(await sluice(...again, '--json')).toEqual({
    ...{ code: 0, err: '' },
    out: '{"ok":true,"service":"DIMN","environment":"T","verb":"try-again"}',
  })
})

const NO_SERVICE = 'sluice: There is no online service "NONE". `sluice queues` lists them.'
const NO_ENVIRONMENT = 'sluice: "X" is no environment. Choose R, T or S.'

test.each<[string, readonly string[], string]>([
  ['a service that is none', ['pause', 'NONE', '--reason', 'x'], NO_SERVICE],
  ['an environment that is none', ['try-again', 'DMFA', 'X', '--reason', 'x'], NO_ENVIRONMENT],
  ['no environment', ['try-again', 'DMFA', '--reason', 'x'], "error: missing required argument 'environment'"],
  ['no reason', ['resume', 'DMFA'], "error: required option '--reason <text>' not specified"],
])('wrong use: %s', async (_, words, err) => {
  expect(await sluice('queues', ...words)).toEqual({ code: 2, out: '', err })
})

async function listed(service: string): Promise<string | undefined> {
  const { out } = await sluice('queues')
  return out.split('\n').find((line) => line.startsWith(service))
}

async function audited(subject: string) {
  const entries = await readAudit(database.queries, { subject, limit: 9 })
  return entries.map(({ actor, action, reason }) => [actor, action, reason])
}
