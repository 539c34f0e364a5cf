/** rule 19.7: one request and what was heard; a redirect is an answer like any other. */
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { HttpSettings } from '../../online-service.ts'
import type { Connections } from './connections.ts'
import type { Heard } from './heard.ts'

export type Asked = {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string | number>>
  readonly body?: Uint8Array | (() => AsyncIterable<Uint8Array>)
}

export type ExchangeLimits = Pick<HttpSettings, 'connectSeconds' | 'silenceSeconds' | 'totalSeconds' | 'answerBytes'>

/** What the body failed with: then we broke off ourselves, and nobody can have read it to its end. */
type OwnFault = { error?: unknown }

/** Our certificate is refused after our half of the handshake is over (TLS 1.3): nothing was read of what we said. */
const HANDSHAKE_ALERT = /^ERR_SSL_.*ALERT.*(?:CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE)/

/** Throws what the body throws, and nothing else. */
export async function exchange(connections: Connections, asked: Asked, limits: ExchangeLimits): Promise<Heard> {
  const begun = begin(connections, asked, limits)
  if (begun instanceof Error) return { reached: 'not', cause: begun.message }
  const { request, hasReached, stopTimers } = begun
  const fault: OwnFault = {}
  let message: IncomingMessage | null = null
  try {
    send(request, asked, fault)
    message = await answerTo(request)
    const { statusCode = 0, headers } = message
    const isAskedWhole = request.writableFinished
    const body = await bodyOf(message, limits.answerBytes)
    return { reached: 'answered', status: statusCode, headers, body, isAskedWhole }
  } catch (error) {
    if ('error' in fault) throw fault.error
    return broken(error, hasReached(), request.reusedSocket)
  } finally {
    stopTimers()
    if (!message?.complete || !request.writableFinished) request.destroy()
  }
}

type Begun = { readonly request: ClientRequest; readonly hasReached: () => boolean; readonly stopTimers: () => void }

function begin({ begin }: Connections, { method, url, headers }: Asked, limits: ExchangeLimits): Begun | Error {
  const { connectSeconds, silenceSeconds, totalSeconds } = limits
  try {
    const request = begin(url, { method, headers, timeout: silenceSeconds * 1000 })
    request.on('error', () => {}) // of an answer that was had already
    request.on('timeout', () => request.destroy(new Error(`nothing was heard for ${silenceSeconds} s`)))
    const within = (seconds: number, what: string) =>
      setTimeout(() => request.destroy(new Error(`${what} took longer than ${seconds} s`)), seconds * 1000)
    const connecting = within(connectSeconds, 'the connection')
    const total = within(totalSeconds, 'the whole')
    let isReached = false
    const reached = () => {
      isReached = true
      clearTimeout(connecting)
    }
    request.once('socket', (socket) => {
      if (request.reusedSocket) reached()
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', reached)
    })
    const stopTimers = () => [connecting, total].map(clearTimeout)
    return { request, hasReached: () => isReached, stopTimers }
  } catch (error) {
    // A key or certificate that OpenSSL does not take.
    return error instanceof Error ? error : new Error(String(error))
  }
}

function send(request: ClientRequest, { body }: Asked, fault: OwnFault): void {
  if (typeof body !== 'function') return void request.end(body)
  // An answer may come before all was sent: whoever refuses does not read to the end.
  pipeline(Readable.from(watched(body(), fault)), request).catch(() => {})
}

async function* watched(body: AsyncIterable<Uint8Array>, fault: OwnFault): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    fault.error = error
    throw error
  }
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
    request.once('close', () => reject(new Error('the connection was ended')))
  })
}

/** Null when it is too long or breaks off. */
async function bodyOf(message: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const piece of message as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > bytesMax) return null
      pieces.push(piece)
    }
  } catch {
    return null
  }
  return Buffer.concat(pieces)
}

function broken(error: unknown, isReached: boolean, isReused: boolean): Heard {
  const cause = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!isReached || (!isReused && HANDSHAKE_ALERT.test(code))) return { reached: 'not', cause: cause || code }
  return { reached: 'cut', cause: cause || code, isReused }
}
