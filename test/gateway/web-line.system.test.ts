/** The web service as a channel of the whole gateway: what is sent over it is the same set, kept and answered as any other. */
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import { nameDate } from '../../src/batch/dates.ts'
import { connectOverWeb } from '../../src/cli/demo/connections.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import { awaitMessage, pushOverWeb, type Transferred } from '../../src/cli/send-over-web.ts'
import { pushSet } from '../../src/cli/send-sets.ts'
import type { WebClient, WebSet } from '../../src/endpoints/web/client/web-client.ts'
import { freePort } from '../support/free-port.ts'
import { connect, eventually, makeSet, openSite, type Said, type Site, setKeyOf } from './gateway.ts'

const MiB = 1024 * 1024
const ANSWER_SECONDS = 60

let site: Site
let gateway: GatewayProcess
let sender: ExampleSender

beforeAll(async () => {
  site = await openSite()
  gateway = await site.start()
  sender = await site.enrol(gateway)
  await writeFile(join(site.folder, 'key.pem'), sender.signing.keyPem, { mode: 0o600 })
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

test('a folder of sets is pushed by `sluice send`, and `find` tells the channel', async () => {
  const set = await makeSet(site, sender, { sequence: 'A0001' })
  const sent = await send(set.files, '--json', '--ca', join(site.folder, 'certs', 'tls.crt'))
  const { sets } = JSON.parse(sent.out)
  expect({ code: sent.code, err: sent.err, sets }).toEqual({
    ...{ code: 0, err: '' },
    sets: [
      {
        ...{ name: set.trigger, outcome: 'accepted', codes: [], milliseconds: expect.any(Number) },
        ticket: expect.stringMatching(/^3?SLU/),
        acknowledgement: expect.stringMatching(/^FO\.ACRF\./),
      },
    ],
  })
  const found = await settled(gateway, set.trigger)
  expect(found).toMatchObject([
    {
      ...{ setKey: setKeyOf(set.trigger), channel: 'web', state: 'delivered', ticket: sets[0].ticket },
      ...{ verdict: { outcome: 'accepted', reasons: [] }, acknowledgement: { name: sets[0].acknowledgement } },
    },
  ])
})

test('what the gate rejects is told with its reason, and on this machine the certificate is shown', async () => {
  const set = await makeSet(site, sender, { sequence: 'A0002' })
  await writeFile(set.files[0] ?? '', sampleDeclaration(new Date(), 'changed'))
  expect(await send(set.files)).toEqual({
    code: 1,
    out: expect.stringMatching(
      /^GO\.\S+: rejected, ticket \S+, answered after \d+ ms\n {2}125: Signature not valid\n$/,
    ),
    err: expect.stringMatching(/^sluice: nobody vouches for the certificate [0-9A-F:]{95}; check it once, /),
  })
})

test('what is turned away at the door is told with its codes and the words of the gateway, and nothing is stored', async () => {
  const set = await makeSet(site, { ...sender, number: '999998' }, { sequence: 'A0003' })
  const sent = await send(set.files, '--json')
  expect({ code: sent.code, out: JSON.parse(sent.out) }).toEqual({
    code: 1,
    out: {
      sets: [
        {
          ...{ name: set.trigger, outcome: 'rejected', codes: [108], ticket: null, acknowledgement: null },
          ...{ message: expect.stringMatching(/\w/), milliseconds: expect.any(Number) },
        },
      ],
    },
  })
  const plain = await send(set.files)
  expect(plain.out).toMatch(/^GO\.\S+: rejected, nothing was stored: .+\n {2}108: Number of another sender\n$/)
  expect((await site.sluice('find', set.trigger, '--json')).code).toBe(1)
})

test('case A15: a set that comes half over SFTP and half over the web service is one set', async () => {
  await using sftp = await connect(gateway, sender)
  await using web = await connectOverWeb(gateway, site.folder, sender)
  const one = await makeSet(site, sender, { sequence: 'B0001' })
  const [declaration = '', signature = ''] = one.files
  await pushSet(sftp, { ...one, files: [declaration] }, () => {})
  const sent = await pushOverWeb(web, { ...one, files: [signature] }, true)
  await expectAccepted(web, one.trigger, sent)

  const other = await makeSet(site, sender, { sequence: 'B0002' })
  const begun = await pushOverWeb(web, { ...other, files: other.files.slice(0, 2) }, false)
  if (!begun.ok) throw new Error(begun.problem.message)
  await pushSet(sftp, { ...other, files: other.files.slice(2) }, () => {})
  await expectAccepted(web, other.trigger, begun)
  expect(await settled(gateway, other.trigger)).toMatchObject([{ channel: 'sftp' }])
})

test('kill -9 right after the reply loses nothing, and the identical request is a replay', async () => {
  const set = await makeSet(site, sender, { sequence: 'C0001' })
  const first = await replaceable()
  const sent = await pushOverWeb(first.client, set, true)
  await gateway.kill()
  if (!sent.ok) throw new Error(sent.problem.message)
  gateway = await site.start(first.setting)
  await using client = await connectOverWeb(gateway, site.folder, sender)
  const again = await pushOverWeb(client, set, true)
  expect(again).toMatchObject({ ok: true, value: { transferId: sent.value.transferId, replayed: true } })
  await expectAccepted(client, set.trigger, again)
  expect(await settled(gateway, set.trigger)).toMatchObject([{ state: 'delivered', verdict: { outcome: 'accepted' } }])
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})

test('kill -9 in the middle of an upload leaves nothing, and the client that tries again by itself is taken once', async () => {
  const document = Buffer.concat([sampleDeclaration(new Date(), 'C0002'), Buffer.alloc(6 * MiB, '\n')])
  const set = await makeSet(site, sender, { sequence: 'C0002', document })
  const first = await replaceable()
  const halfway = latch()
  const pushed = pushOverWeb(first.client, set, true, (bytes) => {
    if (bytes > document.length / 2) halfway.open()
  })
  await halfway.opened
  await gateway.kill()
  gateway = await site.start(first.setting)
  const sent = await pushed.catch(async (error) => {
    if (!(error instanceof Unavailable)) throw error // a slow start may take longer than a client waits
    await using client = await connectOverWeb(gateway, site.folder, sender)
    return await pushOverWeb(client, set, true)
  })
  await using client = await connectOverWeb(gateway, site.folder, sender)
  await expectAccepted(client, set.trigger, sent)
  expect(await settled(gateway, set.trigger)).toMatchObject([{ state: 'delivered', verdict: { outcome: 'accepted' } }])
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})

test('case K15: a transfer that is under way at a stop is taken whole', async () => {
  await using client = await connectOverWeb(gateway, site.folder, sender)
  const name = `FI.DMFA.${sender.number}.${nameDate(new Date())}.D0001.R.1.1`
  const half = Buffer.alloc(MiB, 'x')
  const [begun, stopping] = [latch(), latch()]
  gateway.onEvent((event) => {
    if (event === 'gateway.stopping') stopping.open()
  })
  const sent = client.send(halfOpen(name, half, begun.open, stopping.opened))
  await begun.opened
  const stopped = gateway[Symbol.asyncDispose]()
  expect(await sent).toMatchObject({ ok: true })
  await stopped
  expect(await gateway.ended).toEqual([0, null])
  gateway = await site.start()
  await using sftp = await connect(gateway, sender)
  const listed = await sftp.list('/IN')
  const files = listed.ok ? listed.value.filter((file) => file.name.includes('.D0001.')) : [] // sets of earlier tests linger
  expect(files.map(({ name, bytes }) => [name, bytes])).toEqual([[name, 2 * MiB]])
})

test('case S10: a suspended channel ends its tokens, and gives none until it is resumed', async () => {
  await using client = await connectOverWeb(gateway, site.folder, sender)
  const look = () => client.messages({ transferId: '00000000-0000-7000-8000-000000000000' })
  expect(await look()).toEqual({ ok: true, value: [] })
  await gateway.command('channel', 'suspend', sender.number, 'web', '--reason', 'test')
  const refused = await eventually(look, ({ ok }) => !ok)
  expect(refused).toMatchObject({ ok: false, problem: { status: 403 } })
  await expect(connectOverWeb(gateway, site.folder, sender)).rejects.toMatchObject({ name: 'Unavailable' })
  await gateway.command('channel', 'resume', sender.number, 'web', '--reason', 'test')
  expect(await eventually(look, ({ ok }) => ok)).toEqual({ ok: true, value: [] })
})

type Found = { setKey: string; state: string; channel: string }

/** All submissions of a name, once each has come to its end. */
async function settled(of: GatewayProcess, name: string): Promise<Found[]> {
  const { submissions } = await eventually(
    async () => (await of.command('find', name)) as { submissions: Found[] },
    (found) => found.submissions.length > 0 && found.submissions.every(({ state }) => ENDS.includes(state)),
  )
  return submissions
}

const ENDS = ['delivered', 'closed', 'cancelled']

async function expectAccepted(client: WebClient, trigger: string, sent: Awaited<ReturnType<typeof pushOverWeb>>) {
  if (!sent.ok) throw new Error(sent.problem.message)
  const { acknowledgement } = await awaitMessage(client, trigger, sent.value satisfies Transferred, ANSWER_SECONDS)
  expect(acknowledgement).toMatchObject({ fileName: trigger, accepted: true, codes: [] })
}

function latch(): { open: () => void; opened: Promise<void> } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

/** A gateway whose web service will be found at the same place after a restart, and a client that talks to it. */
async function replaceable(): Promise<{ client: WebClient; setting: string }> {
  await gateway[Symbol.asyncDispose]()
  const setting = `web.port=${await freePort()}`
  gateway = await site.start(setting)
  return { client: await connectOverWeb(gateway, site.folder, sender), setting }
}

/** A set whose declaration stops in its middle until `go`. */
function halfOpen(fileName: string, half: Buffer, begun: () => void, go: Promise<void>): WebSet {
  async function* halves() {
    yield half
    begun()
    await go
    yield half
  }
  const digest = sha256(Buffer.concat([half, half]))
  const part = { name: 'declaration', fileName, bytes: 2 * half.length, sha256: digest } as const
  const setName = fileName.split('.').slice(1, 7).join('.')
  return { setName, go: false, parts: [{ ...part, open: () => Readable.from(halves()) }] }
}

/** `files`: of one set, in a folder of their own. */
function send(files: readonly string[], ...words: readonly string[]): Promise<Said> {
  const folder = (files[0] ?? '').slice(0, -basename(files[0] ?? '').length)
  const { host, port } = gateway.addresses.web
  const login = ['--client-id', sender.clientId ?? '', '--key', join(site.folder, 'key.pem')]
  return site.sluice('send', folder, '--web', `https://${host}:${port}`, ...login, ...words)
}
