/** rule 16.10: the document of the REST service (OpenAPI 3.1), made from the table that serves it: it cannot say anything else. */
import {
  openApiPath,
  openApiSchema,
  operationId,
  pathParameters,
  queryParameters,
} from '../../../http/openapi-parts.ts'
import { PROBLEM_MEDIA_TYPE } from '../../../http/problem.ts'
import { PROBLEM_KEYS, type ProblemKey, statusOf } from '../problems.ts'
import { openApiComponents, TRACE_HEADERS } from './openapi-components.ts'
import { REST_PREFIX } from './prefix.ts'
import type { AnswerShape, AnyRestRoute } from './route.ts'

/** Refused before a route is reached, whatever it is. */
const ALWAYS: readonly ProblemKey[] = [
  ...(['badRequest', 'requestTimeout', 'unsupportedMediaType', 'uriTooLong', 'expectationFailed'] as const),
  ...(['headersTooLarge', 'internalServerError', 'serviceUnavailable'] as const),
]
const WITH_TOKEN: readonly ProblemKey[] = [
  ...(['noAccessToken', 'invalidAccessToken', 'expiredAccessToken', 'missingScope', 'missingPermission'] as const),
  ...(['tooManyRequests', 'tooManyFailedRequests'] as const),
]

export function restDocument(routes: readonly AnyRestRoute[], publicUrl: string): { openapi: string } {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = openApiPath(route.path)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  const document = {
    openapi: '3.1.0',
    info: {
      ...{ title: 'structuredReports', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
      description: 'Sends sets of signed declarations, tells what became of them, and hands out the answers.',
    },
    servers: [{ url: `${publicUrl}${REST_PREFIX}` }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name, description: `All about \`/${name}\`.` })),
    paths,
    components: openApiComponents(publicUrl, new Set(routes.flatMap(problemsOf))),
  }
  return document
}

/** Every problem that a route may answer with, in the order of the catalogue. */
export function problemsOf({ access, path, body, form, problems = [] }: AnyRestRoute): readonly ProblemKey[] {
  const all = new Set<ProblemKey>([...ALWAYS, ...problems])
  if (access !== 'anybody') for (const key of WITH_TOKEN) all.add(key)
  if (path.includes(':')) all.add('resourceNotFound')
  if (body || form) all.add('payloadTooLarge')
  return PROBLEM_KEYS.filter((key) => all.has(key))
}

function operation(route: AnyRestRoute): object {
  const { method, path, access, summary, query } = route
  const scopes = access === 'anyToken' ? [] : [access]
  return {
    ...{ summary, operationId: operationId(method, path), tags: [tagOf(route)] },
    security: access === 'anybody' ? [] : [{ clientCredentials: scopes }],
    parameters: [...pathParameters(path), ...queryParameters(query), ...TRACE_PARAMETERS],
    ...requestBody(route),
    responses: responses(route),
  }
}

const TRACE_PARAMETERS = [{ $ref: '#/components/parameters/traceId' }, { $ref: '#/components/parameters/language' }]

function requestBody({ body, form }: AnyRestRoute): object {
  if (form) {
    const content = { 'multipart/form-data': { schema: openApiSchema(form, 'input') } }
    return { requestBody: { required: true, content } }
  }
  if (!body) return {}
  const content = { 'application/json': { schema: openApiSchema(body, 'input') } }
  return { requestBody: { required: !body.safeParse(undefined).success, content } }
}

/** A status may be an answer as well as a problem, in different media types. */
function responses(route: AnyRestRoute): object {
  const problems = problemsOf(route)
  const statuses = [...new Set([...Object.keys(route.answers).map(Number), ...problems.map(statusOf)])]
  const described = statuses.map((status) => {
    const keys = problems.filter((key) => statusOf(key) === status)
    const all = [
      ...(keys.length > 0 ? [problemResponse(status, keys)] : []),
      ...(route.answers[status] ? [answerResponse(status, route.answers[status])] : []),
    ]
    const content = Object.assign({}, ...all.map((one) => one.content))
    return [status, { ...Object.assign({}, ...all), ...(Object.keys(content).length > 0 && { content }) }]
  })
  return Object.fromEntries(described)
}

type Response = { readonly description: string; readonly headers: object; readonly content?: object }

function answerResponse(
  status: number,
  { description, schema, mediaType, headers = {}, example }: AnswerShape,
): Response {
  const own = Object.entries({ ...(status === 201 && { Location: 'Address of what was made.' }), ...headers })
  const described = own.map(([name, meaning]) => [name, { description: meaning, schema: { type: 'string' } }])
  const shown = example === undefined ? {} : { example }
  const content = {
    ...(schema && { 'application/json': { schema: openApiSchema(schema, 'output'), ...shown } }),
    ...(mediaType !== undefined && { [mediaType]: { schema: { type: 'string' }, ...(schema ? {} : shown) } }),
  }
  return {
    description,
    headers: { ...TRACE_HEADERS, ...Object.fromEntries(described) },
    ...(Object.keys(content).length > 0 && { content }),
  }
}

function problemResponse(status: number, keys: readonly ProblemKey[]): Response {
  return {
    description: keys.join(', '),
    headers: { ...TRACE_HEADERS, ...LANGUAGE_HEADER, ...(EXTRA_HEADERS[status] ?? {}) },
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: '#/components/schemas/problem' },
        examples: Object.fromEntries(keys.map((key) => [key, { $ref: `#/components/examples/${key}` }])),
      },
    },
  }
}

const LANGUAGE_HEADER = { 'Content-Language': { $ref: '#/components/headers/language' } }

const EXTRA_HEADERS: Readonly<Record<number, object>> = {
  401: { 'WWW-Authenticate': { $ref: '#/components/headers/challenge' } },
  429: { 'Retry-After': { $ref: '#/components/headers/retryAfter' } },
}

function tagOf({ path }: Pick<AnyRestRoute, 'path'>): string {
  return path.split('/')[1] ?? ''
}
