import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { liftBan } from '../../src/registry/sessions/bans.ts'
import { clientsOf } from '../../src/registry/sessions/clients-seen.ts'
import { countSessions, findSessions, type ShownSession } from '../../src/registry/sessions/find-sessions.ts'
import { askToKick, type KickScope } from '../../src/registry/sessions/kicks.ts'
import { eventually } from '../gateway/gateway.ts'
import { closeRig, openRig, type Rig } from '../mailbox/rig.ts'
import { ACT, value } from '../registry/fixtures.ts'
import {
  ftpClient,
  newPerson,
  openProcess,
  type Person,
  saidAt,
  sftpClient,
  type WatchedProcess,
} from './session-rig.ts'

let rig: Rig
let one: WatchedProcess
let two: WatchedProcess
let person: Person
beforeAll(async () => {
  rig = await openRig()
  one = await openProcess(rig)
  two = await openProcess(rig)
  person = await newPerson(rig)
})
afterAll(async () => {
  await one[Symbol.asyncDispose]()
  await two[Symbol.asyncDispose]()
  await rig[Symbol.asyncDispose]()
  await closeRig()
})

const sessionsOf = ({ senderNumber }: Person) =>
  findSessions(rig.database.queries, { senderNumber, sort: 'since', limit: 50 })
const kick = (scope: KickScope) => rig.database.transaction((tx) => askToKick(tx, scope))
const until = (isThere: (sessions: ShownSession[]) => boolean, of = person) => eventually(() => sessionsOf(of), isThere)
const uploadsOf = async ({ senderNumber }: Person) =>
  await rig.database.queries
    .selectFrom('received_file')
    .select('name')
    .where('sender_number', '=', senderNumber)
    .execute()

test('rule 26.1 and rule 26.6: sessions of all processes are seen with what they do, and their programs noted', async () => {
  using sftp = await sftpClient(one, person)
  using ftp = {
    client: await ftpClient(two, person),
    [Symbol.dispose]() {
      this.client.close()
    },
  }
  const name = `FI.DMFA.${person.senderNumber}.20260105.00001.T.1.1`
  const channel = await new Promise<import('ssh2').SFTPWrapper>((resolve, reject) =>
    sftp.client.sftp((error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const stream = channel.createWriteStream(`/INTEST/${name}`)
  stream.write('<declaration>')
  const body = new PassThrough()
  const sent = ftp.client
    .uploadFrom(body, `/INTEST/FI.DMFA.${person.senderNumber}.20260105.00002.T.1.1`)
    .catch(() => {})
  body.write('<declaration/>')
  const shown = await until((all) => all.length === 2 && all.every(({ bytesIn }) => bytesIn > 0))
  const common = {
    address: '127.0.0.1',
    network: null,
    senderNumber: person.senderNumber,
    doing: 'receiving',
    files: 0,
    bytesOut: 0,
  }
  expect(shown).toMatchObject([
    {
      ...common,
      endpoint: 'sftp',
      account: person.sftp,
      client: 'payroll_7.1',
      bytesIn: 13,
      file: name,
      isEnding: false,
    },
    { ...common, endpoint: 'ftp', account: person.ftp, client: 'loonpakket 3', bytesIn: 14 },
  ])
  expect(await countSessions(rig.database.queries)).toEqual({ sftp: 1, ftp: 1, web: 0, all: 2 })
  stream.end()
  await once(stream, 'close')
  body.end()
  await sent
  expect(await until((all) => all.every(({ files }) => files === 1))).toMatchObject([
    { doing: null, file: null },
    { doing: null, file: null },
  ])
  sftp.client.end()
  ftp.client.close()
  expect(await until((all) => all.length === 0)).toEqual([])
  const clients = await clientsOf(rig.database.queries, person.senderNumber)
  expect(clients.toSorted((one, other) => (one.endpoint < other.endpoint ? -1 : 1))).toMatchObject([
    { endpoint: 'ftp', origin: '127.0.0.1', client: 'loonpakket 3', address: '127.0.0.1' },
    { endpoint: 'sftp', origin: '127.0.0.1', client: 'payroll_7.1', address: '127.0.0.1' },
  ])
})

test('rule 26.2: a session is ended by its own process with a goodbye, and its upload leaves nothing', async () => {
  const kicked = await newPerson(rig)
  using sftp = await sftpClient(two, kicked)
  const ftp = await ftpClient(one, kicked)
  const body = new PassThrough()
  const sent = ftp
    .uploadFrom(body, `/INTEST/FI.DMFA.${kicked.senderNumber}.20260105.00003.T.1.1`)
    .catch((error: Error) => error)
  body.write('<half>')
  const shown = await until((all) => all.length === 2, kicked)
  const of = (endpoint: string) => shown.find((session) => session.endpoint === endpoint)?.session ?? ''
  const { senderNumber } = kicked
  expect(await kick({ session: of('sftp'), senderNumber, endpoint: null })).toBe(1)
  expect(await kick({ session: of('sftp'), senderNumber, endpoint: null })).toBe(0)
  expect(await sftp.ended).toContain('SLU-BUSY: An operator has ended this session.')
  expect(await kick({ session: null, senderNumber, endpoint: 'ftp' })).toBe(1)
  expect(String(await sent)).toContain('421 SLU-BUSY: An operator has ended this session.')
  expect(await until((all) => all.length === 0, kicked)).toEqual([])
  expect(await uploadsOf(kicked)).toEqual([])
})

test('rule 26.3: all of a sender, or of its channel, end; who comes after may stay', async () => {
  const [kicked, other] = [await newPerson(rig), await newPerson(rig)]
  using first = await sftpClient(one, kicked)
  using second = await sftpClient(two, kicked)
  using neighbour = await sftpClient(one, other)
  const { senderNumber } = kicked
  expect(await kick({ session: null, senderNumber, endpoint: 'ftp' })).toBe(0)
  await kick({ session: null, senderNumber, endpoint: null })
  await Promise.all([first.ended, second.ended])
  using third = await sftpClient(one, kicked)
  expect(await until((all) => all.length === 1 && !all[0]?.isEnding, kicked)).toHaveLength(1)
  expect(await until((all) => all.length === 1, other)).toHaveLength(1)
  third.client.end()
  neighbour.client.end()
})

test('rule 26.1: a process that died takes its sessions with it', async () => {
  const lost = await newPerson(rig)
  using _ = await sftpClient(one, lost)
  await until((all) => all.length === 1, lost)
  await saidAt(rig.database, one.processId, '-1 minute')
  expect(await sessionsOf(lost)).toEqual([])
  await saidAt(rig.database, one.processId, '1 hour')
})

test('rule 26.4: who is banned is out, in every process, until the ban is lifted', async () => {
  const banned = await newPerson(rig)
  await using own = await openProcess(rig)
  using inside = await sftpClient(own, banned)
  // the machine itself cannot be banned by the registry, so the row is made by hand
  const banId = '018f0000-0000-7000-8000-000000000001'
  await rig.database.queries
    .insertInto('address_ban')
    .values({
      ban_id: banId,
      range: '127.0.0.0/8',
      reason: 'guessing',
      actor: 'operator:ann',
      ends_at: new Date(Date.now() + 60_000),
    } as never)
    .execute()
  await inside.ended
  const isIn = () =>
    sftpClient(own, banned).then(
      ({ client }) => left(() => client.end()),
      () => false,
    )
  const isInByFtp = () =>
    ftpClient(own, banned).then(
      (client) => left(() => client.close()),
      () => false,
    )
  expect([await isIn(), await isInByFtp()]).toEqual([false, false])
  value(await rig.database.transaction((tx) => liftBan(tx, banId, ACT)))
  expect(await eventually(isIn, (is) => is)).toBe(true)
  expect(await isInByFtp()).toBe(true)
})

function left(leave: () => void): true {
  leave()
  return true
}
