import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { selfTestHealth } from '../../src/daemon/self-test/self-test.ts'
import { sequenceAt } from '../../src/daemon/self-test/trip.ts'
import { placeHold } from '../../src/ledger/retention/holds.ts'
import { forgetOwnSets, lastGreen, noteTest } from '../../src/ledger/retention/self-tests.ts'
import { publishAnswer } from '../mailbox/answers.ts'
import { closeRig, openRig, type Rig } from '../mailbox/rig.ts'

afterAll(closeRig)

let rig: Rig
beforeEach(async () => {
  rig = await openRig()
  await sql`truncate self_test, self_test_sender`.execute(rig.database.queries)
})
afterEach(() => rig[Symbol.asyncDispose]())

test('rule 23.12: an endpoint that was not green for three periods makes the gateway degraded', async () => {
  const { queries } = rig.database
  await noteTest(queries, { endpoint: 'sftp', ok: true, milliseconds: 40, error: null })
  await noteTest(queries, { endpoint: 'web', ok: true, milliseconds: 30, error: null })
  await sql`update self_test set at = at - interval '200 seconds' where endpoint = 'web'`.execute(queries)
  await noteTest(queries, { endpoint: 'web', ok: false, milliseconds: 9000, error: 'no answer' })
  const [sftp, web] = await lastGreen(queries)
  const look = (since: Date) => selfTestHealth(queries, { everySeconds: 60, since, now: new Date() })
  const [started, running] = [await look(new Date()), await look(new Date(0))]
  expect([sftp?.last.ok, web?.last.error, started, running.state]).toEqual([
    true,
    'no answer',
    { state: 'up' },
    'degraded',
  ])
  expect(running.detail).toBe(
    `the self-test does not come through: web not since ${web?.lastGreenAt?.toISOString()}: no answer`,
  )
})

test('rule 23.12: one that never ran is told as well', async () => {
  const look = (since: Date) => selfTestHealth(rig.database.queries, { everySeconds: 60, since, now: new Date() })
  expect([(await look(new Date())).state, (await look(new Date(0))).state]).toEqual(['up', 'degraded'])
})

test('its sets are forgotten after an hour, facts too; those that are held or of others never', async () => {
  const { queries } = rig.database
  const own = await publishAnswer(rig, { sender: '111111' })
  const fresh = await publishAnswer(rig, { sender: '111111' })
  const others = await publishAnswer(rig, { sender: '222222' })
  await sql`insert into self_test_sender (sender_number, authority, secrets) values ('111111', '', '')`.execute(queries)
  await sql`update submission set closed_at = now() - make_interval(hours =>
    case when submission_id = ${fresh.transferId} then 0 else 2 end)`.execute(queries)
  const forgotten = await rig.database.transaction((tx) => forgetOwnSets(tx, { hours: 1, limit: 10 }))
  const left = await queries.selectFrom('fact').select('submission_id').orderBy('submission_id').execute()
  expect([forgotten, left.map(({ submission_id }) => submission_id)]).toEqual([
    1,
    [fresh.transferId, others.transferId].sort(),
  ])
  expect(left.some(({ submission_id }) => submission_id === own.transferId)).toBe(false)
  await rig.database.transaction((tx) =>
    placeHold(tx, { submissionId: fresh.transferId }, { reason: 'a question', actor: 'test' }),
  )
  await sql`update submission set closed_at = now() - interval '2 hours'`.execute(queries)
  expect(await rig.database.transaction((tx) => forgetOwnSets(tx, { hours: 1, limit: 10 }))).toBe(0)
  await expect(sql`delete from fact where submission_id = ${others.transferId}`.execute(queries)).rejects.toThrow(
    'facts are written once',
  )
})

test('a name is used once a day: from one trip to the next the sequence is another', () => {
  const [morning, later] = [
    sequenceAt(new Date('2026-11-27T07:00:00.000Z')),
    sequenceAt(new Date('2026-11-27T07:00:00.004Z')),
  ]
  expect([morning, later, sequenceAt(new Date('2026-11-26T23:00:00.000Z'))]).toEqual(['8KN41', '8KN43', '00001'])
})
