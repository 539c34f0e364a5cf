/** Too much of everything: lines without end, commands ahead, replies that nobody reads, lines cut anywhere. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { fileAttributes, memoryFiles } from '../support/memory-files.ts'
import { bytesOf, member, type RawClient, visit } from './raw-client.ts'
import { heldBytes, startFtp, until } from './rig.ts'

const MEBIBYTE = 1024 * 1024

test.each([
  ['before the log-in', false],
  ['after it', true],
])('case F3: 131 MB of line %s are answered once and not kept', async (_, isIn) => {
  await using scene = await startFtp({ limits: { loginSeconds: 60 } })
  await using client = isIn
    ? await member(scene.port, 'user', { isStubborn: true })
    : await visit(scene.port, { isStubborn: true })
  const before = heldBytes()
  await pour(client.raw, Buffer.alloc(MEBIBYTE, 0x41), 131)
  const after = heldBytes()
  expect(await client.code()).toBe('500')
  expect(after - before).toBeLessThan(64 * MEBIBYTE) // where nothing was let go, twice as much
  expect(await scene.metric('sluice_ftp_turned_away_total{why="breach"}')).toBe(1)
  await using next = await member(scene.port)
  expect(await next.codeOf('NOOP')).toBe('200')
})

test('case F3: a line of 4,096 bytes is a line, one more is none', async () => {
  await using scene = await startFtp()
  await using client = await visit(scene.port)
  expect(await client.codeOf(`NOOP ${'x'.repeat(4089)}`)).toBe('200')
  expect(await client.codeOf(`NOOP ${'x'.repeat(4090)}`)).toBe('500')
  expect(await client.reply()).toBe('closed')
})

test('case F3: 10,000 commands in one packet are all answered, in order', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  client.raw.write('NOOP\r\nPWD\r\n'.repeat(5000))
  const codes: string[] = []
  for (let number = 0; number < 10_000; number++) codes.push(await client.code())
  expect(codes).toEqual(Array.from({ length: 10_000 }, (_, number) => (number % 2 === 0 ? '200' : '257')))
})

test.each(['HELP', 'STAT', 'nonsense'])(
  'case F3: who reads no replies to %s is not read from any more',
  async (line) => {
    await using scene = await startFtp()
    await using client = await member(scene.port)
    await floodUnread(client, line, scene.port)
    client.raw.destroy()
    await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
  },
)

test('case F3: nor is who asks for the status of a transfer again and again', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  await client.transfer('STOR one')
  await floodUnread(client, 'STAT', scene.port)
})

test('a client that reads no replies loses its idle session', async () => {
  await using scene = await startFtp({ limits: { idleSeconds: 0.3, loginSeconds: 0.2, watchSeconds: 0.05 } })
  await using client = await member(scene.port)
  client.raw.pause()
  client.raw.write('HELP\r\n'.repeat(100_000))
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
})

test('a client that reads no replies and begins an upload holds no place for ever', async () => {
  const limits = { idleSeconds: 0.3, loginSeconds: 0.2, watchSeconds: 0.05, minimumRateSeconds: 0.1, dataSeconds: 0.2 }
  await using scene = await startFtp({ limits })
  await using client = await member(scene.port)
  const data = await client.data()
  client.raw.pause()
  client.raw.write(`${'HELP\r\n'.repeat(90)}STOR one\r\n`.repeat(500))
  await bytesOf(data)
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
})

test('lines that come byte by byte are the same lines', async () => {
  await using scene = await startFtp()
  await using client = await visit(scene.port)
  for (const byte of 'USER user\r\nPASS correct-horse-7\r\nPWD\r\nABOR\r\nNOOP\r\n') {
    await new Promise((resolve) => client.raw.write(byte, resolve))
    await new Promise(setImmediate)
  }
  client.send('QUIT')
  expect((await client.rest()).map((reply) => reply.slice(0, 3))).toEqual(['331', '230', '257', '226', '200', '221'])
})

test('a listing of 100,000 names to a client that reads nothing is made page by page', async () => {
  let pagesMade = 0
  const pages = async function* () {
    for (; pagesMade < 400; pagesMade++)
      yield Array.from({ length: 250 }, (_, number) => ({
        name: `${'n'.repeat(100)}-${pagesMade}-${number}`,
        attributes: fileAttributes(number),
      }))
  }
  const files = memoryFiles({ pages })
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('LIST')
  stream.pause()
  await until(() => pagesMade > 5)
  await using other = await member(scene.port)
  for (let turn = 0; turn < 1000; turn++) await other.ask('NOOP')
  expect(pagesMade).toBeLessThan(300)
  const text = (await bytesOf(stream.resume())).toString()
  expect(text.split('\r\n')).toHaveLength(100_001)
  expect(await client.code()).toBe('226')
})

test('an upload byte by byte is handed on as soon as its first room is full', async () => {
  const BYTES = 17_000
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const { raw } = await client.transfer('STOR one')
  for (let number = 0; number < BYTES; number++) {
    await new Promise((resolve) => raw.write('x', resolve))
    await new Promise(setImmediate)
  }
  await until(() => files.events.some((event) => event.startsWith('write')))
  raw.end()
  expect(await client.code()).toBe('226')
  expect(files.contents.get('/one')?.length).toBe(BYTES)
})

async function pour(socket: Socket, bytes: Buffer, times: number): Promise<void> {
  for (let number = 0; number < times; number++) if (!socket.write(bytes)) await once(socket, 'drain')
}

/** Sends 5 MB of commands, and gives the engine many turns to read and answer them. */
async function floodUnread(client: RawClient, line: string, port: number): Promise<void> {
  await using other = await member(port, 'other')
  const before = heldBytes()
  client.raw.pause()
  client.raw.write(`${line}\r\n`.repeat((5 * MEBIBYTE) / (line.length + 2)))
  for (let turn = 0; turn < 1000; turn++) await other.ask('NOOP')
  expect(heldBytes() - before).toBeLessThan(32 * MEBIBYTE)
}
