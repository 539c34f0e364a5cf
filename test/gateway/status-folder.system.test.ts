import type { SFTPWrapper } from 'ssh2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brusselsTime, dayBefore } from '../../src/batch/dates.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { awaitAnswer, pushSet } from '../../src/cli/send-sets.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import { loggedIn } from '../endpoints/support/engine.ts'
import { connect, eventually, makeSet, openSite, type Site, setKeyOf } from './gateway.ts'

const SIX = ['IN', 'INTEST', 'INTEST-S', 'OUT', 'OUTTEST', 'OUTTEST-S']

let site: Site
let gateway: GatewayProcess
let sender: ExampleSender
let other: ExampleSender

beforeAll(async () => {
  site = await openSite('limits.statusSeconds=0')
  gateway = await site.start()
  sender = await site.enrol(gateway, 0)
  other = await site.enrol(gateway, 1)
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

test('STATUS comes and goes with its switch, within a session, and tells of a rejected set what to do', async () => {
  await using client = await connect(gateway, sender)
  await using stranger = await connect(gateway, other)
  expect([await namesIn(client, '/'), await client.list('/STATUS')]).toEqual([
    SIX,
    { ok: false, problem: expect.anything() },
  ])
  await turn(sender, 'on')
  await turn(other, 'on')
  expect(await namesIn(client, '/')).toEqual([...SIX, 'STATUS'])

  const { key, answer, ticket } = await sentUnsigned(client, sender, 'A0001')
  const theirs = await sentUnsigned(stranger, other, 'A0002')
  const today = brusselsTime(new Date()).date
  const why = `WHY-${key}-${ticket}.fr.txt`
  expect(await namesIn(client, '/STATUS')).toEqual([
    ...[`${dayBefore(today)}.csv`, `${today}.csv`, 'CERTIFICATES.txt', 'QUEUES.txt', why],
  ])
  const row = await eventually(
    async () => (await textOf(client, `/STATUS/${today}.csv`)).split('\r\n')[1] ?? '',
    (line) => line.includes(answer),
  )
  expect(row.split(',').map((cell, column) => ([4, 5].includes(column) ? cell.slice(0, 10) : cell))).toEqual([
    ...[
      key,
      'R',
      'sftp',
      'closed',
      today,
      today,
      'rejected',
      'ACRF-122',
      'Nombre de fichiers de signature',
      ticket,
      answer,
    ],
  ])
  expect(await textOf(client, `/STATUS/${why}`)).toContain(`\r\n1. Nombre de fichiers de signature (ACRF-122)\r\n`)
  expect(await textOf(client, '/STATUS/QUEUES.txt')).toContain('\r\nDMFA  DmfA, déclaration originale\r\n')
  expect(await everything(client)).not.toMatch(new RegExp(`${other.number}|${theirs.ticket}`))

  await turn(sender, 'off')
  expect(await namesIn(client, '/')).toEqual(SIX)
  expect(await client.read(`/STATUS/${why}`)).toMatchObject({ ok: false })
})

test('what is listed is as large as what is read, and nothing can be written', async () => {
  await turn(sender, 'on')
  await using client = await connect(gateway, sender)
  const listed = await client.list('/STATUS')
  if (!listed.ok) throw new Error('STATUS is not listed')
  for (const { name, bytes, modifiedAt } of listed.value) {
    const read = await client.read(`/STATUS/${name}`)
    expect([name, read.ok && read.value.length, modifiedAt !== null && modifiedAt <= new Date()]).toEqual([
      name,
      bytes,
      true,
    ])
  }
  const refused = { ok: false, problem: expect.objectContaining({ message: expect.stringContaining('SLU-WRITE') }) }
  expect(await client.put('/STATUS/QUEUES.txt', Buffer.from('x'))).toEqual(refused)
  expect(await client.put('/STATUS/FI.x', Buffer.from('x'))).toEqual(refused)
  expect(await client.remove('/STATUS/QUEUES.txt')).toEqual(refused)
  await using raw = await loggedIn(gateway.addresses.sftp.port, {
    ...{ username: sender.userName, privateKey: sender.sshKey },
  })
  const sftp = await new Promise<SFTPWrapper>((resolve) => raw.sftp((_, opened) => resolve(opened)))
  expect(await messageOf((done) => sftp.rename('/STATUS/QUEUES.txt', '/IN/FI.x', done))).toContain('SLU-WRITE')
  expect(await messageOf((done) => sftp.rename('/STATUS', '/OLD', done))).toContain('SLU-WRITE')
  expect(await messageOf((done) => sftp.mkdir('/STATUS/x', done))).toContain('SLU-OPERATION')
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})

test('an operator is told what is no switch, no channel and no language', async () => {
  const words = ['channel', 'status-folder', sender.number, 'sftp']
  expect(await site.sluice(...words, 'perhaps', '--reason', 'a test')).toMatchObject({
    code: 2,
    err: expect.stringContaining('"perhaps" is neither on nor off.'),
  })
  expect((await site.sluice(...words, 'on')).code).toBe(2)
  expect((await site.sluice('channel', 'status-folder', sender.number, 'web', 'on', '--reason', 'a test')).code).toBe(1)
})

async function turn({ number }: ExampleSender, word: 'on' | 'off'): Promise<void> {
  const answer = await gateway.command('channel', 'status-folder', number, 'sftp', word, '--reason', 'a test')
  expect(answer).toEqual({ ok: true, subject: `${number} sftp ${word}`, verb: 'status-folder' })
}

async function sentUnsigned(client: RemoteClient, from: ExampleSender, sequence: string) {
  const set = await makeSet(site, from, { sequence, signed: false })
  const taken = await pushSet(client, set, () => {})
  const { acknowledgement, document } = await awaitAnswer(client, set.trigger, taken, 60, new Set())
  return { key: setKeyOf(set.trigger), answer: document, ticket: acknowledgement.ticket }
}

function messageOf(request: (done: (error?: Error | null) => void) => void): Promise<string> {
  return new Promise((resolve) => request((error) => resolve(error?.message ?? 'ok')))
}

async function namesIn(client: RemoteClient, folder: string): Promise<string[]> {
  const listed = await client.list(folder)
  return listed.ok ? listed.value.map(({ name }) => name).sort() : []
}

async function textOf(client: RemoteClient, path: string): Promise<string> {
  const read = await client.read(path)
  if (!read.ok) throw new Error(`${path}: ${JSON.stringify(read.problem)}`)
  return read.value.toString('utf8')
}

async function everything(client: RemoteClient): Promise<string> {
  const names = await namesIn(client, '/STATUS')
  const texts = await Promise.all(names.map((name) => textOf(client, `/STATUS/${name}`)))
  return [...names, ...texts].join('\n')
}
