/** Uploads whose client or connection dies (cases F6, F7): whatever dies, nothing of the file is kept. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { type MemoryFiles, memoryFiles } from '../support/memory-files.ts'
import { bytesOf, member, type RawClient, reset, visit } from './raw-client.ts'
import { type FtpScene, startFtp, until } from './rig.ts'

const CONTENT = Buffer.alloc(100_000, 'x')
const NODE_CLIENT = `
import { connect } from 'node:net'
const control = connect(Number(process.argv[1]), '127.0.0.1')
let text = ''
control.on('data', (chunk) => {
  text += chunk
  const port = /\\|\\|\\|(\\d+)\\|/.exec(text)?.[1]
  if (port) {
    text = ''
    const data = connect(Number(port), '127.0.0.1', () => control.write('STOR one\\r\\n'))
    control.on('data', () => data.write(Buffer.alloc(100_000), () => console.log('ready')))
  }
})
control.write('USER user\\r\\nPASS correct-horse-7\\r\\nEPSV\\r\\n')
`

const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const

test('case F6: a client killed in mid file leaves nothing, though its connections are closed one after the other', async () => {
  const files = memoryFiles()
  let minutes = 0
  const now = (): Date => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000)
  await using scene = await startFtp({ files: () => files, now, limits: { settleSeconds: 1, minimumRate: 0 } })
  const client = spawn(process.execPath, ['--input-type=module', '-e', NODE_CLIENT, String(scene.port)])
  client.stderr.pipe(process.stderr)
  await once(client.stdout, 'data')
  minutes = 1 // of an upload
  await killed(client)
  await leftNothing(scene, files)
})

test.each(['FIN', 'RST'] as const)(
  'case F6: a control connection that ends by %s takes the upload with it',
  async (how) => {
    const files = memoryFiles()
    await using scene = await startFtp({ files: () => files })
    const client = await member(scene.port)
    const { raw } = await client.transfer('STOR one')
    raw.write(CONTENT)
    await until(() => files.events.some((event) => event.startsWith('open')))
    if (how === 'FIN') client.raw.end()
    else await reset(client.raw)
    await bytesOf(raw)
    await leftNothing(scene, files)
  },
)

test('case F6: nor does one that kept its session alive for hours before it was killed (case F20)', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files })
  const client = await member(scene.port)
  const { raw } = await client.transfer('STOR one')
  raw.write(CONTENT)
  for (let number = 0; number < 150; number++) {
    client.send('NOOP')
    await turnOf(scene)
  }
  expect(await client.codeOf('STAT')).toBe('211') // it is still listened to
  client.raw.end()
  await bytesOf(raw)
  await leftNothing(scene, files)
})

test('case F10: ABOR is heard behind any number of NOOP, and all of them are answered', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  const { raw } = await client.transfer('STOR one')
  raw.write(CONTENT)
  client.send(...Array.from({ length: 500 }, () => 'NOOP'), 'ABOR', 'QUIT')
  const codes = (await client.rest()).map((reply) => reply.slice(0, 3))
  expect(codes).toEqual(['426', ...Array.from({ length: 500 }, () => '200'), '226', '221'])
})

test('case F6: an end in clear is not believed while so many commands wait that the end of the client would not be heard', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files, limits: { commandsAhead: 3 } })
  await using client = await member(scene.port)
  const { raw } = await client.transfer('STOR one')
  raw.write(CONTENT)
  client.send('PWD', 'PWD', 'PWD')
  await turnOf(scene)
  client.send('PWD')
  await turnOf(scene)
  raw.end()
  expect(await client.code()).toBe('426')
  expect(files.contents.size).toBe(0)
  expect([await client.code(), await client.codeOf('QUIT')]).toEqual(['257', '257'])
})

test('case F7: a data connection that is reset is answered by 426', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const { raw } = await client.transfer('STOR one')
  await new Promise((resolve) => raw.write(CONTENT, resolve))
  await reset(raw)
  expect(await client.reply()).toMatch(/^426 SLU-PARTIAL: The data connection broke; nothing was kept/)
  expect(files.contents.size).toBe(0)
  expect(await client.codeOf('NOOP')).toBe('200')
})

test('case F7: nor is one that was reset before its STOR', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const data = await client.data()
  await client.ask('NOOP')
  await reset(data)
  await client.ask('NOOP')
  client.send('STOR one')
  expect([await client.code(), await client.code()]).toEqual(['150', '426'])
  expect(files.contents.size).toBe(0)
})

test('case F7: an empty file whose connection ended before its STOR is an empty file', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const data = await client.data()
  data.end()
  await client.ask('NOOP')
  client.send('STOR one')
  expect([await client.code(), await client.code()]).toEqual(['150', '226'])
  expect(files.contents.get('/one')).toEqual(Buffer.alloc(0))
})

test('case F7: a download whose connection is reset is answered by 426', async () => {
  const files = memoryFiles()
  files.contents.set('/big', Buffer.alloc(20_000_000))
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const { raw } = await client.transfer('RETR big')
  await once(raw, 'data')
  await reset(raw)
  expect(await client.code()).toBe('426')
  expect(files.events).toContain('over /big')
})

// biome-ignore format: a table
const ENDS: readonly (readonly [end: string, closeNotify: 'required' | 'optional', announced: number | null, reply: RegExp])[] = [
  ['announced', 'required', null,    /^226/],
  ['announced', 'optional', null,    /^226/],
  ['cut',       'required', null,    /^426 SLU-PARTIAL: The end of the file was not announced/],
  ['cut',       'required', 100_000, /^426 SLU-PARTIAL: The end of the file was not announced/],
  ['cut',       'optional', null,    /^426 SLU-PARTIAL: The end of the file was not announced/],
  ['cut',       'optional', 100_001, /^426 SLU-PARTIAL: The end of the file was not announced/],
  ['cut',       'optional', 99_999,  /^426 SLU-PARTIAL: The end of the file was not announced/],
  ['cut',       'optional', 100_000, /^226/],
  ['reset',     'required', null,    /^426 SLU-PARTIAL/],
  ['midRecord', 'optional', 100_000, /^226/], // all that was announced is there
  ['midRecord', 'required', 100_000, /^426 SLU-PARTIAL/],
]

test.each(VERSIONS.flatMap((version) => ENDS.map((row) => [version, ...row] as const)))(
  'case F7: with %s an end that is %s, close_notify %s, ALLO %s, is answered as it must',
  async (version, end, closeNotify, announced, reply) => {
    const files = memoryFiles()
    await using scene = await startFtp({ files: () => files, tls: { closeNotify } })
    await using client = await visit(scene.port, { minVersion: version, maxVersion: version })
    await client.goPrivate()
    if (announced !== null) await client.ask(`ALLO ${announced}`)
    await upload(client, end)
    expect(await client.reply()).toMatch(reply)
    expect(files.contents.size).toBe(reply.source.startsWith('^226') ? 1 : 0)
    if (files.contents.size > 0) expect(files.contents.get('/one')).toEqual(CONTENT)
  },
)

test.each(VERSIONS)('case F7: an empty file over %s is empty only when its end was announced', async (version) => {
  await using scene = await startFtp()
  await using client = await visit(scene.port, { minVersion: version, maxVersion: version })
  await client.goPrivate()
  const first = await client.transfer('STOR one')
  first.raw.end()
  expect(await client.code()).toBe('426')
  const second = await client.transfer('STOR one')
  second.stream.end()
  expect(await client.code()).toBe('226')
})

test.each([0, 1, 2, 3, 16_384, 16_385, 65_536, 262_144])(
  'case F7: %i bytes over TLS 1.3 are seen to end, and to be cut',
  async (size) => {
    await using scene = await startFtp()
    await using client = await visit(scene.port)
    await client.goPrivate()
    const whole = await client.transfer('STOR one')
    whole.stream.end(Buffer.alloc(size))
    expect(await client.code()).toBe('226')
    const cut = await client.transfer('STOR one')
    await new Promise((resolve) => cut.stream.write(Buffer.alloc(size), resolve))
    cut.raw.end()
    expect(await client.code()).toBe('426')
  },
)

test.each<[string, (data: Awaited<ReturnType<RawClient['data']>>) => unknown]>([
  ['never begins', () => {}],
  ['stops half-way', (data) => data.write(Buffer.of(22, 3, 1, 2, 0, 1))],
  ['is clear text', (data) => data.write('the file')],
  ['is clear text, ended', (data) => data.end('the file')],
  ['ends at once', (data) => data.end()],
  ['is reset', (data) => reset(data)],
])('a handshake on the data connection that %s is answered, and leaves nothing', async (_, act) => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files, limits: { loginSeconds: 0.3 } })
  await using client = await visit(scene.port)
  await client.goPrivate()
  for (const command of ['STOR one', 'RETR one', 'LIST']) {
    files.contents.set('/one', Buffer.from('before'))
    const data = await client.data()
    client.send(command)
    expect(await client.code()).toBe('150')
    act(data)
    expect(await client.reply()).toMatch(/^522 SLU-TLS/)
    await bytesOf(data)
    expect(files.contents.get('/one')?.toString()).toBe('before')
  }
})

test('what breaks on the way is told to the operator, with the reason that the client has', async () => {
  await using scene = await startFtp({ limits: { loginSeconds: 0.3 } })
  await using old = await visit(scene.port)
  await old.ask('AUTH TLS')
  old.raw.write('no handshake\r\n')
  expect(await old.rest()).toEqual([])
  await using client = await visit(scene.port)
  await client.goPrivate()
  await client.ask('RETR one')
  const data = await client.data()
  client.send('STOR one')
  await client.reply()
  data.end('no handshake')
  expect(await client.code()).toBe('522')
  const told = scene.events.filter(({ event }) => event === 'ftp.tlsFailed' || event === 'ftp.transferFailed')
  expect(told.map(({ about }) => about)).toMatchObject([
    { address: '127.0.0.1', why: expect.stringContaining('SSL') },
    { name: 'user', do: 'RETR', path: 'one', reply: 425, why: expect.stringContaining('SLU-STATE') },
    { name: 'user', do: 'STOR', path: 'one', reply: 522, why: expect.stringContaining('SLU-TLS') },
  ])
})

test('a data connection may be given up in the middle of its handshake by ABOR', async () => {
  await using scene = await startFtp()
  await using client = await visit(scene.port)
  await client.goPrivate()
  const data = await client.data()
  client.send('STOR one')
  await client.reply()
  client.send('ABOR')
  expect([await client.code(), await client.code()]).toEqual(['426', '226'])
  await bytesOf(data)
})

/** What came before was read when this is answered. */
async function turnOf(scene: FtpScene): Promise<void> {
  await using other = await visit(scene.port)
  await other.ask('NOOP')
}

async function upload(client: RawClient, end: string): Promise<void> {
  const { stream, raw } = await client.transfer('STOR one')
  if (end === 'announced') {
    stream.end(CONTENT)
    return
  }
  await new Promise((resolve) => stream.write(CONTENT, resolve))
  if (end === 'midRecord') await new Promise((resolve) => raw.write(Buffer.of(23, 3, 3, 1, 0, 7), resolve))
  if (end === 'reset') await reset(raw)
  else raw.end()
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

async function leftNothing(scene: FtpScene, files: MemoryFiles): Promise<void> {
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
  await until(() => files.events.includes('over /one'))
  expect(files.contents.size).toBe(0)
}
