/** What every HTTP listener of the gateway shares; `fastify`'s only home. Routes are added by those who own them. */

import type { AddressInfo } from 'node:net'
import type { TlsOptions, Server as TlsServer } from 'node:tls'
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify'
import { uuidV7 } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import { rememberLanguages } from './accepted-language.ts'
import {
  answerError,
  answerErrors,
  answerMalformed,
  inWords,
  type ShowProblem,
  showDocument,
  type WordProblem,
} from './answer-errors.ts'
import { type PlaceOf, shareConnections } from './connections.ts'
import { takeJson } from './json-body.ts'
import { listenFailure } from './listen-failure.ts'
import { usualProblem } from './problem.ts'
import { type SecurityHeaders, securityHeaders } from './security-headers.ts'
import { traceHeaders } from './trace.ts'

export type { FastifyInstance as HttpApp, FastifyReply as HttpReply, FastifyRequest as HttpRequest } from 'fastify'

export type HttpLimits = {
  readonly httpBodyBytes: number
  readonly httpHeaderSeconds: number
  readonly httpRequestSeconds: number
  readonly httpConnections: number
  readonly httpConnectionsPerAddress: number
  readonly idleSeconds: number
}

export type HttpListenerOptions = {
  /** The group of settings that names the address: `console`, `web`, `portal`. */
  readonly setting: string
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Without it the listener speaks plain HTTP. */
  readonly tls?: TlsPair & ClientCertificates
  readonly limits: HttpLimits
  /** As whom an address counts among the connections; without it as itself. */
  readonly placeOf?: PlaceOf
  readonly log: Log
  /** How failures are shown; without it as problem documents. */
  readonly show?: ShowProblem
  /** What failures say; without it the words of `problem.ts`. */
  readonly word?: WordProblem
}

/** PEM. */
export type TlsPair = { readonly key: string; readonly cert: string }
/** Whether clients are asked for a certificate, and who judges it. */
export type ClientCertificates = Pick<TlsOptions, 'requestCert' | 'rejectUnauthorized' | 'secureOptions'>

export type Address = { readonly host: string; readonly port: number }

export type HttpListener = AsyncDisposable & {
  /** Takes routes until `listen` is called. */
  readonly app: FastifyInstance
  /** Starts and tells the real address; throws `Misconfigured` when that cannot be had (case G3). */
  listen(): Promise<Address>
  /** For connections from now on; those that are open keep the pair they began with. */
  renewTls(pair: TlsPair): void
  /** Requests under way finish, idle connections end; what is left after `seconds` is cut. Disposal waits for ten seconds. */
  close(seconds: number): Promise<void>
}

const HEADER_BYTES_MAX = 16 * 1024
const PATH_ELEMENT_MAX = 256
const DISPOSAL_SECONDS = 10

export function createHttpListener(options: HttpListenerOptions): HttpListener {
  const { setting, host, port, log } = options
  const headers = securityHeaders(options.tls !== undefined)
  const app = fastify(serverOptions(options, headers)) as unknown as FastifyInstance
  app.server.maxConnections = options.limits.httpConnections
  shareConnections(app.server, options.limits.httpConnectionsPerAddress, options.placeOf)
  app.removeContentTypeParser('text/plain')
  takeJson(app)
  rememberLanguages(app)
  refuseUnread(app, headers, options.word)
  answerErrors(app, log, inWords(options.show ?? showDocument, options.word))
  let isClosing = false
  // A connection that was at work when the others were ended would else stay open for its next request.
  app.addHook('onSend', async (_request, reply) => void (isClosing && reply.header('connection', 'close')))
  const close = (seconds: number) => {
    isClosing = true
    return closeWithin(app, seconds)
  }
  return {
    app,
    async listen() {
      try {
        await app.listen({ host, port })
      } catch (error) {
        throw listenFailure(error, setting, { host, port })
      }
      return { host, port: (app.server.address() as AddressInfo).port }
    },
    renewTls: (pair) => (app.server as unknown as TlsServer).setSecureContext({ ...secure(options.tls), ...pair }),
    close,
    [Symbol.asyncDispose]: () => close(DISPOSAL_SECONDS),
  }
}

function serverOptions(
  { tls, limits, log, word }: HttpListenerOptions,
  headers: SecurityHeaders,
): FastifyServerOptions {
  const milliseconds = (seconds: number) => Math.ceil(seconds * 1000)
  const http = {
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: milliseconds(Math.min(limits.httpHeaderSeconds, limits.httpRequestSeconds)),
    connectionsCheckingInterval: 1000,
    requireHostHeader: false,
  }
  const options: FastifyServerOptions = {
    bodyLimit: limits.httpBodyBytes,
    requestTimeout: milliseconds(limits.httpRequestSeconds),
    keepAliveTimeout: milliseconds(limits.idleSeconds),
    connectionTimeout: milliseconds(limits.idleSeconds),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: false, // headers that claim another origin are not believed (case H12)
    routerOptions: { maxParamLength: PATH_ELEMENT_MAX },
    genReqId: () => uuidV7(),
    frameworkErrors: (error, request, reply) => {
      const told = reply.headers({ ...headers, ...traceHeaders(request as never) }) as never
      return answerError(error, request as never, told, log, inWords(showDocument, word))
    },
    clientErrorHandler: (error, socket) => answerMalformed(error, socket as never, word),
  }
  const handshakeTimeout = http.headersTimeout
  return Object.assign(options, tls ? { https: { ...http, handshakeTimeout, ...tls, ...secure(tls) } } : { http })
}

/** What belongs to the context, and so has to be said again with each new pair. */
function secure(tls: ClientCertificates = {}) {
  const { secureOptions } = tls
  return { minVersion: 'TLSv1.2' as const, ...(secureOptions !== undefined && { secureOptions }) }
}

/**
 * Headers come first, so that refusals carry them too; bodies are taken as they are, never unpacked (case H8). A request without `Host` is
 * refused here (RFC 9112 §3.2), for the parser would do it without a word.
 */
function refuseUnread(app: FastifyInstance, headers: SecurityHeaders, word?: WordProblem): void {
  const show = inWords(showDocument, word)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers)
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      return show(request, reply, usualProblem(400))
    }
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity') return show(request, reply, usualProblem(415))
  })
}

async function closeWithin(app: FastifyInstance, seconds: number): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), seconds * 1000)
  await app.close()
  clearTimeout(cut)
}
