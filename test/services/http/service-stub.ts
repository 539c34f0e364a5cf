/** An online service on loopback that does what a test wants of it, and remembers what it was asked. */
import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'

export type Received = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Called with the request unread; reads it by `body`, or not. */
export type Behaviour = (asked: IncomingMessage, answer: ServerResponse, stub: ServiceStub) => void | Promise<void>

export type ServiceStub = AsyncDisposable & {
  readonly url: string
  /** Its certificate, which is its own authority. */
  readonly certificatePem: string
  readonly received: Received[]
  readonly connections: number
  /** Reads the request and remembers it. */
  take(asked: IncomingMessage): Promise<Received>
}

export async function serviceStub(
  behave: Behaviour,
  options: ServerOptions & { name?: string } = {},
): Promise<ServiceStub> {
  const { name = '127.0.0.1', ...more } = options
  const { keyPem, certificatePem } = await makeSelfSigned({
    ...{ commonName: name, keyType: 'ec', days: 1, now: new Date(), alternativeNames: [name] },
  })
  let connections = 0
  const server = createServer({ key: keyPem, cert: certificatePem, ...more }, async (asked, answer) => {
    await Promise.resolve(behave(asked, answer, stub)).catch(() => answer.destroy())
  })
  server.on('secureConnection', () => {
    connections += 1
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stub: ServiceStub = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificatePem,
    received: [],
    get connections() {
      return connections
    },
    async take(asked) {
      const { method = '', url: path = '', headers } = asked
      const received = { method, path, headers, body: await buffer(asked) }
      stub.received.push(received)
      return received
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return stub
}

/** Reads the request, then answers. */
export function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Behaviour {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return async (asked, answer, stub) => {
    await stub.take(asked)
    answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
  }
}

export function problem(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return answering(
    status,
    { type: 'about:blank', title, status },
    { 'content-type': 'application/problem+json', ...headers },
  )
}
