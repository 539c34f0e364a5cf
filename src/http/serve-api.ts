/** Registers a table of an API: JSON in, JSON or a problem document out (spec access.md §13, §13.5). */
import { z } from 'zod'
import type { Log } from '../base/log.ts'
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import { sendProblem } from './answer-errors.ts'
import type { ApiAnswer } from './api-answer.ts'
import type { Door } from './arrival.ts'
import { FOREIGN_FORM } from './foreign-form.ts'
import { type FormShape, readForm } from './form.ts'
import { type FormLimits, formEntries } from './form-body.ts'
import type { HttpApp, HttpReply, HttpRequest } from './listener.ts'
import { type Problem, problem, usualProblem } from './problem.ts'
import {
  badRequest,
  type Issue,
  ownProblemType,
  type ProblemArea,
  refusalProblem,
  retryAfterSeconds,
  schemaIssue,
} from './refusal-problem.ts'
import { isCsrfToken, isSafeMethod } from './same-origin.ts'
import { schemaFaults } from './schema-issues.ts'
import { sendDownload } from './send-download.ts'
import { withoutNulls } from './without-nulls.ts'

/** What this needs of a route; `handle` is given the admitted visit with what the request held. */
export type ServedRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly status: number
  readonly body?: z.ZodType
  readonly query?: z.ZodType
  readonly form?: FormShape
  readonly limits?: FormLimits
  readonly answer?: z.ZodType
  /** It is answered by a file. */
  readonly download?: true
  readonly ifMatch?: 'required'
  handle(ask: never): Promise<Result<ApiAnswer<unknown>, Refusal>>
}

export type ApiSite<Route extends ServedRoute, Visit> = Door<Route, Visit> & {
  /** Where what goes wrong behind an answer that has begun is told. */
  readonly log: Log
  /** What stands before every path. */
  readonly prefix: string
  /** Whose problems they are. */
  readonly area: ProblemArea
  /** Of a refusal at the door: without a sign-in there is nothing to permit. */
  refusedDoor(refused: Refusal): Problem
}

const NONE = z.undefined()
const ETAG = /^(?:W\/)?"(\d{1,9})"$/

export function serveApi<Route extends ServedRoute, Visit>(
  app: HttpApp,
  routes: readonly Route[],
  site: ApiSite<Route, Visit>,
): void {
  for (const route of routes) {
    app.route({
      ...{ method: route.method, url: `${site.prefix}${route.path}` },
      handler: (request, reply) => serveRoute(route, request, reply, site),
    })
  }
}

async function serveRoute<Route extends ServedRoute, Visit>(
  route: Route,
  request: HttpRequest,
  reply: HttpReply,
  site: ApiSite<Route, Visit>,
): Promise<HttpReply> {
  const { visit, browser } = await site.arrive(request)
  const admitted = await site.admit(route, visit, request.params)
  if (!admitted.ok) {
    await site.recordTurnedAway(route, visit, request.params, admitted.problem)
    return sendProblem(reply, site.refusedDoor(admitted.problem))
  }
  const isOurs = isSafeMethod(route.method) || isCsrfToken(headerOf(request, 'x-csrf-token'), browser)
  if (!isOurs) return sendProblem(reply, refusalProblem(FOREIGN_FORM, site.area))
  const input = route.form ? await formInputOf(route.form, route, request, site) : inputOf(route, request, site)
  if ('status' in input) return sendProblem(reply, input)
  const answer = await route.handle({ ...admitted.value, ...input } as never)
  if (answer.ok) return send(route, reply, answer.value, site)
  await site.recordTurnedAway(route, visit, request.params, answer.problem)
  return sendRefusal(reply, answer.problem, site.area)
}

type Input = {
  readonly body: unknown
  readonly search: unknown
  readonly form: object
  readonly expectedVersion: number
}

/** Read only now, when it is known who asks: files are large. */
async function formInputOf(
  shape: FormShape,
  route: ServedRoute,
  request: HttpRequest,
  { area }: Pick<ApiSite<never, never>, 'area'>,
): Promise<Input | Problem> {
  const entries = request.isMultipart() ? await formEntries(request, route.limits) : undefined
  if (!entries) return usualProblem(415)
  const form = readForm(entries, shape)
  if (!form.ok) return refusalProblem(form.problem, area)
  return { body: undefined, search: undefined, form: form.value, expectedVersion: Number.NaN }
}

function inputOf(
  route: ServedRoute,
  request: HttpRequest,
  { area }: Pick<ApiSite<never, never>, 'area'>,
): Input | Problem {
  const hasBody = request.body !== undefined && request.body !== null
  if (hasBody && request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
    return usualProblem(415)
  }
  const version = ETAG.exec(headerOf(request, 'if-match') ?? '')?.[1]
  if (route.ifMatch === 'required' && version === undefined) return versionNeeded(area)
  const body = (route.body ?? NONE).safeParse(hasBody ? request.body : undefined)
  const given = request.query as Record<string, unknown>
  const search = (route.query ?? NONE).safeParse(
    route.query || Object.keys(given).length > 0 ? { ...given } : undefined,
  )
  if (body.success && search.success) {
    return { body: body.data, search: search.data, form: {}, expectedVersion: Number(version ?? Number.NaN) }
  }
  return badRequest([...issuesOf(body.error, 'body'), ...issuesOf(search.error, 'query')])
}

function issuesOf(error: z.ZodError | undefined, where: Issue['in']): Issue[] {
  return schemaFaults(error).map(({ kind, name, detail }) => schemaIssue(kind, where, name, detail))
}

function send(
  route: ServedRoute,
  reply: HttpReply,
  { body, version, location, cookies = [], file }: ApiAnswer<unknown>,
  { prefix, log }: Pick<ApiSite<never, unknown>, 'prefix' | 'log'>,
): HttpReply {
  for (const cookie of cookies) reply.header('set-cookie', cookie)
  if (version !== undefined) reply.header('etag', `W/"${version}"`)
  if (location !== undefined) reply.header('location', `${prefix}${location}`)
  reply.code(route.status)
  if (file) return sendDownload(reply, file, log)
  if (!route.answer) return reply.send()
  const told = JSON.stringify(route.answer.parse(withoutNulls(body)))
  return reply.type('application/json').send(Buffer.from(told))
}

function sendRefusal(reply: HttpReply, refused: Refusal, area: ProblemArea): HttpReply {
  const seconds = retryAfterSeconds(refused)
  if (seconds === undefined) return sendProblem(reply, refusalProblem(refused, area))
  return sendProblem(reply.header('retry-after', seconds), refusalProblem(refused, area, { retryAfterSec: seconds }))
}

function versionNeeded(area: ProblemArea): Problem {
  return problem(
    ...([428, ownProblemType(area, 'versionNeeded'), 'Version needed'] as const),
    'The request does not say which version was looked at. Send the ETag of the last answer as If-Match.',
  )
}

function headerOf(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
