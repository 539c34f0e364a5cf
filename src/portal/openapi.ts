/** The document of the API (OpenAPI 3.1), made from the table that serves it: it cannot say anything else. */
import type { FormShape } from '../http/form.ts'
import { openApiPath, openApiSchema, operationId, pathParameters, queryParameters } from '../http/openapi-parts.ts'
import type { AnyApiRoute } from './api-route.ts'
import { API_PREFIX } from './serve-api.ts'

const PROBLEM = { $ref: '#/components/responses/problem' }

export function openApiOf(routes: readonly AnyApiRoute[], publicUrl: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = openApiPath(route.path)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'accessManagement', version: '1', description: 'People, roles and senders of an enterprise.' },
    servers: [{ url: `${publicUrl}${API_PREFIX}` }],
    paths,
    components: COMPONENTS,
    security: [{ session: [] }],
  }
}

function operation(route: AnyApiRoute): object {
  const { method, path, row, summary, status, body, form, answer } = route
  return {
    summary,
    operationId: operationId(method, path),
    'x-row': row,
    ...(row === 'anybody' && { security: [] }),
    parameters: [...pathParameters(path), ...queryParameters(route.query), ...headerParameters(route)],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: openApiSchema(body, 'input') } } },
    }),
    ...(form && { requestBody: { required: true, content: { 'multipart/form-data': { schema: formSchema(form) } } } }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done.' : status === 201 ? 'Made.' : 'As asked for.',
        ...(answer && { content: { 'application/json': { schema: openApiSchema(answer, 'output') } } }),
      },
      default: PROBLEM,
    },
  }
}

function formSchema(form: FormShape): object {
  const file = { type: 'string', contentMediaType: 'application/octet-stream' }
  const fields = Object.entries(form).map(([name, kind]) => {
    const one = kind === 'file' || kind === 'files' ? file : { type: 'string' }
    return [name, kind === 'files' || kind === 'list' ? { type: 'array', items: one } : one] as const
  })
  return { type: 'object', properties: Object.fromEntries(fields), additionalProperties: false }
}

function headerParameters({ method, ifMatch }: AnyApiRoute): object[] {
  const header = (name: string, description: string) => ({
    ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
  })
  return [
    ...(ifMatch ? [header('If-Match', 'The ETag of the version that was looked at.')] : []),
    ...(method === 'GET' ? [] : [header('X-CSRF-Token', 'As `GET /me` tells it.')]),
  ]
}

const COMPONENTS = {
  securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-session' } },
  responses: {
    problem: {
      description: 'Refused, or failed.',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
    },
  },
  schemas: {
    problem: {
      type: 'object',
      required: ['type', 'title', 'status', 'detail'],
      properties: {
        type: { type: 'string', format: 'uri' },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string' },
        code: { type: 'string' },
        instance: { type: 'string' },
        issues: { type: 'array', items: { type: 'object' } },
      },
    },
  },
}
