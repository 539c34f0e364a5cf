import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { readAcknowledgement } from '../../src/batch/read-acknowledgement.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import { awaitAnswer, pushSet } from '../../src/cli/send-sets.ts'
import { verifyAnswer } from '../../src/signing/verify-answer.ts'
import { connect, makeSet, openSite, type Site, said, setKeyOf } from './gateway.ts'

let site: Site
let gateway: GatewayProcess
let sender: ExampleSender

beforeAll(async () => {
  site = await openSite()
  gateway = await site.start()
  sender = await site.enrol(gateway)
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

type Found = {
  submissions: {
    setKey: string
    state: string
    ticket: string
    channel: string
    verdict: { outcome: string; reasons: { code: number }[] }
    acknowledgement: { name: string }
    deliveries: { service: string; state: string }[]
    timeline: { event: string }[]
  }[]
}

async function find(name: string): Promise<Found> {
  return (await gateway.command('find', name)) as Found
}

/** Asks until the answer has what is waited for; the test's own time-out is the bound. */
async function eventually<Value>(ask: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await ask()
    if (isThere(value)) return value
  }
}

test('a signed set is accepted, answered with a signature that verifies, and handed over whole', async () => {
  await using client = await connect(gateway, sender)
  const document = sampleDeclaration(new Date(), 'whole')
  const set = await makeSet(site, sender, { sequence: 'A0001', document })
  const taken = await pushSet(client, set, () => {})
  const answer = await awaitAnswer(client, set.trigger, taken, 60, new Set())
  const certificate = await readFile(join(site.folder, 'certs', 'acknowledgement.crt'), 'latin1')
  expect(answer.acknowledgement).toMatchObject({ fileName: set.trigger, accepted: true, codes: [] })
  expect(await verifyAnswer(answer.bytes, answer.signature, certificate)).toMatchObject({ outcome: 'good' })

  const key = setKeyOf(set.trigger)
  const { submissions } = await eventually(
    () => find(key),
    (found) => found.submissions[0]?.deliveries[0]?.state === 'delivered',
  )
  expect(submissions).toMatchObject([
    {
      setKey: key,
      state: 'delivered',
      channel: 'sftp',
      ticket: answer.acknowledgement.ticket,
      verdict: { outcome: 'accepted', reasons: [] },
      acknowledgement: { name: answer.document },
    },
  ])
  const folder = join(site.folder, 'spool', 'services', 'DMFA', 'R', answer.acknowledgement.ticket)
  const handed = JSON.parse(await readFile(join(folder, 'submission.json'), 'utf8'))
  const declaration = handed.files[0]
  expect(declaration).toMatchObject({ name: set.trigger.replace('GO', 'FI').concat('.1'), sha256: sha256(document) })
  expect(await readFile(join(folder, declaration.name))).toEqual(document)
})

test.each([
  ['a member', 'B0001', (trigger: string) => trigger.replace('GO', 'FS').concat('.1')],
  ['the trigger', 'B0002', (trigger: string) => trigger],
  ['the set key', 'B0003', setKeyOf],
])('a set is found by %s, and what is unknown ends with 1', async (_, sequence, nameOf) => {
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, sender, { sequence })
  const taken = await pushSet(client, set, () => {})
  const { document } = await awaitAnswer(client, set.trigger, taken, 60, new Set())
  const { submissions } = await find(nameOf(set.trigger))
  expect(submissions.map(({ acknowledgement }) => acknowledgement.name)).toEqual([document])
  expect((await find(document)).submissions).toEqual(submissions)
  const unknown = await site.sluice('find', 'DMFA.000001.20260101.00001.R', '--json')
  expect({ code: unknown.code, out: JSON.parse(unknown.out) }).toEqual({ code: 1, out: { submissions: [] } })
})

test('an answer can be read, verified offline and deleted; its name is gone for its receiver', async () => {
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, sender, { sequence: 'C0001' })
  const taken = await pushSet(client, set, () => {})
  const { document } = await awaitAnswer(client, set.trigger, taken, 60, new Set())
  const read = await client.read(`/OUT/${document}`)
  if (!read.ok) throw new Error(read.problem.message)
  expect(readAcknowledgement(read.value)).toMatchObject({ ok: true })
  expect(await client.remove(`/OUT/${document}`)).toEqual({ ok: true, value: undefined })
  const listed = await client.list('/OUT')
  expect(listed.ok && listed.value.map(({ name }) => name).includes(document)).toBe(false)
})

test('the books balance, and status tells addresses, roles and health', async () => {
  const status = (await gateway.command('status')) as Record<string, unknown>
  expect(status).toMatchObject({
    state: 'up',
    addresses: { sftp: gateway.addresses.sftp, console: gateway.addresses.console },
    roles: ['endpoints', 'pipeline', 'delivery', 'portal', 'console'],
    health: { database: { state: 'up' }, spool: { state: 'up' }, queues: { state: 'up' }, books: { state: 'up' } },
    books: { imbalance: 0 },
  })
})

test('health and metrics are served on the console', async () => {
  const { host, port } = gateway.addresses.console
  const [alive, ready, metrics] = await Promise.all(
    ['livez', 'readyz', 'metrics'].map((path) => fetch(`http://${host}:${port}/${path}`)),
  )
  expect([alive!.status, ready!.status, metrics!.status]).toEqual([200, 200, 200])
  expect(await metrics!.text()).toMatch(/^sluice_books_imbalance 0$/m)
})

test('case S10: a suspended channel ends its sessions, and lets nobody in until it is resumed', async () => {
  await using other = await connect(gateway, sender)
  const ended = eventually(
    () =>
      other.list('/OUT').then(
        () => 'open',
        () => 'ended',
      ),
    (state) => state === 'ended',
  )
  await gateway.command('channel', 'suspend', sender.number, 'sftp', '--reason', 'test')
  expect(await ended).toBe('ended')
  await expect(connect(gateway, sender)).rejects.toMatchObject({ name: 'Unavailable' })
  await gateway.command('channel', 'resume', sender.number, 'sftp', '--reason', 'test')
  await using again = await connect(gateway, sender)
  expect(await again.list('/OUT')).toMatchObject({ ok: true })
})

test('decision 11: a suspended sender may log in and read answers; its sets are rejected with 103', async () => {
  await gateway.command('sender', 'suspend', sender.number, '--reason', 'test')
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, sender, { sequence: 'D0001' })
  const taken = await pushSet(client, set, () => {})
  const { acknowledgement } = await awaitAnswer(client, set.trigger, taken, 60, new Set())
  await gateway.command('sender', 'resume', sender.number, '--reason', 'test')
  expect(acknowledgement).toMatchObject({ accepted: false, codes: [103] })
})

test('a second gateway on the same spool refuses with 78 and says what to do', async () => {
  const second = await site.sluice('start')
  expect(second).toEqual({
    code: 78,
    out: '',
    err: `sluice: spool.dir: A gateway already runs on ${join(site.folder, 'spool')}.\n  Stop it first, or give this one a spool.dir of its own.\n`,
  })
})

test('wrong use ends with 2, a bad setting with 78 and its path', async () => {
  expect((await said(['nonsense'], site.folder)).code).toBe(2)
  const bad = await said(['config', 'check', '--set', 'sftp.prot=1'], site.folder)
  expect({ code: bad.code, out: bad.out }).toEqual({ code: 78, out: '' })
  expect(bad.err).toContain('sftp.prot')
})
