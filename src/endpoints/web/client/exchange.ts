/** One request and its answer, over connections to a server that was judged before anything was said to it. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Agent, request as begin, type RequestOptions } from 'node:https'
import { type Duplex, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { connect } from 'node:tls'
import { Unavailable } from '../../../base/errors.ts'
import { requireTrust, type ServerTrust, trustOptions } from '../../files/server-trust.ts'

export type Asked = {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: AskedBody
}

export type AskedBody = {
  readonly contentType: string
  readonly bytes: number
  /** Anew for each attempt. */
  open(): AsyncIterable<Uint8Array>
}

export type Answered = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

export type Exchange = Disposable & {
  /** Throws `Unavailable` when the server cannot be reached, is not to be trusted, or breaks off before it has answered. */
  ask(asked: Asked): Promise<Answered>
}

const SILENCE_SECONDS = 60

export function openExchange({ url, trust }: { readonly url: URL; readonly trust: ServerTrust }): Exchange {
  const agent = new JudgingAgent(url, trust)
  return {
    async ask({ method, path, headers = {}, body }) {
      const described = body && { 'content-type': body.contentType, 'content-length': body.bytes }
      const options: RequestOptions = { agent, method, path, host: hostOf(url), port: portOf(url) }
      try {
        return await exchange({ ...options, headers: { ...headers, ...described } }, body)
      } catch (cause) {
        throw new Unavailable(`The web service on ${url.host} does not answer: ${wordsOf(cause)}`, { cause })
      }
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

/** The answer may come before all was sent: whoever refuses a request does not read it to its end. */
async function exchange(options: RequestOptions, body: AskedBody | undefined): Promise<Answered> {
  const request = begin(options)
  request.setTimeout(SILENCE_SECONDS * 1000, () => request.destroy(new Error('nothing was heard for too long')))
  const answer = new Promise<IncomingMessage>((resolve, reject) =>
    request.once('response', resolve).on('error', reject),
  )
  const sent = body ? pipeline(Readable.from(body.open()), request) : void request.end()
  sent?.catch((error) => request.destroy(error)) // what broke off the sending is told with the answer that does not come
  try {
    const message = await answer
    return { status: message.statusCode ?? 0, headers: message.headers, body: await buffer(message) }
  } finally {
    if (!request.writableFinished) request.destroy()
  }
}

/** Nothing is written before the server's certificate was judged. */
class JudgingAgent extends Agent {
  readonly #url: URL
  readonly #trust: ServerTrust

  constructor(url: URL, trust: ServerTrust) {
    super({ keepAlive: true })
    this.#url = url
    this.#trust = onceEach(trust)
  }

  override createConnection(_options: RequestOptions, done: Connected = () => {}): undefined {
    const socket = connect({ ...trustOptions(hostOf(this.#url), this.#trust), port: portOf(this.#url) })
    socket.setNoDelay(true) // else the last piece of a request waits for an acknowledgement that the server delays
    const failed = (error: Error) => done(error, socket)
    socket.once('error', failed)
    socket.setTimeout(SILENCE_SECONDS * 1000, () => socket.destroy(new Error('nobody answers')))
    socket.once('secureConnect', () => {
      socket.setTimeout(0)
      socket.off('error', failed)
      try {
        requireTrust(socket, this.#trust)
        done(null, socket)
      } catch (error) {
        socket.destroy()
        failed(error as Error)
      }
    })
  }
}

type Connected = (error: Error | null, stream: Duplex) => void

/** Every connection is judged; the same certificate is shown once. */
function onceEach(trust: ServerTrust): ServerTrust {
  const shown = new Set<string>()
  return {
    ...trust,
    onUnverified(fingerprint) {
      if (!shown.has(fingerprint)) trust.onUnverified?.(fingerprint)
      shown.add(fingerprint)
    },
  }
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function portOf({ port }: URL): number {
  return port === '' ? 443 : Number(port)
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
