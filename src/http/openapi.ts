/** The document of an API (OpenAPI 3.1), made from the table that serves it: it cannot say anything else. */
import type { FormShape } from './form.ts'
import { openApiPath, openApiSchema, operationId, pathParameters, queryParameters } from './openapi-parts.ts'
import type { ServedRoute } from './serve-api.ts'

const PROBLEM = { $ref: '#/components/responses/problem' }

/** What this needs of a route. */
export type DescribedRoute = ServedRoute & { readonly summary: string }

export type Described<Route> = {
  readonly title: string
  readonly description: string
  /** Where the paths begin. */
  readonly server: string
  /** The cookie by which a session is known. */
  readonly cookie: string
  /** What a route says of who may use it, and whether nobody needs to be signed in. */
  guardOf(route: Route): { readonly extension: Readonly<Record<string, string>>; readonly isOpen: boolean }
}

export function openApiOf<Route extends DescribedRoute>(routes: readonly Route[], api: Described<Route>): object {
  const { title, description, server, cookie } = api
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = openApiPath(route.path)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, api.guardOf(route)) }
  }
  const securitySchemes = { session: { type: 'apiKey', in: 'cookie', name: cookie } }
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description },
    servers: [{ url: server }],
    paths,
    components: { securitySchemes, ...COMPONENTS },
    security: [{ session: [] }],
  }
}

function operation(route: DescribedRoute, { extension, isOpen }: ReturnType<Described<DescribedRoute>['guardOf']>) {
  const { method, path, summary, status, body, form, answer, download } = route
  return {
    summary,
    operationId: operationId(method, path),
    ...extension,
    ...(isOpen && { security: [] }),
    parameters: [...pathParameters(path), ...queryParameters(route.query), ...headerParameters(route)],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: openApiSchema(body, 'input') } } },
    }),
    ...(form && { requestBody: { required: true, content: { 'multipart/form-data': { schema: formSchema(form) } } } }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done.' : status === 201 ? 'Made.' : 'As asked for.',
        ...(answer && { content: { 'application/json': { schema: openApiSchema(answer, 'output') } } }),
        ...(download && { content: { 'application/octet-stream': {} } }),
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

function headerParameters({ method, ifMatch }: ServedRoute): object[] {
  const header = (name: string, description: string) => ({
    ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
  })
  return [
    ...(ifMatch ? [header('If-Match', 'The ETag of the version that was looked at.')] : []),
    ...(method === 'GET' ? [] : [header('X-CSRF-Token', 'As `GET /me` tells it.')]),
  ]
}

const COMPONENTS = {
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
