/** The document of the API (OpenAPI 3.1), made from the table that serves it: it cannot say anything else. */
import { z } from 'zod'
import type { FormShape } from '../http/form.ts'
import type { AnyApiRoute } from './api-route.ts'
import { API_PREFIX } from './serve-api.ts'

const PROBLEM = { $ref: '#/components/responses/problem' }

export function openApiOf(routes: readonly AnyApiRoute[], publicUrl: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')
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
    parameters: [...pathParameters(path), ...queryParameters(route), ...headerParameters(route)],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    ...(form && { requestBody: { required: true, content: { 'multipart/form-data': { schema: formSchema(form) } } } }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done.' : status === 201 ? 'Made.' : 'As asked for.',
        ...(answer && { content: { 'application/json': { schema: schemaOf(answer, 'output') } } }),
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

function pathParameters(path: string): object[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }))
}

function queryParameters({ query }: AnyApiRoute): object[] {
  const { properties = {}, required = [] } = query ? z.toJSONSchema(query, { io: 'input' }) : {}
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema },
  }))
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

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}

/** `PUT /me/password` is `putMePassword`. */
function operationId(method: string, path: string): string {
  const words = path.split('/').flatMap((step) => (step === '' ? [] : [step.replace(':', '')]))
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
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
