import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { KeyAttempt } from '../../src/endpoints/sftp/options.ts'
import { closeRig, openRig, type Rig } from '../mailbox/rig.ts'
import { auditOf, sshKey } from '../registry/fixtures.ts'
import { byKey, type Doors, FROM, newUser, openDoors, settings, type User } from './door-rig.ts'

let rig: Rig
let doors: Doors
let user: User
beforeAll(async () => {
  rig = await openRig()
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await closeRig()
})
beforeEach(async () => {
  await rig.database.queries.deleteFrom('login_throttle').execute()
  doors = openDoors(rig, await settings())
  user = await newUser(rig)
})

async function reasonFor(attempt: KeyAttempt): Promise<string | null> {
  const answer = await doors.sftp.login(attempt)
  return answer.allowed ? null : answer.reason
}

test('decision 31: a network that keeps SFTP out refuses like a wrong proof, and the audit says why', async () => {
  const reasons = [FROM.home, FROM.publilink, FROM.office].map((address) => reasonFor(byKey(user, address)))
  expect(await Promise.all(reasons)).toEqual([null, null, 'channelNotInNetwork'])
  expect(await auditOf(rig.database, `login:${user.sftp}`)).toEqual([
    {
      ...{ actor: 'endpoint', action: 'login.refused', reason: 'channelNotInNetwork' },
      detail: { account: user.sftp, origin: 'office', failures: 1, waitSeconds: 0 },
    },
  ])
})

test('who only asks is answered there as anywhere, and counts as nothing', async () => {
  const question = { signed: false, verified: false }
  expect(await reasonFor(byKey(user, FROM.office, question))).toBeNull()
  expect(await reasonFor(byKey(user, FROM.office, { ...question, keyBlob: sshKey().blob }))).toBe('unknownKey')
  expect(await rig.database.queries.selectFrom('login_throttle').select('failures').execute()).toEqual([])
})

test('a forged signature is the first that is wrong', async () => {
  expect(await reasonFor(byKey(user, FROM.office, { verified: false }))).toBe('badSignature')
})

test('a session ends when its network keeps SFTP out', async () => {
  const answer = await doors.sftp.login(byKey(user, FROM.publilink))
  if (!answer.allowed) throw new Error(answer.reason)
  expect(await answer.login.stillHolds()).toBe(true)
  doors.current.config = await settings('networks=[{name: publilink, cidrs: [10.1.0.0/16], channels: [ftp]}]')
  expect(await answer.login.stillHolds()).toBe(false)
})

test.each(['\0', 's\0', '?'])('a user name that cannot be, %j, is nobody’s', async (name) => {
  expect(await reasonFor(byKey(user, FROM.home, { user: name }))).toBe('unknownUser')
})
