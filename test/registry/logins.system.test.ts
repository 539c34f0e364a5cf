import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { SshPublicKey } from '../../src/batch/ssh-key.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import { closeSender } from '../../src/registry/close-sender.ts'
import { suspendEnterprise } from '../../src/registry/enterprises.ts'
import { type LoginOrigin, loginOrigin } from '../../src/registry/login-origin.ts'
import { clearFailures, countFailure, forgetOldFailures, isThrottled } from '../../src/registry/login-throttle.ts'
import { findSftpLogin, type LoginFault, loginStillHolds, whyRefused } from '../../src/registry/logins.ts'
import { allowLegacySshRsa, removeChannel, resumeChannel, suspendChannel } from '../../src/registry/move-channel.ts'
import { suspendSender } from '../../src/registry/senders.ts'
import { removeSshKey } from '../../src/registry/ssh-keys.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, enrolled, enterpriseNumber, sshKey, value } from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

let enterprises = 1
const run = <Value>(work: (tx: Transaction) => Promise<Value>) => database.transaction(work)

describe('who may log in by SFTP (decision 11)', () => {
  let user: {
    senderNumber: SenderNumber
    name: string
    key: SshPublicKey
    enterprise: ReturnType<typeof enterpriseNumber>
  }
  beforeEach(async () => {
    const [key, enterprise] = [sshKey(), enterpriseNumber(enterprises++)]
    const { senderNumber } = await enrolled(database, {
      enterpriseNumber: enterprise,
      channels: ['sftp', 'ftp'],
      sshKeys: [key],
    })
    user = { senderNumber, name: `s${senderNumber}`, key, enterprise }
  })
  const login = (name = user.name, key = user.key) => findSftpLogin(database.queries, name, key.sha256)
  const holds = () => loginStillHolds(database.queries, user.name)
  const holdsWithKey = () => loginStillHolds(database.queries, user.name, user.key.sha256)
  const why = (name = user.name) => whyRefused(database.queries, name, 'sftp')

  test('a user with a key of its own', async () => {
    expect(await login()).toEqual({
      sender: user.senderNumber,
      loginName: user.name,
      channelId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      legacySshRsa: false,
    })
    expect([await holds(), await holdsWithKey()]).toEqual([true, true])
  })

  test('nobody else: an unknown name, an unknown key, the FTP name, the name in capitals', async () => {
    const attempts = [
      login('nobody'),
      login(user.name, sshKey()),
      login(`f${user.senderNumber}`),
      login(user.name.toUpperCase()),
    ]
    expect(await Promise.all(attempts)).toEqual([null, null, null, null])
    expect([await why('nobody'), await why()]).toEqual(['unknownUser', 'unknownKey'])
  })

  test('a suspended sender and a suspended enterprise', async () => {
    value(await run((tx) => suspendSender(tx, user.senderNumber, ACT)))
    value(await run((tx) => suspendEnterprise(tx, user.enterprise, ACT)))
    expect(await login()).not.toBeNull()
    expect(await holds()).toBe(true)
  })

  test('case S10: not by a suspended channel, until it is resumed', async () => {
    const channel = { senderNumber: user.senderNumber, type: 'sftp' } as const
    value(await run((tx) => suspendChannel(tx, channel, ACT)))
    expect([await login(), await holds(), await holdsWithKey(), await why()]).toEqual([
      null,
      false,
      false,
      'channelSuspended',
    ])
    value(await run((tx) => resumeChannel(tx, channel, ACT)))
    expect(await holds()).toBe(true)
  })

  test('not by a removed channel', async () => {
    value(await run((tx) => removeChannel(tx, { senderNumber: user.senderNumber, type: 'sftp' }, ACT)))
    expect([await login(), await holds(), await why()]).toEqual([null, false, 'closed'])
  })

  test('not a closed sender', async () => {
    value(await run((tx) => closeSender(tx, user.senderNumber, ACT)))
    expect([await login(), await holds(), await why()]).toEqual([null, false, 'closed'])
  })

  test('not a closed enterprise', async () => {
    await database.queries
      .updateTable('enterprise')
      .set({ state: 'closed' })
      .where('enterprise_number', '=', user.enterprise)
      .execute()
    expect([await login(), await holds(), await why()]).toEqual([null, false, 'closed'])
  })

  test('not with a removed key, while the other sessions go on', async () => {
    value(await run((tx) => removeSshKey(tx, { senderNumber: user.senderNumber, sha256: user.key.sha256 }, ACT)))
    expect([await login(), await holdsWithKey(), await holds()]).toEqual([null, false, true])
  })

  test('with SHA-1 only where the switch says so', async () => {
    value(await run((tx) => allowLegacySshRsa(tx, { senderNumber: user.senderNumber, allowed: true }, ACT)))
    expect(await login()).toMatchObject({ legacySshRsa: true })
  })
})

describe('case R9, decision 30: the throttle', () => {
  const LIMITS = { perAccount: 3, perAddress: 6, addressMinutes: 10, lockSeconds: 60, lockSecondsMax: 600 }
  const HERE = loginOrigin('192.0.2.1', null)
  const THERE = loginOrigin('198.51.100.1', null)
  const NETWORK = loginOrigin('10.0.0.1', 'publilink')

  beforeEach(async () => {
    await database.queries.deleteFrom('login_throttle').execute()
  })

  async function fail(account: string, origin: LoginOrigin, times = 1, fault: LoginFault = 'badSignature') {
    for (let time = 0; time < times; time += 1) {
      await run((tx) => countFailure(tx, { account, origin, fault }, LIMITS))
    }
  }
  const waits = (account: string, origin: LoginOrigin) => isThrottled(database.queries, account, origin)

  test('an account waits after its failures from one origin, and nowhere else', async () => {
    await fail('s100001', HERE, 2)
    expect(await waits('s100001', HERE)).toBe(false)
    await fail('s100001', HERE)
    expect([await waits('s100001', HERE), await waits('s100001', THERE), await waits('s100002', HERE)]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('an account that does not exist waits as one that does (case R24)', async () => {
    await fail('nobody', HERE, 3, 'unknownUser')
    expect(await waits('nobody', HERE)).toBe(true)
  })

  test('each further failure doubles the wait up to the longest', async () => {
    const blocks: (number | undefined)[] = []
    for (let failures = 3; failures <= 8; failures += 1) {
      await fail('s100001', NETWORK, failures === 3 ? 3 : 1)
      blocks.push(await blockedSeconds('s100001', NETWORK))
    }
    expect(blocks).toEqual([60, 120, 240, 480, 600, 600])
  })

  test('an address waits for all accounts, a network never', async () => {
    for (const origin of [HERE, NETWORK]) for (let user = 0; user < 6; user += 1) await fail(`u${user}`, origin)
    expect([await waits('fresh', HERE), await waits('fresh', NETWORK)]).toEqual([true, false])
  })

  test('a log-in that goes well forgets the account, not the address', async () => {
    await fail('s100001', HERE, 2)
    await clearFailures(database.queries, 's100001', HERE)
    await fail('s100001', HERE, 2)
    expect(await waits('s100001', HERE)).toBe(false)
    await fail('s100002', HERE, 2)
    expect(await waits('s100003', HERE)).toBe(true)
  })

  test('a wait ends, and quiet makes it forgotten', async () => {
    await fail('s100001', HERE, 3)
    await age(61)
    expect(await waits('s100001', HERE)).toBe(false)
    await fail('s100001', HERE)
    expect(await blockedSeconds('s100001', HERE)).toBe(120)
    await age(120 + 601)
    await fail('s100001', HERE)
    expect(await waits('s100001', HERE)).toBe(false)
  })

  test('failures at once are all counted', async () => {
    await Promise.all(Array.from({ length: 5 }, () => fail('s100001', HERE, 1)))
    const row = await database.queries
      .selectFrom('login_throttle')
      .select(['account', 'failures'])
      .orderBy('account')
      .execute()
    expect(row).toEqual([
      { account: '', failures: 5 },
      { account: 's100001', failures: 5 },
    ])
  })

  test('an empty name, control characters and a long name do no harm', async () => {
    await fail('', HERE, 3, 'unknownUser')
    expect(await waits('', HERE)).toBe(false)
    await fail(`${'x'.repeat(500)}\0\n`, HERE, 1, 'unknownUser')
    const names = await database.queries.selectFrom('login_throttle').select('account').orderBy('account').execute()
    expect(names.map(({ account }) => account)).toEqual(['', 'x'.repeat(64)])
  })

  test('old rows are forgotten, and those that count are not', async () => {
    await fail('s100001', HERE, 3)
    await age(601 + 60)
    await fail('s100002', THERE, 1)
    await forgetOldFailures(database.queries, [LIMITS])
    const rows = await database.queries.selectFrom('login_throttle').select('origin').distinct().execute()
    expect(rows).toEqual([{ origin: THERE.key }])
  })

  test('the audit has the true reason, in few entries however many the attempts', async () => {
    await fail('s300001', NETWORK, 40, 'unknownKey')
    const rows = await refusals(`login:s300001`)
    expect(rows[0]).toEqual({
      actor: 'endpoint',
      reason: 'unknownKey',
      detail: { account: 's300001', origin: 'publilink', failures: 1, waitSeconds: 0 },
    })
    await database.queries.deleteFrom('login_throttle').execute()
    await fail('hunter2', NETWORK, 200, 'unknownUser')
    const flood = await refusals('origin:publilink')
    expect(flood.map(({ detail }) => detail.failures)).toEqual([1, 2, 4, 8, 16, 32, 64, 128])
    expect(JSON.stringify(flood)).not.toContain('hunter2')
  })

  async function refusals(subject: string) {
    return database.queries
      .selectFrom('audit')
      .select(['actor', 'reason', 'detail'])
      .where('subject', '=', subject)
      .orderBy('audit_no')
      .execute()
  }

  async function blockedSeconds(account: string, origin: LoginOrigin): Promise<number | undefined> {
    const row = await database.queries
      .selectFrom('login_throttle')
      .select(sql<number>`round(extract(epoch from blocked_until - now()))::integer`.as('seconds'))
      .where('account', '=', account)
      .where('origin', '=', origin.key)
      .executeTakeFirst()
    return row?.seconds
  }

  /** Moves all that is stored into the past, which is what waiting would do. */
  async function age(seconds: number): Promise<void> {
    const past = sql<Date>`make_interval(secs => ${seconds})`
    await database.queries
      .updateTable('login_throttle')
      .set({
        first_failure_at: sql`first_failure_at - ${past}`,
        blocked_until: sql`blocked_until - ${past}`,
      })
      .execute()
  }
})
