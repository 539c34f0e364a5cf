/** Holds the private part of Node that `reading-in-place.ts` relies on, with real connections. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { readingInPlace } from '../../../src/endpoints/ftp/reading-in-place.ts'
import { wasReset } from '../../../src/endpoints/ftp/was-reset.ts'

const CONTENT = randomBytes(1_000_003)

test('everything that comes is put where it shall be, and the connection can be answered', async () => {
  await using pair = await connected({ pauseOnConnect: true })
  const { socket, received } = inPlace(pair.accepted)
  pair.client.end(CONTENT)
  socket.resume()
  await once(socket, 'end')
  expect(Buffer.concat(received).equals(CONTENT)).toBe(true)
  expect(wasReset(socket)).toBe(false)
  socket.end('answer')
  const [answer] = await once(pair.client, 'data')
  expect(String(answer)).toBe('answer')
})

test('nothing is read while it is paused, also when it is paused in the middle of what came', async () => {
  await using pair = await connected({ pauseOnConnect: true })
  const { socket, received } = inPlace(pair.accepted, () => socket.pause())
  let ended = false
  socket.on('end', () => {
    ended = true
  })
  pair.client.end(CONTENT)
  for (let reads = 1; !ended; reads++) {
    socket.resume()
    while (!ended && received.length < reads) await new Promise(setImmediate)
    await new Promise(setImmediate)
    if (!ended) expect(received).toHaveLength(reads)
  }
  expect(Buffer.concat(received).equals(CONTENT)).toBe(true)
})

test('a connection that is reset is told', async () => {
  await using pair = await connected({ pauseOnConnect: true })
  const { socket } = inPlace(pair.accepted)
  const told = new Promise<void>((resolve) => socket.once('error', () => resolve()).once('close', () => resolve()))
  socket.resume()
  pair.client.resetAndDestroy()
  await told
  expect(wasReset(socket)).toBe(true)
})

test('the server does not wait for the socket that was replaced', async () => {
  await using pair = await connected({ pauseOnConnect: true })
  const { socket } = inPlace(pair.accepted)
  const closed = once(pair.listener.close(), 'close')
  await closed
  expect(socket.destroyed).toBe(false)
})

test('a connection that is being read already stays as it is', async () => {
  await using pair = await connected({})
  expect(readingInPlace(pair.accepted, { room: () => Buffer.alloc(1), took: () => {} })).toBeNull()
  pair.client.end('data')
  const [data] = await once(pair.accepted, 'data')
  expect(String(data)).toBe('data')
})

test('a socket that is gone stays as it is', async () => {
  await using pair = await connected({ pauseOnConnect: true })
  pair.accepted.destroy()
  expect(readingInPlace(pair.accepted, { room: () => Buffer.alloc(1), took: () => {} })).toBeNull()
})

/** Each room is another one, so that what is read into the wrong one is seen. */
function inPlace(accepted: Socket, onRead: () => void = () => {}) {
  const received: Buffer[] = []
  let room = Buffer.alloc(1000)
  const took = (bytes: number): void => {
    received.push(room.subarray(0, bytes))
    room = Buffer.alloc(1 + ((received.length * 7919) % 60_000))
    onRead()
  }
  const socket = readingInPlace(accepted, { room: () => room, took })
  if (!socket) throw new Error('Node does not let itself be asked any more.')
  return { socket, received }
}

async function connected(options: { readonly pauseOnConnect?: true }) {
  const listener = createServer({ allowHalfOpen: true, noDelay: true, ...options }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const client = connect((listener.address() as AddressInfo).port, '127.0.0.1')
  const [[accepted]] = (await Promise.all([once(listener, 'connection'), once(client, 'connect')])) as [
    [Socket],
    unknown,
  ]
  client.on('error', () => {})
  return {
    client,
    accepted,
    listener,
    [Symbol.asyncDispose]: async () => {
      client.destroy()
      accepted.destroy()
      listener.close()
    },
  }
}
