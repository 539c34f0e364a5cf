import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ftpDoor } from '../../src/daemon/ftp-door.ts'
import type { Transaction } from '../../src/database/database.ts'
import type { BytePath } from '../../src/endpoints/files/client-files.ts'
import type { FtpLoginAttempt } from '../../src/endpoints/ftp/options.ts'
import {
  type CertificateUsage,
  type InspectedCertificate,
  registerCertificate,
  removeCertificate,
} from '../../src/registry/certificates.ts'
import { closeSender } from '../../src/registry/close-sender.ts'
import { suspendEnterprise } from '../../src/registry/enterprises.ts'
import { removeChannel, resumeChannel, suspendChannel } from '../../src/registry/move-channel.ts'
import { openChannel, renewChannelPassword } from '../../src/registry/open-channel.ts'
import { suspendSender } from '../../src/registry/senders.ts'
import { closeRig, openRig, type Rig } from '../mailbox/rig.ts'
import { ACT, auditOf, certificate, OFFER, value } from '../registry/fixtures.ts'
import { byKey, byPassword, type Doors, FROM, newUser, openDoors, settings, type User } from './door-rig.ts'

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

const run = <Value>(work: (tx: Transaction) => Promise<Value>) => rig.database.transaction(work)
const channelOf = ({ senderNumber }: User) => ({ senderNumber, type: 'ftp' }) as const

async function session(attempt: FtpLoginAttempt = byPassword(user, FROM.home)) {
  const answer = await doors.ftp.login(attempt)
  if (!answer.allowed) throw new Error(`refused: ${answer.reason}`)
  return answer.login
}

async function reasonFor(attempt: FtpLoginAttempt): Promise<string | null> {
  const answer = await doors.ftp.login(attempt)
  return answer.allowed ? null : answer.reason
}

describe('who may come in by FTP', () => {
  test('a user with its password, as itself', async () => {
    const { name, visitor, stillHolds } = await session()
    expect({ name, visitor, holds: await stillHolds() }).toEqual({
      name: user.ftp,
      visitor: {
        ...{ sender: user.senderNumber, channel: 'ftp', principal: user.ftp },
        ...{ address: FROM.home, session: 'session-1' },
      },
      holds: true,
    })
  })

  test('and what it sends lies in its mailbox, as come by FTP', async () => {
    const files = doors.ftp.files(await session())
    const flags = { read: false, write: true, append: false, create: true, truncate: true, exclusive: false }
    const name = `FI.DMFA.${user.senderNumber}.20260105.00001.T.1.1`
    await using file = value(await files.open(`/INTEST/${name}` as BytePath, flags, {}))
    value(await file.write(Buffer.from('<a/>'), 0))
    value(await file.close())
    const row = await rig.database.queries
      .selectFrom('received_file')
      .select(['sender_number', 'channel', 'principal', 'address', 'session', 'name'])
      .executeTakeFirst()
    expect(row).toEqual({
      ...{ sender_number: user.senderNumber, channel: 'ftp', principal: user.ftp, address: FROM.home },
      ...{ session: 'session-1', name },
    })
  })

  test('a suspended sender and a suspended enterprise (decision 11)', async () => {
    value(await run((tx) => suspendSender(tx, user.senderNumber, ACT)))
    value(await run((tx) => suspendEnterprise(tx, user.enterprise, ACT)))
    expect(await (await session()).stillHolds()).toBe(true)
  })

  const moved = (network: string) =>
    run((tx) => openChannel(tx, { ...channelOf(user), network, networks: OFFER.networks }, ACT))

  test('decision 31: from the network of its channel, and from nowhere else', async () => {
    const places = [FROM.home, FROM.abroad, FROM.publilink]
    const reasons = () => Promise.all(places.map((address) => reasonFor(byPassword(user, address))))
    expect(await reasons()).toEqual([null, null, 'otherNetwork'])
    value(await moved('publilink'))
    expect(await reasons()).toEqual(['otherNetwork', 'otherNetwork', null])
    expect(await reasonFor(byPassword(user, `::ffff:${FROM.publilink}`))).toBeNull()
  })

  test('decision 31: not from a network where FTP is not used', async () => {
    expect(await reasonFor(byPassword(user, FROM.office))).toBe('channelNotInNetwork')
  })

  test('a network that is gone from the configuration, or has no addresses, lets nobody in', async () => {
    value(await moved('publilink'))
    doors.current.config = await settings('networks=[]')
    expect(await reasonFor(byPassword(user, FROM.publilink))).toBe('otherNetwork')
    doors.current.config = await settings('networks=[{name: publilink}]')
    expect(await reasonFor(byPassword(user, FROM.publilink))).toBe('otherNetwork')
  })
})

type Refused = [
  why: string,
  reason: string,
  prepare: (() => Promise<unknown>) | null,
  parts: (() => Partial<FtpLoginAttempt>) | null,
]

const REFUSED: readonly Refused[] = [
  ['a wrong password', 'badPassword', null, () => ({ password: user.password.toLowerCase() })],
  ['no password', 'badPassword', null, () => ({ password: '' })],
  ['a password with something after it', 'badPassword', null, () => ({ password: `${user.password}\0x` })],
  ['the name in capitals', 'unknownUser', null, () => ({ user: user.ftp.toUpperCase() })],
  ['the SFTP name', 'unknownUser', null, () => ({ user: user.sftp })],
  ['a name with a NUL', 'unknownUser', null, () => ({ user: `${user.ftp}\0` })],
  ['another network', 'otherNetwork', null, () => ({ address: FROM.publilink })],
  ['a network without FTP', 'channelNotInNetwork', null, () => ({ address: FROM.office })],
  ['a suspended channel', 'channelSuspended', () => run((tx) => suspendChannel(tx, channelOf(user), ACT)), null],
  ['a removed channel', 'closed', () => run((tx) => removeChannel(tx, channelOf(user), ACT)), null],
  ['a closed sender', 'closed', () => run((tx) => closeSender(tx, user.senderNumber, ACT)), null],
  [
    'a closed enterprise',
    'closed',
    () =>
      rig.database.queries
        .updateTable('enterprise')
        .set({ state: 'closed' })
        .where('enterprise_number', '=', user.enterprise)
        .execute(),
    null,
  ],
  ['a hash of another kind', 'badPassword', () => storeHash('$scrypt$ln=14,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$'), null],
  ['no hash', 'badPassword', () => storeHash(null), null],
]

describe('case R24: everything that is wrong', () => {
  test.each<Refused>(REFUSED)(
    '%s gets the same answer, counts, and is audited as %s',
    async (_, reason, prepare, parts) => {
      await prepare?.()
      const attempt = byPassword(user, FROM.home, parts?.())
      expect(await doors.ftp.login(attempt)).toEqual({ allowed: false, reason })
      const network = { [FROM.publilink]: 'publilink', [FROM.office]: 'office' }[attempt.address]
      const origin = network ?? attempt.address
      const known = reason === 'unknownUser' ? {} : { account: attempt.user }
      const subject = reason === 'unknownUser' ? `origin:${origin}` : `login:${attempt.user}`
      expect((await auditOf(rig.database, subject)).at(-1)).toEqual({
        ...{ actor: 'endpoint', action: 'login.refused', reason },
        detail: { ...known, origin, failures: 1, waitSeconds: 0 },
      })
      const counted = await rig.database.queries.selectFrom('login_throttle').select(['origin', 'failures']).execute()
      expect(counted).toEqual([
        { origin, failures: 1 },
        { origin, failures: 1 },
      ])
    },
  )

  test('asks the database the same questions', async () => {
    const asked: string[] = []
    const { database, mailbox } = rig
    const notes: KyselyPlugin = {
      transformQuery: ({ node }) => {
        asked.push(node.kind)
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const door = ftpDoor({
      ...{ mailbox, settings: () => doors.current.config, isBanned: () => false },
      database: { queries: database.queries.withPlugin(notes), transaction: database.transaction },
    })
    const attempts = [{ user: 'nobody' }, { password: 'wrong' }, { address: FROM.publilink }, { address: FROM.office }]
    const questions: string[][] = []
    for (const parts of attempts) {
      await door.login(byPassword(user, FROM.home, parts))
      questions.push(asked.splice(0))
    }
    expect(questions).toEqual(attempts.map(() => ['SelectQueryNode', 'SelectQueryNode', 'SelectQueryNode']))
  })
})

async function storeHash(hash: string | null): Promise<void> {
  await rig.database.queries
    .updateTable('channel')
    .set({ password_hash: hash })
    .where('login_name', '=', user.ftp)
    .execute()
}
describe('case R7: a session ends', () => {
  test('when its channel is suspended, and not when it is resumed in time', async () => {
    const { stillHolds } = await session()
    value(await run((tx) => suspendChannel(tx, channelOf(user), ACT)))
    expect(await stillHolds()).toBe(false)
    value(await run((tx) => resumeChannel(tx, channelOf(user), ACT)))
    expect(await stillHolds()).toBe(true)
  })

  test('when the password was renewed, while one with the new password goes on', async () => {
    const former = await session()
    const password = value(await run((tx) => renewChannelPassword(tx, user.senderNumber, ACT)))
    const next = await session(byPassword(user, FROM.home, { password }))
    expect([await former.stillHolds(), await next.stillHolds()]).toEqual([false, true])
    expect(await reasonFor(byPassword(user, FROM.home))).toBe('badPassword')
  })

  test('when its sender is closed, its channel removed, or opened anew', async () => {
    const { stillHolds } = await session()
    value(await run((tx) => removeChannel(tx, channelOf(user), ACT)))
    expect(await stillHolds()).toBe(false)
    value(await run((tx) => openChannel(tx, { ...channelOf(user), networks: [] }, ACT)))
    expect(await stillHolds()).toBe(false)
    value(await run((tx) => closeSender(tx, user.senderNumber, ACT)))
    expect(await stillHolds()).toBe(false)
  })

  test('when the channel gets another network, and when the address does', async () => {
    const { stillHolds } = await session()
    const move = { ...channelOf(user), network: 'publilink', networks: OFFER.networks }
    value(await run((tx) => openChannel(tx, move, ACT)))
    expect(await stillHolds()).toBe(false)
    const linked = await session(byPassword(user, FROM.publilink))
    expect(await linked.stillHolds()).toBe(true)
    doors.current.config = await settings('networks=[{name: publilink, cidrs: [10.9.0.0/16]}]')
    expect(await linked.stillHolds()).toBe(false)
  })

  test('not when another channel of the sender is suspended', async () => {
    const { stillHolds } = await session()
    value(await run((tx) => suspendChannel(tx, { senderNumber: user.senderNumber, type: 'sftp' }, ACT)))
    expect(await stillHolds()).toBe(true)
    expect(await doors.sftp.login(byKey(user, FROM.home))).toEqual({ allowed: false, reason: 'channelSuspended' })
  })
})

describe('ftp.clientCertificate', () => {
  const DAY = 86_400_000
  const around = (from: number, until: number) => ({
    notBefore: new Date(Date.now() + from * DAY),
    notAfter: new Date(Date.now() + until * DAY),
  })

  async function registered(
    owner: User,
    parts: Partial<InspectedCertificate> = {},
    usages: readonly CertificateUsage[] = ['clientAuthentication'],
    approvedBy: string | null = ACT.actor,
  ): Promise<InspectedCertificate> {
    const proof = certificate(parts)
    const input = { senderNumber: owner.senderNumber, certificate: proof, usages, approvedBy }
    value(await run((tx) => registerCertificate(tx, input, ACT)))
    return proof
  }

  const shown: Readonly<Record<string, () => Promise<InspectedCertificate | null>>> = {
    none: async () => null,
    registered: () => registered(user),
    expiring: () => registered(user, around(-300, 1)),
    unregistered: async () => certificate(),
    "another sender's": async () => registered(await newUser(rig)),
    'for signatures only': () => registered(user, {}, ['signature']),
    'not approved': () => registered(user, {}, ['clientAuthentication'], null),
    expired: () => registered(user, around(-300, -1)),
    'not valid yet': () => registered(user, around(1, 300)),
    removed: async () => {
      const proof = await registered(user)
      const key = { senderNumber: user.senderNumber, sha256: proof.sha256 }
      value(await run((tx) => removeCertificate(tx, key, ACT)))
      return proof
    },
  }

  // biome-ignore format: a table
  test.each([
    ['none',                null, null,                 'noCertificate'],
    ['registered',          null, null,                 null],
    ['expiring',            null, null,                 null],
    ['unregistered',        null, 'unknownCertificate', 'unknownCertificate'],
    ["another sender's",    null, 'unknownCertificate', 'unknownCertificate'],
    ['for signatures only', null, 'unknownCertificate', 'unknownCertificate'],
    ['not approved',        null, 'unknownCertificate', 'unknownCertificate'],
    ['expired',             null, 'unknownCertificate', 'unknownCertificate'],
    ['not valid yet',       null, 'unknownCertificate', 'unknownCertificate'],
    ['removed',             null, 'unknownCertificate', 'unknownCertificate'],
  ])('%s: ignored %s, checked %s, required %s', async (which, ...expected) => {
    const proof = await shown[which]?.()
    const reasons: (string | null)[] = []
    for (const setting of ['ignored', 'checked', 'required']) {
      doors.current.config = await settings(`ftp.clientCertificate=${setting}`)
      reasons.push(await reasonFor(byPassword(user, FROM.home, { certificate: proof?.der ?? null })))
    }
    expect(reasons).toEqual(expected)
    const audited = (await auditOf(rig.database, `login:${user.ftp}`)).map(({ reason }) => reason)
    expect(audited).toEqual(expected.filter((reason) => reason !== null))
  })

  test('a right certificate is no password', async () => {
    doors.current.config = await settings('ftp.clientCertificate=required')
    const { der } = await registered(user)
    expect(await reasonFor(byPassword(user, FROM.home, { password: 'wrong', certificate: der }))).toBe('badPassword')
  })

  test('case R8: a session ends with its certificate', async () => {
    doors.current.config = await settings('ftp.clientCertificate=checked')
    const proof = await registered(user)
    const { stillHolds } = await session(byPassword(user, FROM.home, { certificate: proof.der }))
    expect(await stillHolds()).toBe(true)
    const key = { senderNumber: user.senderNumber, sha256: proof.sha256 }
    value(await run((tx) => removeCertificate(tx, key, ACT)))
    expect(await stillHolds()).toBe(false)
  })
})

describe('what a network allows', () => {
  const NETWORK =
    'networks=[{name: link, cidrs: [10.1.0.0/16], plainFtp: true, passiveAddress: 10.1.0.1, passivePorts: 8300-8310}, {name: bare, cidrs: [10.2.0.0/16]}]'

  // biome-ignore format: a table
  test.each([
    ['10.1.0.9', [],                                  { name: 'link', plain: true,  passiveAddress: '10.1.0.1',    passivePorts: { first: 8300, last: 8310 } }],
    ['10.2.0.9', [],                                  { name: 'bare', plain: false, passiveAddress: '',            passivePorts: { first: 8100, last: 8199 } }],
    ['10.3.0.9', [],                                  { name: null,   plain: false, passiveAddress: '',            passivePorts: { first: 8100, last: 8199 } }],
    ['10.2.0.9', ['ftp.tls=optional'],                { name: 'bare', plain: true,  passiveAddress: '',            passivePorts: { first: 8100, last: 8199 } }],
    ['10.3.0.9', ['ftp.tls=optional'],                { name: null,   plain: true,  passiveAddress: '',            passivePorts: { first: 8100, last: 8199 } }],
    ['10.3.0.9', ['ftp.passiveAddress=203.0.113.5'],  { name: null,   plain: false, passiveAddress: '203.0.113.5', passivePorts: { first: 8100, last: 8199 } }],
    ['10.2.0.9', ['ftp.passiveAddress=203.0.113.5'],  { name: 'bare', plain: false, passiveAddress: '',            passivePorts: { first: 8100, last: 8199 } }],
    ['10.1.0.9', ['ftp.passivePorts=0'],              { name: 'link', plain: true,  passiveAddress: '10.1.0.1',    passivePorts: { first: 8300, last: 8310 } }],
    ['10.3.0.9', ['ftp.passivePorts=0'],              { name: null,   plain: false, passiveAddress: '',            passivePorts: null }],
  ])('%s with %j', async (address, sets, expected) => {
    doors.current.config = await settings(NETWORK, ...sets)
    expect(doors.ftp.networkOf(address)).toEqual(expected)
  })
})
