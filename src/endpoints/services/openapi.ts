/** The document of the API (OpenAPI 3.1), made from the table that serves it: it cannot say anything else. */
import { openApiPath, openApiSchema, operationId, pathParameters, queryParameters } from '../../http/openapi-parts.ts'
import { PROBLEM_MEDIA_TYPE } from '../../http/problem.ts'
import type { ServiceRoute } from './route.ts'

export function servicesDocument(routes: readonly ServiceRoute[], prefix: string, version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = openApiPath(route.path)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'onlineServices', version, description: 'Online services take their declarations and answer them.' },
    servers: [{ url: prefix }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' }, certificate: { type: 'mutualTLS' } },
      schemas: { problem: PROBLEM },
    },
  }
}

function operation(route: ServiceRoute): object {
  const { method, path, summary, query, reads, body, answers, problems = [] } = route
  const isForService = path.startsWith('/:service')
  const json = body && { 'application/json': { schema: openApiSchema(body, 'input') } }
  const bytes = reads && Object.fromEntries(reads.map((type) => [type, { schema: { type: 'string' } }]))
  const content = json ?? bytes
  const statuses = [400, ...(isForService ? [401, 429] : []), ...problems, 500, 503]
  return {
    ...{ summary, operationId: operationId(method, path) },
    security: isForService ? [{ token: [] }, { certificate: [] }] : [],
    parameters: [
      ...pathParameters(path),
      ...(reads ? [KEY] : []),
      ...queryParameters(undefined),
      ...alternatives(query),
    ],
    ...(content && { requestBody: { required: true, content } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, shape]) => [status, answered(shape)])),
      ...Object.fromEntries(statuses.map((status) => [status, REFUSED])),
    },
  }
}

function answered({ description, schema }: ServiceRoute['answers'][number]): object {
  return {
    description,
    ...(schema && { content: { 'application/json': { schema: openApiSchema(schema, 'output') } } }),
  }
}

/** Of a query that may be one of several: each parameter of any of them, needed when it is in all. */
function alternatives(query: ServiceRoute['query']): object[] {
  if (!query) return []
  const { anyOf = [] } = openApiSchema(query, 'input') as {
    anyOf?: { properties: Record<string, object>; required: string[] }[]
  }
  const names = [...new Set(anyOf.flatMap(({ properties }) => Object.keys(properties)))]
  return names.map((name) => ({
    ...{ name, in: 'query', required: anyOf.every(({ required }) => required.includes(name)) },
    schema: anyOf.find(({ properties }) => properties[name])?.properties[name],
  }))
}

const KEY = {
  ...{ name: 'Idempotency-Key', in: 'header', required: true },
  ...{ description: 'The same for the same answer, for ever.', schema: { type: 'string', maxLength: 200 } },
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
  },
}

const REFUSED = {
  description: 'Refused, or failed.',
  content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/problem' } } },
}
