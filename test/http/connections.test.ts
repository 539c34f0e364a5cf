import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { createHttpListener, type HttpListener } from '../../src/http/listener.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'

const LIMITS = {
  ...{ httpBodyBytes: 1024, httpHeaderSeconds: 10, httpRequestSeconds: 10, httpConnections: 50, idleSeconds: 300 },
  httpConnectionsPerAddress: 2,
}

let listener: HttpListener
let port: number
let place: string | null
let sockets: Socket[]

beforeEach(async () => {
  ;[place, sockets] = ['192.0.2.1', []]
  listener = createHttpListener({
    ...{ setting: 'web', host: '127.0.0.1', port: 0, limits: LIMITS, log: silentLog, placeOf: () => place },
  })
  listener.app.get('/', async () => ({ here: true }))
  port = (await listener.listen()).port
})

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await listener[Symbol.asyncDispose]()
})

test('connections that one place holds leave room for others (case H2)', async () => {
  const idle = [await answered(), await answered()]
  const refused = await answered()
  place = '192.0.2.2'
  expect([...idle, refused, await answered()]).toEqual([true, true, false, true])
})

test('a place that ends one may open another', async () => {
  expect([await answered(), await answered()]).toEqual([true, true])
  for (const socket of sockets.splice(0)) await ended(socket)
  expect([await answered(), await answered(), await answered()]).toEqual([true, true, false])
})

test('who stands for many is not counted', async () => {
  place = null
  expect([await answered(), await answered(), await answered()]).toEqual([true, true, true])
})

test('a handshake that never comes is not waited for (case H2)', async () => {
  const { keyPem: key, certificatePem: cert } = await makeSelfSigned({
    ...{ commonName: 'one.example', keyType: 'ec', days: 1, now: new Date() },
  })
  await using hasty = createHttpListener({
    ...{ setting: 'web', host: '127.0.0.1', port: 0, tls: { key, cert }, log: silentLog },
    limits: { ...LIMITS, httpHeaderSeconds: 0.1 },
  })
  const socket = connect({ host: '127.0.0.1', port: (await hasty.listen()).port })
  await once(socket.resume(), 'close')
})

/** Whether a new connection gets an answer; it stays open. */
async function answered(): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port })
  sockets.push(socket)
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
  const isAnswered = once(socket, 'data').then(() => true)
  isAnswered.catch(() => {})
  return await Promise.race([isAnswered, once(socket, 'close').then(() => false)])
}

/** The server has seen it too: it answers an end by its own. */
async function ended(socket: Socket): Promise<void> {
  const closed = once(socket, 'close')
  socket.end()
  await closed
}
