/** How sessions are ended by us: an account that is closed, a kick, a stop (case K15), and what is left afterwards. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { bytesOf, member, visit } from './raw-client.ts'
import { heldBytes, startFtp, until } from './rig.ts'

const MEBIBYTE = 1024 * 1024

test('a log-in that no longer holds ends its session within a look, and the upload with it', async () => {
  let holds = true
  const files = memoryFiles()
  await using scene = await startFtp({
    files: () => files,
    limits: { watchSeconds: 0.05 },
    stillHolds: async () => holds,
  })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  stream.write('the beginning')
  holds = false
  expect(await client.reply()).toMatch(/^421 SLU-SUSPENDED/)
  expect(await client.reply()).toBe('closed')
  await bytesOf(stream)
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
  expect(files.contents.size).toBe(0)
})

test('a registry that does not answer ends no session', async () => {
  let asked = 0
  await using scene = await startFtp({
    limits: { watchSeconds: 0.02 },
    stillHolds: async () => {
      asked += 1
      throw new Unavailable('gone')
    },
  })
  await using client = await member(scene.port)
  await until(() => asked > 3)
  expect(await client.codeOf('NOOP')).toBe('200')
})

test('kick ends the sessions of one account and of no other', async () => {
  await using scene = await startFtp()
  await using one = await member(scene.port, 'user')
  await using two = await member(scene.port, 'user')
  await using other = await member(scene.port, 'other')
  await using stranger = await visit(scene.port)
  expect(scene.endpoint.kick('user')).toBe(2)
  expect(await one.rest()).toEqual([expect.stringMatching(/^421 SLU-BUSY: An operator/)])
  expect(await two.rest()).toEqual([expect.stringMatching(/^421 SLU-BUSY: An operator/)])
  expect(await other.codeOf('NOOP')).toBe('200')
  expect(await stranger.codeOf('NOOP')).toBe('200')
  expect(scene.endpoint.kick('user')).toBe(0)
})

test('case K15: a stop lets uploads under way finish, takes nothing new, and tells everybody', async () => {
  const files = memoryFiles()
  let looks = 0
  await using scene = await startFtp({
    files: () => files,
    limits: { watchSeconds: 0.05 },
    stillHolds: async () => ++looks > 0,
  })
  await using busy = await member(scene.port)
  await using idle = await member(scene.port)
  await using stranger = await visit(scene.port)
  const { stream } = await busy.transfer('STOR one')
  stream.write('the beginning, ')
  const data = await idle.data()
  const drained = scene.endpoint.drain(20)
  expect(await idle.rest()).toEqual([expect.stringMatching(/^421 SLU-BUSY: The gateway is about to stop/)])
  expect(await stranger.rest()).toEqual([expect.stringMatching(/^421 SLU-BUSY/)])
  await bytesOf(data)
  await expect(once(connect(scene.port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED')
  busy.send('EPSV', 'STOR two')
  const seen = looks
  await until(() => looks > seen + 5)
  stream.end('the end')
  const replies = (await busy.rest()).map((reply) => reply.slice(0, 3))
  expect(replies[0]).toBe('226')
  expect(replies.at(-1)).toBe('421')
  await drained
  expect(files.contents.get('/one')?.toString()).toBe('the beginning, the end')
  expect(files.contents.has('/two')).toBe(false)
})

test('case K15: what is not finished in time is refused and leaves nothing', async () => {
  const files = memoryFiles()
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  stream.write('the beginning')
  await scene.endpoint.drain(0.1)
  expect((await client.rest()).map((reply) => reply.slice(0, 3))).toEqual(['426', '421'])
  await bytesOf(stream)
  expect(files.contents.size).toBe(0)
})

test('case K15: an upload whose data has all come is answered, though the time is over', async () => {
  let letGo: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const files = memoryFiles({ onClose: () => held })
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  const { stream } = await client.transfer('STOR one')
  stream.end('content')
  await until(() => files.events.includes('closing /one'))
  const drained = scene.endpoint.drain(0)
  await client.ask('STAT').catch(() => {})
  letGo()
  const replies = await client.rest()
  expect(replies.map((reply) => reply.slice(0, 3))).toContain('226')
  await drained
  expect(files.contents.get('/one')?.toString()).toBe('content')
})

test('a client that was told goodbye and stays is left', async () => {
  await using scene = await startFtp({ limits: { loginSeconds: 0.2 } })
  await using client = await member(scene.port, 'user', { isStubborn: true })
  await using other = await member(scene.port)
  expect(await client.codeOf('QUIT')).toBe('221')
  await until(async () => {
    client.raw.write('NOOP\r\n')
    await other.ask('NOOP')
    return client.raw.destroyed
  })
})

test('a stop does not wait for clients that read nothing', async () => {
  const scene = await startFtp()
  await using client = await member(scene.port)
  client.raw.pause()
  client.raw.write('HELP\r\n'.repeat(100_000))
  await until(() => client.raw.bytesWritten > 500_000)
  await scene.endpoint[Symbol.asyncDispose]()
})

test('an endpoint that is disposed twice, or while clients come and go, is disposed', async () => {
  const scene = await startFtp({ implicit: true })
  const comers = Array.from({ length: 20 }, () => visit(scene.port, { isImplicit: true }).catch(() => null))
  await scene.endpoint[Symbol.asyncDispose]()
  await scene.endpoint[Symbol.asyncDispose]()
  await scene.endpoint.drain(0)
  for (const client of await Promise.all(comers)) client?.raw.destroy()
})

test('300 idle sessions in clear cost less than 20 MB', async () => {
  await using scene = await startFtp({
    limits: { sessionsPerUser: 400, sessionsPerAddress: 400, strangersPerAddress: 400, strangers: 400 },
  })
  await member(scene.port)
  const before = heldBytes()
  const clients = await Promise.all(Array.from({ length: 300 }, () => member(scene.port)))
  expect(await scene.metric('sluice_ftp_sessions')).toBe(301)
  expect(heldBytes() - before).toBeLessThan(20 * MEBIBYTE)
  for (const client of clients) client.raw.destroy()
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 1)
})

test('what comes and goes in every way leaves nothing held', async () => {
  const files = memoryFiles()
  files.contents.set('/big', Buffer.alloc(1_000_000))
  await using scene = await startFtp({ files: () => files, limits: { sessionsPerUser: 100, loginSeconds: 0.5 } })
  const round = async (): Promise<void> => {
    const clients = await Promise.all(Array.from({ length: 20 }, () => member(scene.port)))
    await Promise.all(
      clients.map(async (client, number) => {
        const line = ['STOR one', 'RETR big', 'LIST', 'EPSV'][number % 4] ?? ''
        const data = await client.data()
        client.send(line)
        await client.reply()
        if (number % 3 === 0) data.destroy()
        if (number % 5 === 0) client.send('ABOR', 'QUIT')
        client.raw.destroy()
        data.destroy()
      }),
    )
    await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
  }
  await round()
  const before = [heldBytes(), openHandles()] as const
  for (let number = 0; number < 15; number++) await round()
  await until(() => openHandles() <= before[1] + 2)
  await until(() => heldBytes() - before[0] < 4 * MEBIBYTE)
})

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout/.test(kind)).length
}
