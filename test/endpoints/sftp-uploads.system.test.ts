/** Reads and writes: many at once, in any order, against a store that takes its time. */
import { randomBytes } from 'node:crypto'
import type { SFTPWrapper } from 'ssh2'
import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { string, TYPE, uint32, uint64 } from '../../src/endpoints/sftp/packets.ts'
import { loggedIn, startEngine } from './support/engine.ts'
import { memoryFiles } from './support/memory-files.ts'
import { opened, type RawSftp, rawSftp, statusOf, write } from './support/raw-sftp.ts'

const MiB = 1024 * 1024
const OK = '0 OK'

test('writes out of order and overlapping give the bytes of the last one (case S14)', async () => {
  await using scene = await start()
  const handle = await opened(scene.raw, 1, '/a')
  write(scene.raw, 2, handle, 4, Buffer.from('4567'))
  write(scene.raw, 3, handle, 0, Buffer.from('0123'))
  write(scene.raw, 4, handle, 2, Buffer.from('xxxx'))
  write(scene.raw, 5, handle, 3, Buffer.from('y'))
  expect(await closed(scene.raw, 6, handle)).toBe(OK)
  expect(scene.files.contents.get('/a')?.toString()).toBe('01xyxx67')
})

test('a write is answered when the store took it, and CLOSE waits for all of them', async () => {
  const gate = gated()
  await using scene = await start({ onWrite: () => gate.promise })
  const handle = await opened(scene.raw, 1, '/a')
  for (let part = 0; part < 10; part++) write(scene.raw, 10 + part, handle, part, Buffer.from(`${part}`))
  const close = closed(scene.raw, 30, handle)
  const stat = scene.raw.ask(TYPE.stat, 31, string('/b'))
  expect(statusOf((await stat).body)).toMatch(/^2 SLU-MISSING/)
  expect(scene.files.events).toEqual(['open /a'])
  gate.open()
  expect(await close).toBe(OK)
  expect(scene.files.contents.get('/a')?.toString()).toBe('0123456789')
})

test('a refusal while writing is told again at every later write and at CLOSE', async () => {
  await using scene = await start({ bytesMax: 4 })
  const handle = await opened(scene.raw, 1, '/a')
  write(scene.raw, 2, handle, 0, Buffer.from('0123'))
  write(scene.raw, 3, handle, 4, Buffer.from('4'))
  write(scene.raw, 4, handle, 0, Buffer.from('0'))
  expect(statusOf((await scene.raw.answer(2)).body)).toBe(OK)
  for (const id of [3, 4]) expect(statusOf((await scene.raw.answer(id)).body)).toMatch(/^4 SLU-SIZE: The file is too/)
  expect(await closed(scene.raw, 5, handle)).toMatch(/^4 SLU-SIZE/)
  expect(scene.files.contents.size).toBe(0)
})

test('a store that does not answer is a failure the client hears at CLOSE again, and the session goes on', async () => {
  await using scene = await start({ onWrite: () => Promise.reject(new Unavailable('disk')) })
  const handle = await opened(scene.raw, 1, '/a')
  write(scene.raw, 2, handle, 0, Buffer.from('0'))
  expect(statusOf((await scene.raw.answer(2)).body)).toMatch(/^4 SLU-STORE/)
  expect(await closed(scene.raw, 3, handle)).toMatch(/^4 SLU-STORE/)
  expect((await scene.engine.logged('sftp.storeSilent')).about).toMatchObject({ do: 'write', error: 'disk' })
  expect(await opened(scene.raw, 4, '/b')).toHaveLength(4)
})

test('a bug of ours ends that session and no other (case S26)', async () => {
  await using scene = await start({ onWrite: () => Promise.reject(new TypeError('no such thing')) })
  await using other = await loggedIn(scene.engine.port)
  const handle = await opened(scene.raw, 1, '/a')
  write(scene.raw, 2, handle, 0, Buffer.from('0'))
  await scene.raw.closed
  expect((await scene.engine.logged('sftp.bug')).about).toMatchObject({ error: 'no such thing' })
  expect(await (await rawSftp(other)).ask(TYPE.realpath, 1, string('.'))).toMatchObject({ type: TYPE.name })
})

test.each([2 ** 53, 2 ** 63])('a write at offset %d is refused (case S14)', async (offset) => {
  await using scene = await start()
  const handle = await opened(scene.raw, 1, '/a')
  write(scene.raw, 2, handle, offset, Buffer.from('0'))
  expect(statusOf((await scene.raw.answer(2)).body)).toMatch(/^4 SLU-SIZE/)
})

test('nothing is kept of an upload whose connection drops before CLOSE (case S15)', async () => {
  await using scene = await start()
  const handle = await opened(scene.raw, 1, '/a')
  write(scene.raw, 2, handle, 0, Buffer.from('0'))
  await scene.raw.answer(2)
  scene.client.destroy()
  await scene.engine.logged('sftp.sessionClosed')
  await scene.engine.endpoint[Symbol.asyncDispose]()
  expect(scene.files.events).toEqual(['open /a', 'write /a 0 1', 'over /a'])
})

test('a CLOSE that waits for its writes while the connection drops is not done (case S15)', async () => {
  const gate = gated()
  await using scene = await start({ onWrite: () => gate.promise })
  const handle = await opened(scene.raw, 1, '/a')
  write(scene.raw, 2, handle, 0, Buffer.from('0'))
  scene.raw.send(TYPE.close, uint32(3), string(handle))
  await scene.raw.ask(TYPE.stat, 4, string('/b'))
  scene.client.destroy()
  await scene.engine.logged('sftp.sessionClosed')
  gate.open()
  await scene.engine.endpoint[Symbol.asyncDispose]()
  expect(scene.files.events).toEqual(['open /a', 'write /a 0 1', 'over /a'])
})

test('an upload that is open when the client says good-bye is not kept', async () => {
  await using scene = await start()
  const handle = await opened(scene.raw, 1, '/a')
  write(scene.raw, 2, handle, 0, Buffer.from('0'))
  scene.raw.channel.end()
  expect(await scene.raw.exitStatus).toBe(0)
  await scene.raw.closed
  await scene.engine.endpoint[Symbol.asyncDispose]()
  expect(scene.files.events.at(-1)).toBe('over /a')
})

test('a fast client and a slow store do not fill the memory', async () => {
  const gate = gated()
  await using scene = await start({ onWrite: () => gate.promise }, { inFlightBytes: MiB, requests: 64 })
  const handle = await opened(scene.raw, 1, '/a')
  const chunk = Buffer.alloc(32 * 1024)
  for (let part = 0; part < 1000; part++) write(scene.raw, 10 + part, handle, part * chunk.length, chunk)
  await until(() => scene.files.held.bytes >= MiB)
  gate.open()
  expect(await closed(scene.raw, 5, handle)).toBe(OK)
  expect(scene.files.held.bytesMax).toBeLessThanOrEqual(MiB + chunk.length)
  expect(scene.files.contents.get('/a')).toHaveLength(1000 * chunk.length)
})

test('a client that does not keep to its window is sent away', async () => {
  const gate = gated()
  await using scene = await start({ onWrite: () => gate.promise }, { inFlightBytes: MiB })
  const handle = await opened(scene.raw, 1, '/a')
  const { outgoing } = scene.raw.channel as unknown as { outgoing: { window: number } }
  outgoing.window = Number.MAX_SAFE_INTEGER
  for (let part = 0; part < 400; part++) write(scene.raw, 10 + part, handle, 0, Buffer.alloc(32 * 1024))
  expect((await scene.engine.logged('sftp.breach')).about.what).toBe('more than its window')
  await scene.raw.closed
  gate.open()
})

test('all sessions together keep to the total', async () => {
  const gate = gated()
  await using scene = await start({ onWrite: () => gate.promise }, { inFlightBytes: 4 * MiB, inFlightBytesTotal: MiB })
  const clients = await Promise.all(Array.from({ length: 3 }, () => loggedIn(scene.engine.port)))
  const chunk = Buffer.alloc(32 * 1024)
  const closings = [scene.client, ...clients].map(async (client, index) => {
    const raw = index === 0 ? scene.raw : await rawSftp(client)
    const handle = await opened(raw, 1, `/${index}`)
    for (let part = 0; part < 100; part++) write(raw, 10 + part, handle, part * chunk.length, chunk)
    return closed(raw, 5, handle)
  })
  await until(() => scene.files.held.bytes >= MiB - chunk.length)
  gate.open()
  expect(await Promise.all(closings)).toEqual([OK, OK, OK, OK])
  expect(scene.files.held.bytesMax).toBeLessThanOrEqual(MiB + clients.length * chunk.length)
  for (const client of clients) client.destroy()
})

test('a client that asks for much and reads nothing does not fill the memory', async () => {
  await using scene = await start({}, { inFlightBytes: MiB })
  scene.files.contents.set('/big', Buffer.alloc(64 * MiB))
  const handle = await opened(scene.raw, 1, '/big', uint32(1))
  scene.raw.channel.pause()
  for (let part = 0; part < 256; part++)
    scene.raw.send(TYPE.read, uint32(10 + part), string(handle), uint64(part * 256 * 1024), uint32(256 * 1024))
  const before = await settledValue(() => scene.engine.metric('sluice_sftp_bytes_total{direction="out"}'))
  expect(before).toBeLessThan(16 * MiB)
  scene.raw.channel.resume()
  for (let part = 0; part < 256; part++) expect((await scene.raw.answer(10 + part)).type).toBe(TYPE.data)
})

test('reads are cut to the announced length, and end at the end (case S25)', async () => {
  await using scene = await start()
  scene.files.contents.set('/a', Buffer.alloc(300 * 1024, 1))
  const handle = await opened(scene.raw, 1, '/a', uint32(1))
  const read = (id: number, offset: number, length: number) =>
    scene.raw.ask(TYPE.read, id, string(handle), uint64(offset), uint32(length))
  expect((await read(2, 0, 0xffff_ffff)).body.readUInt32BE(0)).toBe(255 * 1024)
  expect((await read(3, 299 * 1024, 4096)).body.readUInt32BE(0)).toBe(1024)
  for (const offset of [300 * 1024, 2 ** 62]) expect(statusOf((await read(4, offset, 1)).body)).toBe('1 End of file')
})

test('16 MB of random bytes survive a change of keys every megabyte (case S24)', async () => {
  await using scene = await start({}, { rekeyBytes: MiB })
  let changes = 0
  scene.client.on('handshake', () => changes++)
  const bytes = randomBytes(16 * MiB)
  const sftp = await new Promise<SFTPWrapper>((resolve) => scene.client.sftp((_, opened) => resolve(opened)))
  await new Promise((resolve, reject) =>
    sftp.writeFile('/a', bytes, (error) => (error ? reject(error) : resolve(true))),
  )
  const read = await new Promise((resolve) => sftp.readFile('/a', (_, found) => resolve(found)))
  expect(bytes.equals(read as Buffer)).toBe(true)
  expect(changes).toBeGreaterThan(8)
})

test('writes of a single byte each give the whole file (case S24)', async () => {
  await using scene = await start()
  const handle = await opened(scene.raw, 1, '/a')
  const bytes = randomBytes(3000)
  for (const [offset, byte] of bytes.entries()) write(scene.raw, 10 + offset, handle, offset, Buffer.of(byte))
  expect(await closed(scene.raw, 5, handle)).toBe(OK)
  expect(scene.files.contents.get('/a')).toEqual(bytes)
})

test('requests that were sent without waiting see each other: write, close, rename, stat (case S27)', async () => {
  const gate = gated()
  await using scene = await start({ onClose: () => gate.promise })
  const handle = await opened(scene.raw, 1, '/a.part')
  write(scene.raw, 2, handle, 0, Buffer.from('0123'))
  scene.raw.send(TYPE.close, uint32(3), string(handle))
  scene.raw.send(TYPE.rename, uint32(4), string('/a.part'), string('/a'))
  const stat = scene.raw.ask(TYPE.stat, 5, string('/a'))
  gate.open()
  expect((await stat).body.readBigUInt64BE(4)).toBe(4n)
})

type Scene = AsyncDisposable & {
  readonly engine: Awaited<ReturnType<typeof startEngine>>
  readonly files: ReturnType<typeof memoryFiles>
  readonly client: Awaited<ReturnType<typeof loggedIn>>
  readonly raw: RawSftp
}

async function start(
  hooks: Parameters<typeof memoryFiles>[0] = {},
  limits: NonNullable<Parameters<typeof startEngine>[0]>['limits'] = {},
): Promise<Scene> {
  const files = memoryFiles(hooks)
  const engine = await startEngine({ files: () => files, limits })
  const client = await loggedIn(engine.port)
  const raw = await rawSftp(client)
  return {
    engine,
    files,
    client,
    raw,
    [Symbol.asyncDispose]: async () => {
      client.destroy()
      await engine[Symbol.asyncDispose]()
    },
  }
}

async function closed(raw: RawSftp, id: number, handle: Buffer): Promise<string> {
  return statusOf((await raw.ask(TYPE.close, id, string(handle))).body)
}

function gated(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => {}
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open }
}

/** Resolves as soon as it holds; the test's own time-out is the bound. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

/** A figure once it has stayed the same for many turns of the event loop. */
async function settledValue(figure: () => Promise<number | undefined>): Promise<number> {
  let last = -1
  for (let unchanged = 0; unchanged < 200; ) {
    const now = (await figure()) ?? 0
    unchanged = now === last ? unchanged + 1 : 0
    last = now
    await new Promise((resolve) => setImmediate(resolve))
  }
  return last
}
