/** TLS on a data connection (RFC 4217 §9 and §10). */
import type { Server, Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { type SecureContext, TLSSocket } from 'node:tls'
import { no, ok, type Result } from '../../base/result.ts'
import { type Places, readingInPlace } from './reading-in-place.ts'
import { TlsRecords } from './tls-records.ts'
import { wasReset } from './was-reset.ts'

/** `notAnnounced`: TLS was cut off. Without TLS nobody can tell, unless the connection was reset (`cut`). */
export type DataEnd = 'whole' | 'cut' | 'notAnnounced'

/** A data connection, with or without TLS. */
export type DataConnection = {
  /** The bytes of the file; after `receive` it is for their end and for ours. */
  readonly stream: Duplex
  /** Puts what comes where it shall be, from now on. */
  receive(places: Places): void
  /** Asked when the stream has ended. */
  howItEnded(dataBytes: number): DataEnd
  destroy(): void
}

export type DataSecurity = {
  readonly context: SecureContext
  readonly sessions: Server
  readonly mustResume: boolean
  readonly seconds: number
}

const AHEAD_BYTES = 256 * 1024

export function clearData(accepted: Socket): DataConnection {
  let socket = accepted
  return {
    get stream() {
      return socket
    },
    receive(places) {
      const inPlace = readingInPlace(socket, places)
      if (inPlace) socket = inPlace
      else copying(socket, places)
    },
    howItEnded: () => (wasReset(socket) ? 'cut' : 'whole'),
    destroy: () => socket.destroy(),
  }
}

/** What a stream brings, in memory of its own, is put into its place. */
export function copying(stream: Duplex, { room, took }: Places): void {
  stream.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; ) {
      const bytes = chunk.copy(room(), 0, at)
      at += bytes
      took(bytes)
    }
  })
}

/** Resolves after the handshake. Uploads go through a window in which the ends of their records are seen; downloads need none. */
export async function secureData(
  socket: Socket,
  direction: 'in' | 'out',
  { context, sessions, mustResume, seconds }: DataSecurity,
): Promise<DataConnection | 'failed' | 'notResumed'> {
  const records = new TlsRecords()
  const under = direction === 'in' ? watched(socket, records) : socket
  const tls = new TLSSocket(under, { isServer: true, secureContext: context, server: sessions })
  const destroy = (): void => {
    tls.destroy()
    socket.destroy()
  }
  tls.on('error', destroy)
  if (!(await handshake(tls, seconds)).ok) {
    destroy()
    return 'failed'
  }
  if (mustResume && !tls.isSessionReused()) {
    destroy()
    return 'notResumed'
  }
  const version = tls.getProtocol()
  const howItEnded = (dataBytes: number): DataEnd =>
    records.endWasAnnounced(version, dataBytes) ? 'whole' : 'notAnnounced'
  return { stream: tls, receive: (places) => copying(tls, places), howItEnded, destroy }
}

/** In words for an operator: why it failed. */
export function handshake(tls: TLSSocket, seconds: number): Promise<Result<void, string>> {
  return new Promise((resolve) => {
    const leave = (outcome: Result<void, string>): void => {
      clearTimeout(timer)
      tls.off('secure', onSecure).off('close', onClose).off('error', onError)
      resolve(outcome)
    }
    const onSecure = (): void => leave(ok(undefined))
    const onClose = (): void => leave(no('the client ended the connection'))
    const onError = (error: NodeJS.ErrnoException): void => leave(no(error.code ?? error.message))
    const timer = setTimeout(() => leave(no(`it took longer than ${seconds} s`)), seconds * 1000)
    tls.on('secure', onSecure).on('close', onClose).on('error', onError)
  })
}

/** The same connection, with a look at each record that comes in. */
function watched(socket: Socket, records: TlsRecords): Duplex {
  const under = new Duplex({
    readableHighWaterMark: AHEAD_BYTES,
    read: () => void socket.resume(),
    write: (chunk, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (chunk) => {
    records.see(chunk)
    if (!under.push(chunk)) socket.pause()
  })
  socket.on('end', () => under.push(null))
  socket.on('close', () => under.destroy())
  return under
}
