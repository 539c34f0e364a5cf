/** The audit comes before the bytes, and tells how often somebody read. */
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { measureAlarms } from '../../src/daemon/measure-alarms.ts'
import { lookForAlarms } from '../../src/notices/alarms/look-for-alarms.ts'
import {
  anHourLater,
  type ContentsRig,
  contentsRig,
  reader,
  readings,
  type Scene,
  type Store,
  sceneOf,
} from './contents-scene.ts'

const FI = 'FI.DMFA.123456.20260105.00001.R.1.1'
const XML = Buffer.from('<?xml version="1.0"?><Dmfa/>')

let rig: ContentsRig
let scene: Scene
/** What the audit had when the store was asked for bytes. */
let before: string[]
beforeAll(async () => {
  rig = await contentsRig({ sets: ['operators.readsPerHour=2', 'operators.mostReadsPerHour=4'], watch })
  scene = await sceneOf(rig, { [FI]: XML })
})
afterAll(() => rig?.[Symbol.asyncDispose]())
beforeEach(async () => {
  before = []
  await anHourLater(rig)
})

/** Only what is committed is seen, for it is another connection. */
const watch = (store: Store): Store => ({
  look: (digest) => store.look(digest),
  stream: (digest) =>
    Readable.from(
      (async function* () {
        before = (await readings(rig, scene.submissionId)).map(({ reason }) => reason)
        yield* store.stream(digest)
      })(),
      { objectMode: false },
    ),
})

test('rule 22.9: the reading is committed before the first byte is asked for', async () => {
  const answer = await read(await reader(rig, 'first'), 'committed before')
  expect([answer.rawPayload, before]).toEqual([XML, ['committed before']])
})

test('rule 22.9: when the audit cannot be written, nothing is sent', async () => {
  const headers = await reader(rig, 'second')
  await sql`create function no_audit() returns trigger language plpgsql as $$ begin raise exception 'no audit'; end $$`.execute(
    rig.database.queries,
  )
  await sql`create trigger no_audit before insert on audit for each row when (new.action = 'contents.read')
    execute function no_audit()`.execute(rig.database.queries)
  const answer = await read(headers, 'unheard')
  await sql`drop trigger no_audit on audit`.execute(rig.database.queries)
  expect([answer.statusCode, answer.rawPayload.includes(XML), before]).toEqual([500, false, []])
  expect(answer.headers['content-disposition']).toBeUndefined()
})

test('rule 22.11: no more than are allowed within an hour, each operator by himself, whoever asks at once', async () => {
  const [carl, dora] = [await reader(rig, 'carl'), await reader(rig, 'dora')]
  const answers = await Promise.all(Array.from({ length: 7 }, (_, index) => read(carl, `carl ${index}`)))
  const statuses = answers.map(({ statusCode }) => statusCode).sort()
  expect(statuses).toEqual([200, 200, 200, 200, 409, 409, 409])
  const refused = answers.find(({ statusCode }) => statusCode === 409)
  expect(refused?.json()).toMatchObject({
    code: 'SLU-QUOTA',
    detail: expect.stringContaining('operators.mostReadsPerHour'),
  })
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(3000)
  expect((await read(dora, 'another')).statusCode).toBe(200)
  expect((await readings(rig)).filter(({ who }) => who === 'operator:carl@console')).toHaveLength(4)
  await anHourLater(rig)
  expect((await read(carl, 'later')).statusCode).toBe(200)
})

test('rule 27.8: more than a few within an hour call a person, by operator, until they are fewer again (case W15)', async () => {
  const [emil, fred] = [await reader(rig, 'emil'), await reader(rig, 'fred')]
  const told = async () => {
    const measured = await measureAlarms({ database: rig.database, config: () => rig.config, books: () => null })
    const { readers } = measured
    const rules = { ...rig.config.alarms, ...rig.config.operators, afterSeconds: 0, mail: [], hasWebhook: false }
    const news = await lookForAlarms(rig, { ...QUIET, readers }, rules)
    return news.map(
      ({ what, alarm: { subject, severity, values } }) => `${what} ${subject} ${severity} ${values.count}`,
    )
  }
  for (const reason of ['1', '2']) for (const headers of [emil, fred]) await read(headers, reason)
  expect(await told()).toEqual([])
  await read(emil, '3')
  expect(await told()).toEqual(['raised operator:emil@console warning 3'])
  await read(emil, '4')
  expect(await told()).toEqual(['worse operator:emil@console critical 4'])
  await anHourLater(rig)
  expect(await told()).toEqual(['over operator:emil@console critical 4'])
})

const QUIET = {
  ...{ parkedSubmissions: 0, handOvers: [], answers: [], paused: [], misplaced: 0, ill: [], certificates: [] },
  ...{
    unchainedSeconds: 0,
    silent: [],
    awaitingRevocation: { sets: 0, oldestSeconds: 0 },
    clocks: [],
    restorations: [],
  },
}

function read(headers: Record<string, string>, reason: string) {
  const url = `/api/v1/submissions/${scene.submissionId}/contents/${scene.file(FI)}`
  return rig.ask({ method: 'POST', url, headers, payload: { reason } })
}
