/** Registers the table of the API: JSON in, JSON or a problem document out (spec access.md §13, §13.5). */
import { z } from 'zod'
import type { Refusal } from '../base/refusal.ts'
import { sendProblem } from '../http/answer-errors.ts'
import { type FormShape, readForm } from '../http/form.ts'
import { formEntries } from '../http/form-body.ts'
import type { HttpApp, HttpReply, HttpRequest } from '../http/listener.ts'
import { type Problem, problem, usualProblem } from '../http/problem.ts'
import { badRequest, type Issue, refusalProblem, retryAfterSeconds, schemaIssue } from '../http/refusal-problem.ts'
import { isCsrfToken, isSafeMethod, makeBrowserToken } from '../http/same-origin.ts'
import { schemaFaults } from '../http/schema-issues.ts'
import { withoutNulls } from '../http/without-nulls.ts'
import { admit, FOREIGN_FORM, isPasswordFirst, isSignInNeeded } from './admit.ts'
import type { AnyApiRoute, ApiAnswer } from './api-route.ts'
import type { Doors } from './doors.ts'
import type { PortalGround } from './ground.ts'
import { recordTurnedAway } from './turned-away.ts'
import { arrivalOf } from './visit.ts'

export const API_PREFIX = '/REST/accessManagement/v1'

const NONE = z.undefined()
const ETAG = /^(?:W\/)?"(\d{1,9})"$/

export function serveApi(app: HttpApp, routes: readonly AnyApiRoute[], ground: PortalGround, doors: Doors): void {
  for (const route of routes) {
    app.route({
      ...{ method: route.method, url: `${API_PREFIX}${route.path}` },
      handler: (request, reply) => serveRoute(route, request, reply, ground, doors),
    })
  }
}

async function serveRoute(
  route: AnyApiRoute,
  request: HttpRequest,
  reply: HttpReply,
  ground: PortalGround,
  doors: Doors,
): Promise<HttpReply> {
  const { visit, browser } = await arrivalOf(request, ground, doors, makeBrowserToken)
  const admitted = await admit(route, visit, request.params, doors)
  if (!admitted.ok) {
    await recordTurnedAway(route, visit, request.params, admitted.problem, doors)
    return sendProblem(reply, refusedDoor(admitted.problem))
  }
  const isOurs = isSafeMethod(route.method) || isCsrfToken(headerOf(request, 'x-csrf-token'), browser)
  if (!isOurs) return sendProblem(reply, refusalProblem(FOREIGN_FORM))
  const input = route.form ? await formInputOf(route.form, route, request) : inputOf(route, request)
  if ('status' in input) return sendProblem(reply, input)
  const answer = await route.handle({ ...admitted.value, ...input } as never)
  if (answer.ok) return send(route, reply, answer.value)
  await recordTurnedAway(route, visit, request.params, answer.problem, doors)
  return sendRefusal(reply, answer.problem)
}

type Input = {
  readonly body: unknown
  readonly search: unknown
  readonly form: object
  readonly expectedVersion: number
}

/** Read only now, when it is known who asks: files are large. */
async function formInputOf(shape: FormShape, route: AnyApiRoute, request: HttpRequest): Promise<Input | Problem> {
  const entries = request.isMultipart() ? await formEntries(request, route.limits) : undefined
  if (!entries) return usualProblem(415)
  const form = readForm(entries, shape)
  if (!form.ok) return refusalProblem(form.problem)
  return { body: undefined, search: undefined, form: form.value, expectedVersion: Number.NaN }
}

function inputOf(route: AnyApiRoute, request: HttpRequest): Input | Problem {
  const hasBody = request.body !== undefined && request.body !== null
  if (hasBody && request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
    return usualProblem(415)
  }
  const version = ETAG.exec(headerOf(request, 'if-match') ?? '')?.[1]
  if (route.ifMatch === 'required' && version === undefined) return VERSION_NEEDED
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

function send(route: AnyApiRoute, reply: HttpReply, answer: ApiAnswer<unknown>): HttpReply {
  const { body, version, location, cookies = [] } = answer
  for (const cookie of cookies) reply.header('set-cookie', cookie)
  if (version !== undefined) reply.header('etag', `W/"${version}"`)
  if (location !== undefined) reply.header('location', `${API_PREFIX}${location}`)
  reply.code(route.status)
  if (!route.answer) return reply.send()
  const told = JSON.stringify(route.answer.parse(withoutNulls(body)))
  return reply.type('application/json').send(Buffer.from(told))
}

function sendRefusal(reply: HttpReply, refused: Refusal): HttpReply {
  const seconds = retryAfterSeconds(refused)
  if (seconds === undefined) return sendProblem(reply, refusalProblem(refused))
  return sendProblem(reply.header('retry-after', seconds), refusalProblem(refused, { retryAfterSec: seconds }))
}

/** Without a sign-in there is nothing to permit: 401 as the guide has it. */
function refusedDoor(refused: Refusal): Problem {
  if (isSignInNeeded(refused)) {
    return problem(401, 'noAccessToken', 'Not signed in', `${refused.cause} ${refused.remedy}`, { code: refused.code })
  }
  if (isPasswordFirst(refused)) {
    const type = 'urn:problem-type:sluice:accessManagement:passwordChangeNeeded'
    return problem(403, type, 'Password change needed', `${refused.cause} ${refused.remedy}`, { code: refused.code })
  }
  return refusalProblem(refused)
}

const VERSION_NEEDED = problem(
  428,
  'urn:problem-type:sluice:accessManagement:versionNeeded',
  'Version needed',
  'The request does not say which version was looked at. Send the ETag of the last answer as If-Match.',
)

function headerOf(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
