import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { activeWay, type DataWay, passiveWay } from '../../../src/endpoints/ftp/data-way.ts'

const HOST = '127.0.0.1'
/** A time-out that must not come to an end in a test, and one that must. */
const [LONG, SHORT] = [60, 0.02]

const open: { destroy(): void }[] = []

afterEach(() => {
  for (const one of open.splice(0)) one.destroy()
})

test('passive: the connection of the peer, made before or after it is asked for', async () => {
  const early = await passive()
  const client = await connected(early.port)
  expect(await peerOf(early.way.open(LONG))).toBe(client.localPort)
  const late = await passive()
  const opening = late.way.open(LONG)
  const second = await connected(late.port)
  expect(await peerOf(opening)).toBe(second.localPort)
})

test('passive: whoever comes from elsewhere is turned away and takes nothing away (case F4)', async () => {
  const { way, port, strangers } = await passive()
  const stranger = await connected(port, '127.0.0.2')
  await over(stranger)
  const client = await connected(port)
  expect(await peerOf(way.open(LONG))).toBe(client.localPort)
  expect(strangers).toEqual(['127.0.0.2'])
})

test('passive: one connection; the port is given up with it', async () => {
  const { way, port, server } = await passive()
  await connected(port)
  await way.open(LONG)
  expect(server.listening).toBe(false)
})

test('passive: nobody comes (case F15)', async () => {
  const asked = await passive(SHORT)
  expect(await asked.way.open(LONG)).toBe(null)
  expect(asked.server.listening).toBe(false)
  const patient = await passive(LONG)
  expect(await patient.way.open(SHORT)).toBe(null)
  expect(patient.server.listening).toBe(false)
})

test('passive: a cancelled way gives its port up, and the connection that nobody asked for', async () => {
  const { way, port, server } = await passive()
  const client = await connected(port)
  way.cancel()
  await over(client)
  expect(server.listening).toBe(false)
  const waiting = await passive()
  const opening = waiting.way.open(LONG)
  waiting.way.cancel()
  expect(await opening).toBe(null)
})

test('passive: a connection that was given out is not the way’s any more', async () => {
  const { way, port } = await passive()
  await connected(port)
  const socket = await way.open(LONG)
  way.cancel()
  await Promise.resolve()
  expect(socket?.destroyed).toBe(false)
  socket?.destroy()
})

test('active: a connection to the client, from the address that it knows', async () => {
  const { server, port } = await listening()
  const way = activeWay({ host: HOST, port }, '127.0.0.3')
  const arriving = once(server, 'connection') as Promise<[Socket]>
  const socket = await way.open(LONG)
  const [arrived] = await arriving
  expect(arrived.remoteAddress).toBe('127.0.0.3')
  way.cancel()
  expect(socket?.destroyed).toBe(false)
  socket?.destroy()
  arrived.destroy()
})

test('active: nobody is there, or the way was cancelled before', async () => {
  const { server, port } = await listening()
  const cancelled = activeWay({ host: HOST, port }, HOST)
  cancelled.cancel()
  expect(await cancelled.open(LONG)).toBe(null)
  server.close()
  await once(server, 'close')
  expect(await activeWay({ host: HOST, port }, HOST).open(LONG)).toBe(null)
})

test('active: cancelled while it connects', async () => {
  const { port } = await listening()
  const way = activeWay({ host: HOST, port }, HOST)
  const opening = way.open(LONG)
  way.cancel()
  expect(await opening).toBe(null)
})

type Passive = { readonly way: DataWay; readonly port: number; readonly server: Server; readonly strangers: string[] }

async function passive(seconds = LONG): Promise<Passive> {
  const { server, port } = await listening()
  const strangers: string[] = []
  const close = (): void => void server.close()
  const way = passiveWay({ server, port, close }, HOST, seconds, (from) => strangers.push(from))
  open.push({ destroy: () => way.cancel() })
  return { way, port, server, strangers }
}

async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer({ allowHalfOpen: true }).listen(0, HOST)
  open.push({ destroy: () => server.close() })
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

async function connected(port: number, localAddress = HOST): Promise<Socket> {
  const socket = connect({ host: HOST, port, localAddress })
  open.push(socket)
  await once(socket, 'connect')
  return socket
}

/** The port from which the connection came that the way gave out. */
async function peerOf(opening: Promise<Socket | null>): Promise<number | undefined> {
  const socket = await opening
  if (socket) open.push(socket)
  return socket?.remotePort
}

/** It was closed by the other side. */
function over(socket: Socket): Promise<void> {
  return new Promise(
    (resolve) =>
      void socket
        .resume()
        .on('error', () => {})
        .once('close', () => resolve()),
  )
}
