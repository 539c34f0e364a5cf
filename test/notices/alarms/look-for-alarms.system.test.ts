import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { lockAlarms, raisedAlarms } from '../../../src/notices/alarms/alarm-rows.ts'
import type { Measured } from '../../../src/notices/alarms/conditions.ts'
import { type AlarmRules, lookForAlarms } from '../../../src/notices/alarms/look-for-alarms.ts'
import { testDatabase } from '../../support/test-database.ts'
import { BOX, written } from '../fixtures.ts'

const QUIET: Measured = {
  ...{ parkedSubmissions: 0, handOvers: [], answers: [], paused: [], misplaced: 0, ill: [], certificates: [] },
  ...{
    unchainedSeconds: 0,
    silent: [],
    awaitingRevocation: { sets: 0, oldestSeconds: 0 },
    readers: [],
    clocks: [],
    restorations: [],
  },
}
const PARKED = { ...QUIET, parkedSubmissions: 2 }
const RULES: AlarmRules = {
  ...{ afterSeconds: 0, repeatHours: 12, messagesPerHour: 20, language: 'en', mail: ['night@example.org'] },
  ...{
    hasWebhook: true,
    oldestMinutes: 30,
    answerMinutes: 15,
    revocationMinutes: 30,
    clockSeconds: 120,
    pausedHours: 4,
    certificateDays: 30,
  },
  ...{ readsPerHour: 20, mostReadsPerHour: 200 },
}

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  await database.queries.deleteFrom('alarm').execute()
  await database.queries.deleteFrom('outgoing_message').execute()
})

const look = (measured: Measured, rules: AlarmRules = RULES) => lookForAlarms({ database, box: BOX }, measured, rules)

test('rule 27.3: what is new is kept, and told to every way in the same commit; looked at again, it is not', async () => {
  expect(await look(PARKED)).toMatchObject([{ what: 'raised', alarm: { kind: 'submissionsParked' } }])
  expect(await look(PARKED)).toEqual([])
  expect(await raisedAlarms(database.queries)).toMatchObject([{ kind: 'submissionsParked', values: { count: 2 } }])
  const messages = await written(database)
  expect(messages.map(({ medium, to, subject }) => ({ medium, to, subject }))).toEqual([
    { medium: 'mail', to: 'night@example.org', subject: 'Gateway – alarms: 1, urgent: 1' },
    { medium: 'webhook', to: 'webhook', subject: 'Gateway – alarms: 1, urgent: 1' },
  ])
  expect(JSON.parse(messages[1]?.text ?? '').alarms).toMatchObject([{ kind: 'submissionsParked', what: 'raised' }])
})

test('rule 27.2: the end is told, and nothing remains', async () => {
  await look(PARKED)
  expect(await look(QUIET)).toMatchObject([{ what: 'over', alarm: { kind: 'submissionsParked' } }])
  expect(await raisedAlarms(database.queries)).toEqual([])
})

test('rule 27.4: no more messages in an hour than are set; the rest is told with the next', async () => {
  const rules = { ...RULES, messagesPerHour: 1 }
  await look(PARKED, rules)
  const more = { ...PARKED, misplaced: 1, unchainedSeconds: 90 }
  expect(await look(more, rules)).toEqual([])
  expect((await raisedAlarms(database.queries)).map(({ kind }) => kind)).toEqual([
    'submissionsParked',
    'filesMisplaced',
    'auditUnchained',
  ])
  await toldAgo(3540)
  expect(await look(more, rules)).toEqual([])
  await toldAgo(3601)
  expect((await look(more, rules)).map(({ alarm }) => alarm.kind)).toEqual(['filesMisplaced', 'auditUnchained'])
})

test('one process looks at a time', async () => {
  await database.transaction(async (tx) => {
    await lockAlarms(tx)
    expect(await look(PARKED)).toEqual([])
  })
  expect(await look(PARKED)).toHaveLength(1)
})

async function toldAgo(seconds: number): Promise<void> {
  const created_at = new Date(Date.now() - seconds * 1000)
  await database.queries.updateTable('outgoing_message').set({ created_at }).execute()
}
