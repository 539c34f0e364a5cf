/** Transfers that are repeated, given up, resumed, starved, or met by a store in trouble (cases F10, F11, F20, F21). */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import { refusal } from '../../../src/base/refusal.ts'
import { no } from '../../../src/base/result.ts'
import type { Attributes } from '../../../src/endpoints/files/client-files.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { bytesOf, member, type RawClient, reset } from './raw-client.ts'
import { startFtp, until } from './rig.ts'

const SLOW = { minimumRate: 1000, minimumRateSeconds: 0.2, watchSeconds: 0.05 }

test('case F10: STOR twice for one data connection is one file and one refusal', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  const data = await client.data()
  client.send('STOR one', 'STOR two')
  expect(await client.code()).toBe('150')
  data.end('content')
  expect([await client.code(), await client.code()]).toEqual(['226', '425'])
  expect([await client.codeOf('SIZE one'), await client.codeOf('SIZE two')]).toEqual(['213', '550'])
})

test('case F10: commands during an upload wait for its end, STAT and ABOR do not', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  client.send('STOR two', 'NOOP', 'PWD', 'STAT')
  expect(await client.reply()).toMatch(/^211-Status:.*A transfer is under way: 0 bytes so far/s)
  stream.end('content')
  const codes = [await client.code(), await client.code(), await client.code(), await client.code()]
  expect(codes).toEqual(['226', '425', '200', '257'])
})

test('case F10: QUIT during an upload waits for it', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  client.send('QUIT', 'NOOP')
  stream.end('content')
  expect((await client.rest()).map((reply) => reply.slice(0, 3))).toEqual(['226', '221'])
  expect(files.contents.get('/one')?.toString()).toBe('content')
})

test.each(['STOR one', 'RETR big', 'LIST'])(
  'case F10: ABOR during %s ends it at once, and nothing of an upload is kept',
  async (command) => {
    const files = memoryFiles()
    files.contents.set('/big', Buffer.alloc(30_000_000))
    const pages = async function* () {
      for (;;) yield Array.from({ length: 200 }, () => ({ name: 'n'.repeat(100), attributes: LISTED }))
    }
    await using scene = await startFtp({
      files: () => ({ ...files, list: async () => ({ ok: true, value: pages() }) }),
    })
    await using client = await member(scene.port)
    const { stream } = await client.transfer(command)
    if (command.startsWith('STOR')) stream.write('the beginning')
    else await once(stream, 'data')
    client.send('ABOR')
    expect([await client.code(), await client.code()]).toEqual(['426', '226'])
    await bytesOf(stream)
    expect(files.contents.has('/one')).toBe(false)
    expect(await client.codeOf('NOOP')).toBe('200')
  },
)

test('case F10: ABOR in one packet with its STOR does not wait for a data connection', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  await client.passivePort()
  client.send('STOR one', 'ABOR', 'NOOP')
  expect([await client.code(), await client.code(), await client.code()]).toEqual(['426', '226', '200'])
})

test('case F10: ABOR while the store commits is too late: the file is kept, and told once', async () => {
  const { files, letGo } = heldAtClose()
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  stream.end('content')
  await until(() => files.events.includes('closing /one'))
  client.send('ABOR', 'STAT', 'NOOP')
  expect(await client.code()).toBe('211') // so ABOR was heard
  letGo()
  expect([await client.code(), await client.code(), await client.code()]).toEqual(['226', '226', '200'])
  expect(files.contents.get('/one')?.toString()).toBe('content')
})

test('case F10: a client that leaves while the store commits changes nothing about that', async () => {
  const { files, letGo } = heldAtClose()
  await using scene = await startFtp({ files: () => files })
  const client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  stream.end('content')
  await until(() => files.events.includes('closing /one'))
  await reset(client.raw)
  letGo()
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
  expect(files.contents.get('/one')?.toString()).toBe('content')
})

test('case F10: ABOR with nothing under way gives the passive port up', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  expect(await client.codeOf('ABOR')).toBe('226')
  const data = await client.data()
  expect(await client.codeOf('ABOR')).toBe('225')
  await bytesOf(data)
  expect(await client.codeOf('STOR one')).toBe('425')
})

// biome-ignore format: a table
test.each<[string, string[], string, string | undefined]>([
  ['REST 100 on a new file',             ['REST 100', 'STOR new'],  '554', undefined],
  ['REST beyond the end',                ['REST 100', 'STOR old'],  '554', 'old content'],
  ['REST beyond the end of a download',  ['REST 100', 'RETR old'],  '554', 'old content'],
  ['REST of no number',                  ['REST -1'],               '501', 'old content'],
  ['REST of a number too large',         ['REST 9999999999999999'], '501', 'old content'],
])('case F11: %s is refused and changes nothing', async (_, commands, code, content) => {
  const files = memoryFiles()
  files.contents.set('/old', Buffer.from('old content'))
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  await client.passivePort()
  const codes: string[] = []
  for (const command of commands) codes.push(await client.codeOf(command))
  expect(codes.at(-1)).toBe(code)
  expect(files.contents.get('/new')).toBe(undefined)
  if (content !== undefined) expect(files.contents.get('/old')?.toString()).toBe(content)
})

test('case F11: REST goes on where it says, once', async () => {
  const files = memoryFiles()
  files.contents.set('/old', Buffer.from('old content'))
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  await client.ask('REST 4')
  const up = await client.transfer('STOR old')
  up.stream.end('end')
  expect(await client.code()).toBe('226')
  expect(files.contents.get('/old')?.toString()).toBe('old end')
  await client.ask('REST 4')
  const down = await client.transfer('RETR old')
  expect((await bytesOf(down.stream)).toString()).toBe('end')
  await client.code()
  const whole = await client.transfer('RETR old')
  expect((await bytesOf(whole.stream)).toString()).toBe('old end')
})

test('case F11: an upload from REST that breaks off leaves the file as it was', async () => {
  const files = memoryFiles()
  files.contents.set('/old', Buffer.from('old content'))
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  await client.ask('REST 4')
  const { raw } = await client.transfer('STOR old')
  raw.write('new')
  await reset(raw)
  expect(await client.code()).toBe('426')
  expect(files.contents.get('/old')?.toString()).toBe('old content')
})

test('case F20: an idle session is told and closed, one with an upload under way is not', async () => {
  const limits = { idleSeconds: 0.4, watchSeconds: 0.05, minimumRate: 0 }
  await using scene = await startFtp({ limits })
  await using busy = await member(scene.port)
  const { stream } = await busy.transfer('STOR one')
  stream.write('the beginning, ')
  await using idle = await member(scene.port)
  expect(await idle.rest()).toEqual([expect.stringMatching(/^421 SLU-BUSY: The session was idle/)])
  busy.send('NOOP')
  await using second = await member(scene.port)
  expect(await second.rest()).toEqual([expect.stringMatching(/^421/)])
  stream.end('the end')
  expect([await busy.code(), await busy.code()]).toEqual(['226', '200'])
})

test('case F21: an upload that brings nothing is ended, and nothing kept', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files, limits: SLOW })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  stream.write('x')
  expect(await client.reply()).toMatch(/^426 SLU-PARTIAL: The transfer was too slow/)
  await bytesOf(stream)
  expect(files.contents.size).toBe(0)
  expect(await client.codeOf('NOOP')).toBe('200')
})

test('case F21: a reader that takes nothing is ended, and the file stays', async () => {
  const files = memoryFiles()
  files.contents.set('/big', Buffer.alloc(30_000_000))
  await using scene = await startFtp({ files: () => files, limits: SLOW })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('RETR big')
  stream.pause()
  expect(await client.code()).toBe('426')
  expect(files.events).toContain('over /big')
  const again = await client.transfer('RETR big')
  expect((await bytesOf(again.stream)).length).toBe(30_000_000)
})

test('a reader that never closes its side is let go after the time for data connections', async () => {
  const files = memoryFiles()
  files.contents.set('/one', Buffer.from('content'))
  await using scene = await startFtp({ files: () => files, limits: { dataSeconds: 0.5 } })
  await using client = await member(scene.port)
  const { raw } = await client.transfer('RETR one')
  expect((await bytesOf(raw)).toString()).toBe('content')
  expect(await client.code()).toBe('226')
  expect(await isHeard(raw, client)).toBe(true)
  await until(async () => !(await isHeard(raw, client)))
})

test('a session holds one such connection at most, and none when it is over', async () => {
  const files = memoryFiles()
  files.contents.set('/one', Buffer.from('content'))
  await using scene = await startFtp({ files: () => files, limits: { dataSeconds: 600 } })
  await using client = await member(scene.port)
  await using other = await member(scene.port)
  const first = await client.transfer('RETR one')
  await bytesOf(first.raw)
  await client.code()
  expect(await isHeard(first.raw, other)).toBe(true)
  const second = await client.transfer('RETR one')
  await bytesOf(second.raw)
  await client.code()
  expect(await isHeard(first.raw, other)).toBe(false)
  expect(await isHeard(second.raw, other)).toBe(true)
  await client.ask('QUIT')
  await until(async () => !(await isHeard(second.raw, other)))
})

// biome-ignore format: a table
test.each<[string, () => unknown, RegExp]>([
  ['refuses for size',      () => refusal('SLU-SIZE', 'The file is too large.', 'Split it.'),           /^552 SLU-SIZE: The file is too large. Split it.$/],
  ['has no room',           () => refusal('SLU-DISK', 'The disk is full.', 'Try again later.'),         /^452 SLU-DISK/],
  ['does not answer',       () => new Unavailable('connect ECONNREFUSED /var/run/postgresql/.s.PGSQL'), /^451 SLU-STORE: The store does not answer; nothing was kept. Try again later.$/],
  ['has a full disk below', () => Object.assign(new Error('ENOSPC: /srv/spool'), { code: 'ENOSPC' }),  /^451 SLU-STORE/],
])('a store that %s in the middle of an upload is told, and the session goes on', async (_, trouble, reply) => {
  const files = memoryFiles()
  const withTrouble = troubledAtWrite(files, trouble())
  await using scene = await startFtp({ files: () => withTrouble })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  stream.write(Buffer.alloc(2_000_000))
  expect(await client.reply()).toMatch(reply)
  await bytesOf(stream)
  expect(files.contents.size).toBe(0)
  expect(files.events).toContain('over /one')
  expect(await client.codeOf('NOOP')).toBe('200')
})

test('a store that hangs holds no more than the limit, and a client that leaves is not waited for', async () => {
  let answer: () => void = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  const files = memoryFiles({ onWrite: () => answered })
  await using scene = await startFtp({ files: () => files, limits: { inFlightBytes: 1_000_000 } })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  stream.write(Buffer.alloc(30_000_000))
  await until(() => files.held.bytes > 0)
  await using other = await member(scene.port)
  for (let turn = 0; turn < 50; turn++) await other.ask('NOOP')
  expect(files.held.bytesMax).toBeLessThan(1_600_000)
  expect(stream.writableLength).toBeGreaterThan(0)
  await reset(client.raw)
  await bytesOf(stream)
  answer()
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 1)
  expect(files.contents.size).toBe(0)
})

test('what an aborted upload had gathered is not handed to the store any more', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  stream.write('abc')
  await until(async () => (await client.ask('STAT')).includes(': 3 bytes'))
  expect(await client.codeOf('ABOR')).toBe('426')
  expect(await client.code()).toBe('226')
  expect(files.held.bytesMax).toBe(0)
})

test('two sessions on one file: each gets its own answer, and the file is one of both', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files })
  await using one = await member(scene.port)
  await using two = await member(scene.port)
  const first = await one.transfer('STOR one')
  const second = await two.transfer('STOR one')
  first.stream.write('aaaa')
  second.stream.write('bbbb')
  first.stream.end('AAAA')
  expect(await one.code()).toBe('226')
  expect(files.contents.get('/one')?.toString()).toBe('aaaaAAAA')
  second.stream.end('BBBB')
  expect(await two.code()).toBe('226')
  expect(files.contents.get('/one')?.toString()).toBe('bbbbBBBB')
})

/** Whether the engine still reads a connection: what is sent to a closed one is answered by a reset, which the next byte meets. */
async function isHeard(raw: Socket, client: RawClient): Promise<boolean> {
  for (let byte = 0; byte < 2; byte++) {
    await new Promise((resolve) => raw.write('x', resolve))
    await client.ask('NOOP')
  }
  return !raw.destroyed
}

const LISTED: Attributes = {
  ...{ kind: 'file', size: 1, mode: 0o640, owner: 0, group: 0 },
  ...{ accessedAt: new Date(0), modifiedAt: new Date(0) },
}

function heldAtClose() {
  let letGo: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  return { files: memoryFiles({ onClose: () => held }), letGo }
}

function troubledAtWrite(files: ReturnType<typeof memoryFiles>, trouble: unknown): typeof files {
  const open: typeof files.open = async (...words) => {
    const opened = await files.open(...words)
    if (!opened.ok) return opened
    const write = async () => {
      if (trouble instanceof Error) throw trouble
      return no(trouble as ReturnType<typeof refusal>)
    }
    return { ok: true, value: { ...opened.value, write } }
  }
  return { ...files, open }
}
