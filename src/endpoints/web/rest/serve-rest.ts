/** Serves the table: who asks is looked at before any byte of a body; JSON in, JSON or a problem document out (spec access.md §13). */
import type { Result } from '../../../base/result.ts'
import { sendProblemEarly } from '../../../http/answer-early.ts'
import { sendProblem } from '../../../http/answer-errors.ts'
import type { HttpApp, HttpReply, HttpRequest } from '../../../http/listener.ts'
import { checkStrict } from '../../../http/schema-issues.ts'
import { serveAssets } from '../../../http/serve-assets.ts'
import { withoutNulls } from '../../../http/without-nulls.ts'
import type { Caller } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import { watchRequest } from '../present-request.ts'
import { languageFor, type RestProblem, worded } from '../problems.ts'
import type { SenderLimits } from '../sender-limits.ts'
import { type Admit, admission } from './admission.ts'
import { inputOf } from './input.ts'
import { REST_PREFIX } from './prefix.ts'
import { PROBLEM_PAGE_SHEET } from './problem-type-page.tsx'
import type { AnswerShape, AnyRestRoute } from './route.ts'
import { REST_ROUTES } from './routes.ts'

type Options = {
  /** Others in tests. */
  readonly routes?: readonly AnyRestRoute[]
  readonly admit?: Admit
}

type Served = {
  readonly ground: WebGround
  readonly senders: SenderLimits
  readonly callers: WeakMap<HttpRequest, Caller>
}

/** Throws a TypeError when a route takes unknown fields. */
export function serveRest(app: HttpApp, ground: WebGround, senders: SenderLimits, options: Options = {}): void {
  const { routes = REST_ROUTES, admit = admission(ground) } = options
  for (const { method, path, body, query } of routes) checkStrict(`${method} ${path}`, [body, query])
  const served: Served = { ground, senders, callers: new WeakMap() }
  serveAssets(app, [PROBLEM_PAGE_SHEET])
  app.register(async (rest) => {
    // The body stays in the request until its route reads it.
    rest.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null, undefined))
    for (const [url, route] of addressesOf(routes)) {
      rest.route({
        ...{ method: route.method, url },
        onRequest: async (request, reply) => {
          const refused = atDoor(await admit(request, route.access), route, request, served)
          if (!refused) return watchCaller(request, reply, served)
          sendRestProblem(refused, request, reply, ground)
          reply.hijack() // a refusal that goes out in pieces would else count as none yet, and the route be served
        },
        config: { readsBody: route.form !== undefined },
        handler: (request, reply) => serveRoute(route, request, reply, served),
      })
    }
  })
}

/** The document also stands at the root of the listener, where a client finds it that knows no more than the host. */
function addressesOf(routes: readonly AnyRestRoute[]): (readonly [url: string, route: AnyRestRoute])[] {
  const document = routes.filter(({ path }) => path === '/doc/openapi.json')
  return [
    ...routes.map((route) => [`${REST_PREFIX}${route.path}`, route] as const),
    ...document.map((route) => [route.path, route] as const),
  ]
}

/** rule 16.2: before any byte of a body is read. */
function atDoor(
  admitted: Result<Caller | null, RestProblem>,
  { rated }: AnyRestRoute,
  request: HttpRequest,
  { ground, senders, callers }: Served,
): RestProblem | null {
  if (!admitted.ok) return admitted.problem
  const asked = rated?.(request, ground)
  if (asked?.ok === false) return asked.problem
  if (admitted.value === null) return null
  callers.set(request, admitted.value)
  const counted = senders.request(admitted.value.visitor.sender)
  return counted.ok ? null : counted.problem
}

function watchCaller(request: HttpRequest, reply: HttpReply, { callers, ground }: Served): void {
  const caller = callers.get(request)
  if (caller) watchRequest(request, reply, caller, ground)
}

async function serveRoute(
  route: AnyRestRoute,
  request: HttpRequest,
  reply: HttpReply,
  { ground, callers, senders }: Served,
): Promise<HttpReply> {
  const language = languageFor(request.headers['accept-language'])
  const input = inputOf(route, request, language)
  if (!input.ok) return sendRestProblem(input.problem, request, reply, ground)
  const answer = await route.handle({
    ...input.value,
    ...{ caller: (callers.get(request) ?? null) as never, ground, request, language, senders },
    urlOf: (path) => `${ground.publicUrl()}${REST_PREFIX}${path}`,
  })
  if (!answer.ok) return sendRestProblem(answer.problem, request, reply, ground)
  const { status, location, headers = {}, ...content } = answer.value as Content & typeof answer.value
  if (location !== undefined) reply.header('location', `${ground.publicUrl()}${REST_PREFIX}${location}`)
  reply.code(status).headers(headers)
  return sendContent(route.answers[status], content, reply)
}

type Content = { readonly body?: unknown; readonly bytes?: unknown; readonly length?: number }

function sendContent(shape: AnswerShape | undefined, { body, bytes, length }: Content, reply: HttpReply): HttpReply {
  if (shape?.schema && bytes === undefined) {
    const told = JSON.stringify(shape.schema.parse(withoutNulls(body)))
    return reply.type('application/json').send(Buffer.from(told))
  }
  if (shape?.mediaType === undefined) return reply.send()
  if (length !== undefined) reply.header('content-length', length)
  if (!reply.hasHeader('content-type')) reply.type(shape.mediaType)
  return reply.send(bytes)
}

/** In the client's language. */
export function sendRestProblem(
  refused: RestProblem,
  request: HttpRequest,
  reply: HttpReply,
  ground: Pick<WebGround, 'publicUrl'>,
): HttpReply {
  const language = languageFor(request.headers['accept-language'])
  if (refused.retryAfterSec !== undefined) reply.header('retry-after', refused.retryAfterSec)
  reply.headers({ 'content-language': language, ...refused.headers })
  const body = worded(refused, language, `${ground.publicUrl()}${REST_PREFIX}`)
  const isBodyComing = request.routeOptions.config.readsBody === true && !request.raw.complete
  return isBodyComing ? sendProblemEarly(request, reply, body) : sendProblem(reply, body)
}
