/** The API for online services, on a listener of its own: JSON in, JSON, bytes or a problem document out. */
import { z } from 'zod'
import { no, ok, type Result } from '../../base/result.ts'
import { sendProblemEarly } from '../../http/answer-early.ts'
import { sendProblem } from '../../http/answer-errors.ts'
import { continueWhenRead } from '../../http/expect-continue.ts'
import {
  createHttpListener,
  type HttpApp,
  type HttpListener,
  type HttpListenerOptions,
  type HttpReply,
  type HttpRequest,
} from '../../http/listener.ts'
import { type Problem, usualProblem } from '../../http/problem.ts'
import { badRequest, type Issue, schemaIssue } from '../../http/refusal-problem.ts'
import { checkStrict, schemaFaults } from '../../http/schema-issues.ts'
import { traceAnswers } from '../../http/trace.ts'
import { admit } from './admit.ts'
import type { ServicesGround } from './ground.ts'
import type { ServiceAnswer, ServiceRoute } from './route.ts'
import { SERVICE_ROUTES, SERVICES_PREFIX } from './routes.ts'

export type ServicesOptions = Omit<HttpListenerOptions, 'setting' | 'show' | 'word' | 'placeOf'> & {
  readonly ground: ServicesGround
}

/** A client may show a certificate; whether it is a service's is for `admit` to say. */
const ASKING = { requestCert: true, rejectUnauthorized: false }
const NONE = z.undefined()

export function createServicesEndpoint({ ground, tls, ...listening }: ServicesOptions): HttpListener {
  const listener = createHttpListener({
    ...{ ...listening, setting: 'onlineServices' },
    ...(tls && { tls: { ...tls, ...ASKING } }),
  })
  const { app } = listener
  traceAnswers(app)
  continueWhenRead(app)
  app.after(() => serve(app, ground))
  return listener
}

function serve(app: HttpApp, ground: ServicesGround): void {
  for (const { method, path, body, query } of SERVICE_ROUTES) checkStrict(`${method} ${path}`, [body, query])
  app.register(async (api) => {
    // Such a body stays in the request until its route reads it.
    const types = [...new Set(SERVICE_ROUTES.flatMap(({ reads = [] }) => reads))]
    api.addContentTypeParser(types, (_request, _payload, done) => done(null, undefined))
    for (const route of SERVICE_ROUTES) {
      api.route({
        ...{ method: route.method, url: `${SERVICES_PREFIX}${route.path}` },
        onRequest: async (request, reply) => {
          const admitted = await admit(route, request, ground)
          if (admitted.ok) return
          send(admitted, request, withHints(reply, admitted.problem))
          reply.hijack()
        },
        config: { readsBody: route.reads !== undefined },
        handler: async (request, reply) => {
          const input = inputOf(route, request)
          if (!input.ok) return send(input, request, reply)
          return send(await route.handle({ ...input.value, request, ground } as never), request, reply)
        },
      })
    }
  })
}

/** What a client does next: prove itself, or wait. */
function withHints(reply: HttpReply, { status, retryAfterSec }: Problem): HttpReply {
  return status === 401
    ? reply.header('www-authenticate', 'Bearer')
    : reply.header('retry-after', String(retryAfterSec))
}

type Input = Pick<Parameters<ServiceRoute['handle']>[0], 'params' | 'query' | 'body'>

function inputOf(route: ServiceRoute, request: HttpRequest): Result<Input, Problem> {
  if (!isMediaTypeOf(route, request)) return no(usualProblem(415))
  const given = request.query as Readonly<Record<string, unknown>>
  const asked = route.query || Object.keys(given).length > 0 ? { ...given } : undefined
  const query = (route.query ?? NONE).safeParse(asked)
  const body = (route.body ?? NONE).safeParse(request.body ?? undefined)
  const params = request.params as Readonly<Record<string, string>>
  if (query.success && body.success) return ok({ params, query: query.data, body: body.data })
  return no(badRequest([...issuesOf(query.error, 'query'), ...issuesOf(body.error, 'body')]))
}

function isMediaTypeOf({ reads, body }: ServiceRoute, { headers }: HttpRequest): boolean {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (reads) return reads.includes(type)
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  return !hasBody || (body !== undefined && type === 'application/json')
}

function issuesOf(error: z.ZodError | undefined, where: Issue['in']): Issue[] {
  return schemaFaults(error).map(({ kind, name, detail }) => schemaIssue(kind, where, name, detail))
}

function send(answer: Result<ServiceAnswer, Problem>, request: HttpRequest, reply: HttpReply): HttpReply {
  if (!answer.ok) {
    const isBodyComing = !request.raw.complete
    return isBodyComing ? sendProblemEarly(request, reply, answer.problem) : sendProblem(reply, answer.problem)
  }
  const { status, body, bytes, headers = {} } = answer.value
  reply.code(status).headers(headers)
  if (bytes) return reply.type(bytes.mediaType).header('content-length', bytes.length).send(bytes.content)
  return body === undefined ? reply.send() : reply.type('application/json').send(Buffer.from(JSON.stringify(body)))
}
