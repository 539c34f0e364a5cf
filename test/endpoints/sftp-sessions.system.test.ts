/** What a session may do, how long it may stay, and how it ends. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Client } from 'ssh2'
import { expect, test } from 'vitest'
import type { ListedFile } from '../../src/endpoints/files/client-files.ts'
import { packetOf, string, TYPE, uint32, uint64 } from '../../src/endpoints/sftp/packets.ts'
import { closing, connecting, loggedIn, outcomeOf, startEngine } from './support/engine.ts'
import { fileAttributes, memoryFiles } from './support/memory-files.ts'
import { NO_ATTRIBUTES, opened, rawSftp, statusOf, WRITE_NEW, write } from './support/raw-sftp.ts'

const OK = '0 OK'

// biome-ignore format: a table
test.each<[string, (client: Client, done: (error?: Error | null | boolean) => void) => unknown]>([
  ['a command',            (client, done) => client.exec('id', done)],
  ['a shell',              (client, done) => client.shell(done)],
  ['a terminal',           (client, done) => client.exec('id', { pty: true }, done)],
  ['another subsystem',    (client, done) => client.subsys('netconf', done)],
  ['a way to elsewhere',   (client, done) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, done)],
  ['a local socket',       (client, done) => client.openssh_forwardOutStreamLocal('/x', done)],
  ['a way back',           (client, done) => client.forwardIn('127.0.0.1', 0, done)],
])('%s is refused, and SFTP still served (case S11)', async (_, request) => {
  await using engine = await startEngine()
  await using client = await loggedIn(engine.port)
  const error = await new Promise<unknown>((resolve) => request(client, resolve))
  expect(error).toBeInstanceOf(Error)
  expect((await (await rawSftp(client)).ask(TYPE.realpath, 1, string('.'))).type).toBe(TYPE.name)
})

test('a session channel that was opened in vain is closed and given back', async () => {
  await using engine = await startEngine({ limits: { channels: 2 } })
  await using client = await loggedIn(engine.port)
  for (let turn = 0; turn < 5; turn++) await openInVain(client)
  const [first, second] = [await rawSftp(client), await rawSftp(client)]
  await expect(rawSftp(client)).rejects.toThrow()
  first.channel.end()
  await first.closed
  expect((await second.ask(TYPE.realpath, 1, string('.'))).type).toBe(TYPE.name)
  expect((await (await rawSftp(client)).ask(TYPE.realpath, 1, string('.'))).type).toBe(TYPE.name)
})

test('the announcement names what is offered, and the limits are true (case S25)', async () => {
  await using engine = await startEngine({ limits: { handles: 7 } })
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client, false)
  const version = await raw.ask(TYPE.init, 3)
  expect(version.type).toBe(TYPE.version)
  expect(version.body.toString('latin1').match(/[a-z-]+@openssh.com|copy-data/g)).toEqual([
    'posix-rename@openssh.com',
    'fsync@openssh.com',
    'limits@openssh.com',
  ])
  const limits = await raw.ask(TYPE.extended, 1, string('limits@openssh.com'))
  const figures = [0, 8, 16, 24].map((at) => Number(limits.body.readBigUInt64BE(at)))
  expect(figures).toEqual([256 * 1024, 255 * 1024, 255 * 1024, 7])
  const handle = await opened(raw, 2, '/a')
  write(raw, 3, handle, 0, Buffer.alloc(255 * 1024))
  expect(statusOf((await raw.answer(3)).body)).toBe(OK)
})

// biome-ignore format: a table
test.each<[string, Parameters<typeof packetOf>]>([
  ['MKDIR',             [TYPE.mkdir, uint32(1), string('/d'), NO_ATTRIBUTES]],
  ['RMDIR',             [TYPE.rmdir, uint32(1), string('/d')]],
  ['SYMLINK',           [TYPE.symlink, uint32(1), string('/a'), string('/b')]],
  ['READLINK',          [TYPE.readlink, uint32(1), string('/a')]],
  ['hardlink',          [TYPE.extended, uint32(1), string('hardlink@openssh.com'), string('/a'), string('/b')]],
  ['statvfs',           [TYPE.extended, uint32(1), string('statvfs@openssh.com'), string('/')]],
  ['check-file',        [TYPE.extended, uint32(1), string('check-file'), string('h')]],
  ['a type of its own', [42, uint32(1), string('x')]],
])('%s that is not offered is answered as unsupported (cases S20, S25)', async (_, packet) => {
  await using engine = await startEngine()
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  raw.send(...packet)
  expect(statusOf((await raw.answer(1)).body)).toMatch(/^8 SLU-OPERATION/)
})

// biome-ignore format: a table
test.each<[string, Buffer]>([
  ['a packet over the limit',       uint32(256 * 1024 + 1)],
  ['a packet of 4 GiB',             uint32(0xffff_ffff)],
  ['an empty packet',               uint32(0)],
  ['a packet without an id',        packetOf(TYPE.stat, Buffer.of(1))],
  ['a second INIT',                 packetOf(TYPE.init, uint32(3))],
])('%s ends that session alone (case S12)', async (_, bytes) => {
  await using engine = await startEngine()
  await using bad = await loggedIn(engine.port)
  await using good = await loggedIn(engine.port)
  const [raw, other] = [await rawSftp(bad), await rawSftp(good)]
  const over = closing(bad)
  raw.channel.write(bytes)
  await over
  expect((await engine.logged('sftp.breach')).about.name).toBe('user')
  expect((await other.ask(TYPE.realpath, 1, string('.'))).type).toBe(TYPE.name)
})

test('a request before INIT ends the session (case S12)', async () => {
  await using engine = await startEngine()
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client, false)
  const over = closing(client)
  raw.send(TYPE.stat, uint32(1), string('/a'))
  await over
})

test('a malformed request is answered, and ids may be used twice (case S12)', async () => {
  await using engine = await startEngine()
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  expect(statusOf((await raw.ask(TYPE.stat, 1, uint32(9), Buffer.from('abc'))).body)).toMatch(/^5 /)
  for (let turn = 0; turn < 3; turn++) expect((await raw.ask(TYPE.realpath, 1, string('.'))).type).toBe(TYPE.name)
})

test.each(['close', 'fstat', 'readdir', 'read', 'write'] as const)(
  '%s of a handle that is not open is refused',
  async (what) => {
    await using engine = await startEngine()
    await using client = await loggedIn(engine.port)
    const raw = await rawSftp(client)
    const answer = await raw.ask(TYPE[what], 1, string(uint32(7)), uint64(0), string('x'))
    expect(statusOf(answer.body)).toMatch(/^4 SLU-STATE: This handle is not open/)
  },
)

test('more handles than allowed are refused until one is closed (case S13)', async () => {
  await using engine = await startEngine({ limits: { handles: 10 } })
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  const answers = Array.from({ length: 1000 }, (_, id) =>
    raw.ask(TYPE.open, id, string('/a'), WRITE_NEW, NO_ATTRIBUTES),
  )
  const types = (await Promise.all(answers)).map(({ type, body }) => (type === TYPE.handle ? 'handle' : statusOf(body)))
  expect(types.filter((type) => type === 'handle')).toHaveLength(10)
  expect(new Set(types.slice(10))).toEqual(
    new Set(['4 SLU-HANDLES: Too many files are open in this session. Close some of them first.']),
  )
  const [first] = await Promise.all(answers)
  await raw.ask(TYPE.close, 2000, string(first!.body.subarray(4)))
  expect(await opened(raw, 2001, '/b')).toHaveLength(4)
})

test('a file that could not be opened takes no handle', async () => {
  await using engine = await startEngine({ limits: { handles: 2 } })
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  for (let id = 1; id < 10; id++) {
    const { body } = await raw.ask(TYPE.open, id, string('/none'), uint32(1), NO_ATTRIBUTES)
    expect(statusOf(body)).toMatch(/^2 SLU-MISSING/)
  }
  expect(await opened(raw, 10, '/a')).toHaveLength(4)
})

test('a folder of 100,000 names is told in small portions, each fetched when it is asked for (case S22)', async () => {
  let fetched = 0
  async function* pages(): AsyncGenerator<readonly ListedFile[]> {
    for (let page = 0; page < 100; page++) {
      fetched += 1
      yield Array.from({ length: 1000 }, (_, index) => ({
        name: `f${page * 1000 + index}`,
        attributes: fileAttributes(1),
      }))
    }
  }
  await using engine = await startEngine({ files: () => memoryFiles({ pages }) })
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  const handle = (await raw.ask(TYPE.opendir, 1, string('/OUT'))).body.subarray(4)
  const portion = await raw.ask(TYPE.readdir, 2, string(handle))
  expect([fetched, portion.body.readUInt32BE(0)]).toEqual([1, 100])
  await raw.ask(TYPE.close, 3, string(handle))
  const names = await new Promise<string[]>((resolve, reject) =>
    client.sftp((_, sftp) =>
      sftp.readdir('/OUT', (error, list) => (error ? reject(error) : resolve(list.map(nameOf)))),
    ),
  )
  expect([names.length, new Set(names).size]).toEqual([100_000, 100_000])
})

test('a session whose log-in no longer holds is ended and told so (case S10)', async () => {
  let holds = true
  const files = memoryFiles()
  await using engine = await startEngine({
    files: () => files,
    stillHolds: async () => holds,
    limits: { watchSeconds: 0.05 },
  })
  await using client = await loggedIn(engine.port)
  await opened(await rawSftp(client), 1, '/a')
  const said = farewell(client)
  holds = false
  expect(await said).toMatch(/SLU-SUSPENDED/)
  expect((await engine.logged('sftp.sessionClosed')).about).toMatchObject({ name: 'user', because: 'loginEnded' })
  await engine.endpoint[Symbol.asyncDispose]()
  expect(files.events).toEqual(['open /a', 'over /a'])
})

test('a registry that does not answer does not end sessions', async () => {
  let asked = 0
  const stillHolds = (): Promise<boolean> =>
    Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED', asked: asked++ }))
  await using engine = await startEngine({ stillHolds, limits: { watchSeconds: 0.02 } })
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  await engine.logged('sftp.storeSilent')
  expect((await raw.ask(TYPE.realpath, 1, string('.'))).type).toBe(TYPE.name)
})

test('the sessions of an account can be ended by name', async () => {
  await using engine = await startEngine()
  await using client = await loggedIn(engine.port)
  const gone = closing(client)
  expect([engine.endpoint.kick('nobody'), engine.endpoint.kick('user')]).toEqual([0, 1])
  await gone
})

test('an idle session is ended, one with an upload under way is not', async () => {
  await using engine = await startEngine({ limits: { idleSeconds: 3, watchSeconds: 0.02 } })
  await using idle = await loggedIn(engine.port)
  await using busy = await loggedIn(engine.port)
  const raw = await rawSftp(busy)
  const handle = await opened(raw, 1, '/a')
  expect(await farewell(idle)).toMatch(/SLU-BUSY: The session was idle/)
  const over = closing(busy)
  expect(statusOf((await raw.ask(TYPE.close, 2, string(handle))).body)).toBe(OK)
  await over
})

test('to drain: open uploads are finished, new ones refused, then everything ends (case K15)', async () => {
  const gate = gated()
  const files = memoryFiles({ onClose: () => gate.promise })
  await using engine = await startEngine({ files: () => files })
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  const handle = await opened(raw, 1, '/a')
  const drained = engine.endpoint.drain(30)
  expect(statusOf((await raw.ask(TYPE.open, 2, string('/b'), WRITE_NEW, NO_ATTRIBUTES)).body)).toMatch(/^4 SLU-BUSY/)
  write(raw, 3, handle, 0, Buffer.from('0'))
  const close = raw.ask(TYPE.close, 4, string(handle))
  gate.open()
  expect(statusOf((await close).body)).toBe(OK)
  await drained
  expect(files.contents.get('/a')?.toString()).toBe('0')
  expect(await outcomeOf(connecting(engine.port))).toMatch(/ECONNREFUSED/)
})

test('when the time to drain is over, a CLOSE that has begun is answered and the rest is let go (case K15)', async () => {
  const gate = gated()
  const files = memoryFiles({ onClose: () => gate.promise })
  await using engine = await startEngine({ files: () => files })
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  const [first, second] = [await opened(raw, 1, '/a'), await opened(raw, 2, '/b')]
  write(raw, 3, second, 0, Buffer.from('0'))
  const close = raw.ask(TYPE.close, 4, string(first))
  await until(() => files.events.includes('closing /a'))
  const drained = engine.endpoint.drain(0)
  gate.open()
  expect(statusOf((await close).body)).toBe(OK)
  await drained
  expect([[...files.contents.keys()], files.events.at(-1)]).toEqual([['/a'], 'over /b'])
})

test('nobody is kept waiting by a connection that never logged in', async () => {
  await using engine = await startEngine()
  const stranger = connect({ host: '127.0.0.1', port: engine.port })
  await once(stranger, 'data')
  const closed = once(stranger, 'close')
  await engine.endpoint.drain(30)
  await closed
})

test('sessions, log-ins, bytes and refusals are counted', async () => {
  await using engine = await startEngine()
  await using client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  const handle = await opened(raw, 1, '/a')
  write(raw, 2, handle, 0, Buffer.from('0123'))
  await raw.ask(TYPE.close, 3, string(handle))
  await raw.ask(TYPE.stat, 4, string('/none'))
  const lines = ['sluice_sftp_sessions', 'sluice_sftp_logins_total{outcome="accepted"}']
  const more = ['sluice_sftp_bytes_total{direction="in"}', 'sluice_sftp_refusals_total{code="SLU-MISSING"}']
  expect(await Promise.all([...lines, ...more].map((line) => engine.metric(line)))).toEqual([1, 1, 4, 1])
  expect((await engine.logged('sftp.sessionOpened')).about).toMatchObject({ name: 'user', algorithm: 'ssh-ed25519' })
})

type Handler = (protocol: unknown, first: never, text: string) => void
type ClientProtocol = {
  readonly _handlers: Record<'DISCONNECT' | 'CHANNEL_OPEN_CONFIRMATION' | 'CHANNEL_CLOSE', Handler>
  session(channel: number, window: number, packet: number): void
  channelClose(channel: number): void
}

function protocolOf(client: Client): ClientProtocol {
  return (client as unknown as { _protocol: ClientProtocol })._protocol
}

/** What the server says when it ends the connection. */
function farewell(client: Client): Promise<string> {
  return new Promise((resolve) => {
    protocolOf(client)._handlers.DISCONNECT = (_protocol, _reason, text) => resolve(text)
  })
}

/** Opens a session channel, asks for nothing, and closes it; resolves when the server has closed it too. */
function openInVain(client: Client): Promise<void> {
  const protocol = protocolOf(client)
  const { CHANNEL_OPEN_CONFIRMATION: confirmed, CHANNEL_CLOSE: closed } = protocol._handlers
  return new Promise((resolve) => {
    protocol._handlers.CHANNEL_OPEN_CONFIRMATION = (_protocol, { sender }: { sender: number }) =>
      protocol.channelClose(sender)
    protocol._handlers.CHANNEL_CLOSE = () => {
      Object.assign(protocol._handlers, { CHANNEL_OPEN_CONFIRMATION: confirmed, CHANNEL_CLOSE: closed })
      resolve()
    }
    protocol.session(77, 1000, 1000)
  })
}

function nameOf({ filename }: { readonly filename: string }): string {
  return filename
}

function gated(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => {}
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}
