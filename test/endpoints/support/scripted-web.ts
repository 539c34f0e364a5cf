/** A small HTTPS server that answers as a test says, to clients of the web service. */
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'

export type Heard = { readonly line: string; readonly authorization: string; readonly body: Buffer }

/** Resolves to the answer, or ends the connection in whatever way it likes and resolves to null. */
export type Reply = (
  heard: Heard,
  request: IncomingMessage,
) => Promise<{ status: number; headers?: Record<string, string>; body?: object | Buffer } | null>

export type ScriptedWeb = AsyncDisposable & {
  readonly url: URL
  readonly certificatePem: string
  readonly fingerprint: string
  /** Requests as they came, their token requests included. */
  readonly heard: Heard[]
}

/** `unread`: paths whose body the reply reads itself, or not at all. */
export async function startScriptedWeb(reply: Reply, unread: readonly string[] = []): Promise<ScriptedWeb> {
  const { keyPem, certificatePem } = await makeSelfSigned({
    ...{ commonName: 'localhost', keyType: 'ec', days: 1, now: new Date() },
    alternativeNames: ['localhost', '127.0.0.1'],
  })
  const heard: Heard[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { socket } = request
    const body = unread.includes(request.url ?? '') ? Buffer.alloc(0) : await buffer(request)
    const { method, url, headers } = request
    const one = { line: `${method} ${url}`, authorization: headers.authorization ?? '', body }
    heard.push(one)
    const said = await reply(one, request)
    if (said === null) return void socket.destroy()
    const bytes = Buffer.isBuffer(said.body) ? said.body : Buffer.from(JSON.stringify(said.body ?? {}))
    response.writeHead(said.status, { connection: 'keep-alive', ...said.headers }).end(bytes)
  }
  const server = createServer({ key: keyPem, cert: certificatePem }, (request, response) => {
    const { socket } = request
    answer(request, response).catch(() => socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ url: new URL(`https://127.0.0.1:${port}`), certificatePem, heard },
    fingerprint: new X509Certificate(certificatePem).fingerprint256,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The answer to a request for a token. */
export function token(name: string, seconds = 900) {
  return { status: 200, body: { access_token: name, token_type: 'Bearer', expires_in: seconds, scope: 'all' } }
}
