import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { bearersOf } from '../../src/endpoints/web/oauth/bearers.ts'
import { findWebBearers } from '../../src/registry/web-clients.ts'
import { enrolWebSender, type WebSender } from '../endpoints/web/web-rig.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
let senders: WebSender[]
beforeAll(async () => {
  database = await testDatabase(2)
  senders = [await enrolWebSender(database, 1, 'ec'), await enrolWebSender(database, 2, 'ec')]
})
afterAll(() => database[Symbol.asyncDispose]())

test('rule 15.11: one look tells of each client what holds, and nothing of those that do not exist', async () => {
  const [one, other] = senders
  const ids = [one?.clientId ?? '', 'nobody', other?.clientId ?? '', one?.clientId ?? '']
  expect(await findWebBearers(database.queries, ids)).toEqual(new Map(senders.map(holdsOf)))
})

test('rule 15.11: what was changed after one look is told by the next', async () => {
  const [, other] = senders
  const { certificates, ...bearer } = holdsOf(other as WebSender)[1]
  const bearers = bearersOf(database)
  await bearers.add(other?.clientId ?? '')
  await database.queries
    .updateTable('channel')
    .set({ state: 'suspended' })
    .where('login_name', '=', other?.clientId ?? '')
    .execute()
  const [later, nobody] = await Promise.all([bearers.add(other?.clientId ?? ''), bearers.add('nobody')])
  expect([later, nobody]).toEqual([{ ...bearer, certificates, barred: 'channelSuspended' }, null])
})

function holdsOf({ clientId, senderNumber, enterpriseNumber, sha256 }: WebSender) {
  const holds = { sender: senderNumber, enterpriseNumber, qualityCode: 'QUAL_EMP_NOSS', barred: null }
  return [clientId, { ...holds, certificates: new Set([sha256]) }] as const
}
