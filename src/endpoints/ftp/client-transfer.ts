/**
 * A client's data connections. The library's own would end the whole session when one breaks, and with it the sentence in which
 * the server says why; so here the server's reply decides, and the library keeps to the control connection.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { Client } from 'basic-ftp'

/** Resolves when the server has said that the transfer is complete; `move` gets the data connection once the server is ready for it. */
export async function transfer(client: Client, command: string, move: (data: Socket) => Promise<void>): Promise<void> {
  const { ftp } = client
  const raw = await openData(client)
  const data = secured(client, raw)
  data.catch(() => {}) // told below, if the server does not tell first
  let moved: Promise<void> | undefined
  try {
    await ftp.handle(command, (reply, task) => {
      if (reply instanceof Error) return task.reject(reply)
      if (reply.code >= 200) return void (moved ?? unwanted()).then(() => task.resolve(undefined), task.reject)
      ftp.socket.setTimeout(0) // nothing is said there while data flows, whose own silence is bounded
      moved ??= moveOver(data, move, ftp.timeout)
      moved.catch(() => {}).finally(() => ftp.socket.setTimeout(ftp.timeout))
    })
  } finally {
    ftp.socket.setTimeout(0)
    raw.destroy()
  }
}

/** Success without data is none. */
async function unwanted(): Promise<never> {
  throw new Error('the server did not begin the transfer')
}

async function moveOver(
  data: Promise<Socket>,
  move: (data: Socket) => Promise<void>,
  silenceMilliseconds: number,
): Promise<void> {
  const socket = await data
  socket.setTimeout(silenceMilliseconds, () => socket.destroy(new Error('nothing moved on the data connection')))
  await move(socket)
}

async function openData(client: Client): Promise<Socket> {
  const host = client.ftp.socket.remoteAddress
  const socket = connect({ host, port: await passivePort(client), noDelay: true, timeout: client.ftp.timeout })
  socket.once('timeout', () => socket.destroy(new Error('the data connection is not answered')))
  await once(socket, 'connect')
  socket.setTimeout(0)
  socket.on('error', () => {}) // whoever moves data over it is told; nobody else need be
  return socket
}

/** Of the host that we are connected to, whatever address the server names (RFC 2577); servers before RFC 2428 know PASV only. */
async function passivePort(client: Client): Promise<number> {
  const extended = /\(\|\|\|(\d{1,5})\|\)/.exec((await client.sendIgnoringError('EPSV')).message)
  if (extended) return Number(extended[1])
  const { message } = await client.send('PASV')
  const [, high = '', low = ''] = /\d+,\d+,\d+,\d+,(\d{1,3}),(\d{1,3})/.exec(message) ?? []
  if (high === '') throw new Error(`the server names no port: ${message}`)
  return Number(high) * 256 + Number(low)
}

/** Under the TLS session of the control connection (RFC 4217), which proves that it is the same server. */
async function secured(client: Client, raw: Socket): Promise<Socket> {
  const { ftp } = client
  const control = ftp.socket
  if (!(control instanceof TLSSocket)) return raw
  const session = ftp.tlsSessionStore ?? control.getSession()
  const socket = connectTls({ ...ftp.tlsOptions, socket: raw, ...(session ? { session } : {}) })
  // A ticket of TLS 1.3 is for one use; the next connection takes the newest.
  socket.on('session', (ticket) => {
    ftp.tlsSessionStore = ticket
  })
  await once(socket, 'secureConnect')
  // Node sends no close_notify when an empty file ends while the handshake's last record is still being written.
  await setImmediate()
  socket.on('error', () => {})
  if (!socket.isSessionReused() && fingerprintOf(socket) !== fingerprintOf(control))
    socket.destroy(new Error('the data connection shows another certificate'))
  return socket
}

function fingerprintOf(socket: TLSSocket): string {
  return socket.getPeerCertificate().fingerprint256
}
