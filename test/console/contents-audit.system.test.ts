/** The audit comes before the bytes, and tells how often somebody read. */
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
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
  rig = await contentsRig({ sets: ['operators.mostReadsPerHour=4'], watch })
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

function read(headers: Record<string, string>, reason: string) {
  const url = `/api/v1/submissions/${scene.submissionId}/contents/${scene.file(FI)}`
  return rig.ask({ method: 'POST', url, headers, payload: { reason } })
}
