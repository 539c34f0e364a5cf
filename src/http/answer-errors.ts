/** Every failure leaves a listener as a problem document that says nothing of our insides. */

import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Unavailable } from '../base/errors.ts'
import { uuidV7 } from '../base/ids.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Language } from '../batch/languages.ts'
import { acceptedOn } from './accepted-language.ts'
import { rememberRoutes } from './allowed-methods.ts'
import { RepeatedMember } from './json-body.ts'
import { PROBLEM_MEDIA_TYPE, type Problem, usualProblem } from './problem.ts'
import { type Issue, schemaIssue } from './refusal-problem.ts'
import { isUnhurried } from './slow-body.ts'

const RETRY_SECONDS = 5

/** How a failure is shown: as the document itself, or as a page that says the same. */
export type ShowProblem = (request: FastifyRequest, reply: FastifyReply, body: Problem) => FastifyReply

/** The same in other words, for a client that accepts these languages (`Accept-Language`; undefined when it is not known). */
export type WordProblem = (body: Problem, accepted: string | undefined) => WordedProblem
export type WordedProblem = { readonly body: Problem; readonly language: Language }

const AS_IT_IS: WordProblem = (body) => ({ body, language: 'en' })

export function inWords(show: ShowProblem, word: WordProblem | undefined): ShowProblem {
  if (!word) return show
  return (request, reply, body) => {
    const worded = word(body, request.headers['accept-language'])
    return show(request, reply.header('content-language', worded.language), worded.body)
  }
}

export function answerErrors(app: FastifyInstance, log: Log, show: ShowProblem = showDocument): void {
  const methodsAt = rememberRoutes(app)
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply, log, show))
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request.url.split('?', 1)[0] ?? '')
    if (methods.length === 0) return show(request, reply, usualProblem(404))
    return show(request, reply.header('allow', methods.join(', ')), usualProblem(405))
  })
}

export const showDocument: ShowProblem = (_, reply, body) => sendProblem(reply, body)

/** In English, unless the reply says another language already. */
export function sendProblem(reply: FastifyReply, body: Problem): FastifyReply {
  if (!reply.hasHeader('content-language')) reply.header('content-language', 'en')
  return reply
    .code(body.status)
    .header('content-type', PROBLEM_MEDIA_TYPE)
    .send(Buffer.from(JSON.stringify(body)))
}

/** What the framework or a route threw: a client's mistake keeps its status, everything else is ours. */
export function answerError(
  error: Partial<FastifyError> | null | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
  show: ShowProblem = showDocument,
): FastifyReply {
  const instance = `urn:uuid:${uuidV7()}`
  const about = { method: request.method, route: request.routeOptions?.url ?? null, instance }
  if (error instanceof Unavailable) {
    log.warn('http.unavailable', { ...about, ...errorFields(error) })
    const body = usualProblem(503, { instance, retryAfterSec: RETRY_SECONDS })
    return show(request, reply.header('retry-after', RETRY_SECONDS), body)
  }
  const status = error?.statusCode ?? 500
  if (status >= 400 && status < 500) {
    log.debug('http.refused', { ...about, status, ...errorFields(error) })
    if (status === 413) reply.header('connection', 'close') // the rest of the body is not read
    return show(request, reply, usualProblem(status, { instance, ...issuesOf(error) }))
  }
  log.error('http.failed', { ...about, ...errorFields(error) })
  return show(request, reply, usualProblem(500, { instance }))
}

function issuesOf(error: unknown): { readonly issues?: readonly Issue[] } {
  if (!(error instanceof RepeatedMember)) return {}
  return { issues: [schemaIssue('unknownInput', 'body', error.member, 'It came more than once. Send it once.')] }
}

const PARSER_STATUS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

/** Nothing can be said before the handshake is done: what is written waits for it, and with it the connection. */
const IN_HANDSHAKE = /^(?:ERR_TLS_|ERR_SSL_|EPROTO$)/

/** Bytes that are no HTTP request never become one: the connection gets an answer and ends (cases H2, W13). */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Socket, word: WordProblem = AS_IT_IS): void {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isUnhurried(socket)) return
  const isTold = error.code !== 'ECONNRESET' && !IN_HANDSHAKE.test(error.code ?? '') && socket.writable
  if (!isTold) return void socket.destroy()
  const accepted = acceptedOn(socket, error)
  const usual = usualProblem(PARSER_STATUS[error.code ?? ''] ?? 400)
  const { body, language } = word(usual, accepted)
  const text = JSON.stringify(body)
  const head = [
    `HTTP/1.1 ${usual.status} ${usual.title}`, // in English: other languages have letters that have no place here
    `content-type: ${PROBLEM_MEDIA_TYPE}`,
    `content-language: ${language}`,
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
    `belgov-trace-id: ${uuidV7()}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}
