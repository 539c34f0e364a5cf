import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openChannel } from '../../src/registry/open-channel.ts'
import { closeRig, openRig, type Rig } from '../mailbox/rig.ts'
import { ACT, auditOf, OFFER, sshKey, value } from '../registry/fixtures.ts'
import { byKey, byPassword, type Doors, FROM, newUser, openDoors, settings, type User } from './door-rig.ts'

const [PER_ACCOUNT, PER_ADDRESS] = [3, 6]
const TOO_MANY = 'too many failures'

let rig: Rig
let doors: Doors
/** Two clients of the fixed link, one of none. */
let linked: User
let neighbour: User
let outside: User
beforeAll(async () => {
  rig = await openRig()
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await closeRig()
})
beforeEach(async () => {
  await rig.database.queries.deleteFrom('login_throttle').execute()
  const limits = { perAccount: PER_ACCOUNT, perAddress: PER_ADDRESS }
  doors = openDoors(rig, await settings(`limits.loginFailures=${JSON.stringify(limits)}`))
  ;[linked, neighbour, outside] = [await newLinked(), await newLinked(), await newUser(rig)]
})

async function newLinked(): Promise<User> {
  const user = await newUser(rig)
  const move = { senderNumber: user.senderNumber, type: 'ftp', network: 'publilink', networks: OFFER.networks } as const
  value(await rig.database.transaction((tx) => openChannel(tx, move, ACT)))
  return user
}

/** What becomes of a log-in that is right; null when it is let in. */
async function ftp(user: User, address: string): Promise<string | null> {
  const answer = await doors.ftp.login(byPassword(user, address))
  return answer.allowed ? null : answer.reason
}

async function sftp(user: User, address: string): Promise<string | null> {
  const answer = await doors.sftp.login(byKey(user, address))
  return answer.allowed ? null : answer.reason
}

async function guessPasswords(user: string, address: string, times: number): Promise<void> {
  for (let guess = 0; guess < times; guess += 1) {
    await doors.ftp.login(byPassword(linked, address, { user, password: `guess ${guess}` }))
  }
}

async function guessKeys(user: string, address: string, times: number): Promise<void> {
  for (let guess = 0; guess < times; guess += 1) {
    await doors.sftp.login(byKey(linked, address, { user, keyBlob: sshKey().blob }))
  }
}

describe('case R9, decision 30: one bad client', () => {
  test('in a network makes itself wait, even with the right password', async () => {
    await guessPasswords(linked.ftp, FROM.publilink, PER_ACCOUNT)
    expect(await ftp(linked, FROM.publilink)).toBe(TOO_MANY)
    const counted = (await auditOf(rig.database, `login:${linked.ftp}`)).map(({ detail }) => detail)
    expect(counted).toMatchObject([
      { failures: 1, waitSeconds: 0 },
      { failures: 2, waitSeconds: 0 },
      { failures: 3, waitSeconds: 60 },
    ])
  })

  test('in a network makes no other account of it wait, however often it fails, by either protocol', async () => {
    for (const name of [linked.ftp, linked.sftp, 'nobody', 'root', 'f000001']) {
      await guessPasswords(name, FROM.publilink, PER_ADDRESS)
      await guessKeys(name, FROM.publilink, PER_ADDRESS)
    }
    expect([await ftp(neighbour, FROM.publilink), await sftp(neighbour, FROM.publilink)]).toEqual([null, null])
  })

  test('makes an account wait nowhere but where it fails', async () => {
    await guessPasswords(linked.ftp, FROM.abroad, PER_ACCOUNT)
    expect(await ftp(linked, FROM.publilink)).toBeNull()
    await guessPasswords(outside.ftp, FROM.abroad, PER_ACCOUNT)
    await guessPasswords(outside.ftp, FROM.publilink, PER_ACCOUNT)
    expect([await ftp(outside, FROM.abroad), await ftp(outside, FROM.home)]).toEqual([TOO_MANY, null])
  })

  test('makes the other account of the same sender wait nowhere', async () => {
    await guessPasswords(linked.ftp, FROM.publilink, PER_ACCOUNT)
    expect(await sftp(linked, FROM.publilink)).toBeNull()
    await guessKeys(neighbour.sftp, FROM.publilink, PER_ACCOUNT)
    expect(await ftp(neighbour, FROM.publilink)).toBeNull()
  })

  test('outside the networks makes its whole address wait, for both protocols', async () => {
    for (let account = 0; account < PER_ADDRESS; account += 1) await guessPasswords(`f10000${account}`, FROM.home, 1)
    expect([await ftp(outside, FROM.home), await sftp(outside, FROM.home)]).toEqual([TOO_MANY, TOO_MANY])
    expect([await ftp(outside, FROM.abroad), await sftp(outside, FROM.abroad)]).toEqual([null, null])
    for (let account = 0; account < PER_ADDRESS; account += 1) await guessKeys(`s10000${account}`, FROM.abroad, 1)
    expect([await ftp(outside, FROM.abroad), await sftp(outside, FROM.abroad)]).toEqual([TOO_MANY, TOO_MANY])
  })
})

test('one name is one counter, whatever the protocol it is tried by', async () => {
  await guessKeys(outside.ftp, FROM.home, 1)
  await guessPasswords(outside.ftp, FROM.home, PER_ACCOUNT - 1)
  expect(await ftp(outside, FROM.home)).toBe(TOO_MANY)
})

test('a log-in that goes well forgets the failures of its account', async () => {
  for (let time = 0; time < 2; time += 1) {
    await guessPasswords(outside.ftp, FROM.home, PER_ACCOUNT - 1)
    expect(await ftp(outside, FROM.home)).toBeNull()
  }
})

test('a right password from the wrong network is a failure, and counts as one', async () => {
  const reasons: (string | null)[] = []
  for (let time = 0; time <= PER_ACCOUNT; time += 1) reasons.push(await ftp(linked, FROM.home))
  expect(reasons).toEqual(['otherNetwork', 'otherNetwork', 'otherNetwork', TOO_MANY])
})

test('while an account waits nothing is counted, and no password looked at', async () => {
  await guessPasswords(outside.ftp, FROM.home, PER_ACCOUNT + 5)
  const rows = await rig.database.queries.selectFrom('login_throttle').select(['account', 'failures']).execute()
  expect(rows.find(({ account }) => account === outside.ftp)).toEqual({ account: outside.ftp, failures: PER_ACCOUNT })
})
