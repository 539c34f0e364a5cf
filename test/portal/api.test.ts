import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal } from '../../src/base/refusal.ts'
import { no, ok } from '../../src/base/result.ts'
import type { HttpListener } from '../../src/http/listener.ts'
import { csrfToken } from '../../src/http/same-origin.ts'
import { apiRoute } from '../../src/portal/api-route.ts'
import { API } from '../../src/portal/routes.ts'
import { ACCOUNT, CSRF, HERE, LIMITED_TOKEN, ours, portalWith, signedIn } from './rig.ts'

const BASE = '/REST/accessManagement/v1'
const STATE = refusal('SLU-STATE', 'It is closed.', 'Open it.', { key: 'x' })
const BUSY = refusal('SLU-BUSY', 'Too often.', 'Wait.', { key: 'x', values: { retryAfterSec: 59.2 } })

const ROUTES = [
  apiRoute({
    ...{ method: 'PUT', path: '/things/:thingId', row: 'oneself', summary: 'Changes a thing.', status: 200 },
    ifMatch: 'required',
    body: z.strictObject({ name: z.string(), inner: z.strictObject({ size: z.int() }).optional() }),
    query: z.strictObject({ after: z.string().optional() }),
    answer: z.object({ name: z.string(), note: z.string().optional() }),
    handle: async ({ body, expectedVersion }) => {
      if (body.name === 'closed') return no(STATE)
      if (body.name === 'busy') return no(BUSY)
      if (expectedVersion !== 3) return no(refusal('SLU-VERSION', 'Changed.', 'Look again.', { key: 'x' }))
      const answer = { name: body.name, note: null, ssin: '85073003328' }
      return ok({ version: 4, body: answer })
    },
  }),
  apiRoute({
    ...{ method: 'POST', path: '/enterprises/:enterpriseNumber/things', row: 'changeQualities' },
    ...{ summary: 'Makes a thing.', status: 201 },
    answer: z.object({ thingId: z.string() }),
    handle: async ({ params }) =>
      ok({ location: `/enterprises/${params.enterpriseNumber}/things/1`, body: { thingId: '1' } }),
  }),
]
const THING = `/things/${ACCOUNT}`

let portal: HttpListener | undefined
afterEach(async () => {
  await portal?.[Symbol.asyncDispose]()
  portal = undefined
})

test('a change answers with what is in its schema, without nulls, and with its new version', async () => {
  const answer = await put({ name: 'a' })
  expect([answer.statusCode, answer.json(), answer.headers.etag]).toEqual([200, { name: 'a' }, 'W/"4"'])
  expect(answer.headers['cache-control']).toBe('no-store')
})

test.each<[string, unknown, readonly object[]]>([
  ['an unknown field', { name: 'a', role: 'x' }, [issue('unknownInput', 'role')]],
  ['an unknown field within', { name: 'a', inner: { size: 1, id: 'x' } }, [issue('unknownInput', 'inner.id')]],
  ['a wrong type', { name: 1 }, [issue('schemaViolation', 'name')]],
  ['a missing field', {}, [issue('schemaViolation', 'name')]],
  ['a list', [], [issue('schemaViolation', '')]],
])('%s is a bad request, and its value is not repeated (case R17)', async (_, body, issues) => {
  const answer = await put(body)
  expect([answer.statusCode, answer.json()]).toEqual([
    400,
    expect.objectContaining({
      type: 'urn:problem-type:belgif:badRequest',
      issues: issues.map((each) => expect.objectContaining(each)),
    }),
  ])
  expect(answer.json().issues.every((each: object) => !('value' in each))).toBe(true)
})

test.each([
  ['__proto__', '{"name":"a","__proto__":{"admin":true}}'],
  ['a constructor', '{"name":"a","constructor":{"prototype":{"admin":true}}}'],
])('JSON with %s is a bad request (case R17)', async (_, payload) => {
  const answer = await put(payload)
  expect([answer.statusCode, ({} as Record<string, unknown>).admin]).toEqual([400, undefined])
})

test('an unknown parameter in the address is a bad request', async () => {
  const answer = await put({ name: 'a' }, {}, '?after=1&role=x')
  expect([answer.statusCode, answer.json().issues]).toEqual([
    400,
    [expect.objectContaining({ in: 'query', name: 'role' })],
  ])
})

test.each<[string, Record<string, string>, number, string]>([
  ['a stale version', { 'if-match': 'W/"2"' }, 412, 'urn:problem-type:sluice:accessManagement:versionMismatch'],
  ['any version', { 'if-match': '*' }, 428, 'urn:problem-type:sluice:accessManagement:versionNeeded'],
  ['a version that is none', { 'if-match': '"x"' }, 428, 'urn:problem-type:sluice:accessManagement:versionNeeded'],
  ['no version', { 'if-match': '' }, 428, 'urn:problem-type:sluice:accessManagement:versionNeeded'],
])('with %s nothing is changed', async (_, headers, status, type) => {
  const answer = await put({ name: 'a' }, headers)
  expect([answer.statusCode, answer.json().type]).toEqual([status, type])
})

test('a refusal is a problem document with its code', async () => {
  const answer = await put({ name: 'closed' })
  expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([
    409,
    'application/problem+json',
    {
      type: 'urn:problem-type:sluice:accessManagement:invalidState',
      title: 'Not possible in this state',
      status: 409,
      detail: 'It is closed. Open it.',
      code: 'SLU-STATE',
    },
  ])
})

test('a refusal that passes by itself says when', async () => {
  const answer = await put({ name: 'busy' })
  expect([answer.statusCode, answer.headers['retry-after'], answer.json().retryAfterSec]).toEqual([429, '60', 60])
})

test.each<[string, Record<string, string>, number]>([
  ['no token', { 'x-csrf-token': '' }, 403],
  ['another token', { 'x-csrf-token': 'x' }, 403],
  ['a foreign origin', { origin: 'https://evil.example' }, 403],
  ['the origin null', { origin: 'null' }, 403],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['text', { 'content-type': 'text/plain' }, 415],
  ['a session that opens nothing but the password', { ...signedIn(LIMITED_TOKEN) }, 403],
  ['no session', { cookie: '' }, 401],
  ['a bearer token', { cookie: '', authorization: 'Bearer x' }, 401],
])('with %s nothing is changed (case W1)', async (_, headers, status) => {
  const answer = await put({ name: 'a' }, headers)
  expect(answer.statusCode).toBe(status)
})

test('what is made is told with its address; where no role is, there is nothing (case R1)', async () => {
  const roles = [{ role: 'mainAccessManager' as const, enterpriseNumber: HERE, qualityCode: null }]
  portal = portalWith({ api: ROUTES, pages: [], roles })
  const make = (number: string) =>
    portal?.app.inject({
      ...{ method: 'POST', url: `${BASE}/enterprises/${number}/things` },
      headers: { ...ours(), 'x-csrf-token': CSRF },
    })
  const [here, elsewhere] = [await make(HERE), await make('0123456749')]
  expect([here?.statusCode, here?.headers.location]).toEqual([201, `${BASE}/enterprises/${HERE}/things/1`])
  expect([elsewhere?.statusCode, elsewhere?.json().type]).toEqual([404, 'urn:problem-type:belgif:resourceNotFound'])
})

test('I am told who I am, and the token for changes', async () => {
  portal = portalWith({ roles: [{ role: 'user', enterpriseNumber: HERE, qualityCode: 'QUAL_SSC', grants: ['DMFA'] }] })
  const answer = await portal.app.inject({ url: `${BASE}/me`, headers: signedIn() })
  expect([answer.json(), answer.headers.etag]).toEqual([
    {
      ...{ accountId: ACCOUNT, username: 'ann.x', lastName: 'Peeters', firstName: 'Ann' },
      ...{ language: 'nl', method: 'totp', assurance: 400, csrfToken: CSRF },
      roles: [{ role: 'user', enterpriseNumber: HERE, qualityCode: 'QUAL_SSC', grants: ['DMFA'] }],
    },
    'W/"3"',
  ])
})

test('who must choose a password first is told the token for it, and nothing that is to be kept from others', async () => {
  const roles = [{ role: 'user' as const, enterpriseNumber: HERE, qualityCode: 'QUAL_SSC', grants: ['DMFA'] }]
  portal = portalWith({ roles, email: 'ann@example.be' })
  const answer = await portal.app.inject({ url: `${BASE}/me`, headers: signedIn(LIMITED_TOKEN) })
  expect([answer.statusCode, answer.json()]).toEqual([
    200,
    {
      ...{ accountId: ACCOUNT, username: 'ann.x', lastName: 'Peeters', firstName: 'Ann' },
      ...{ language: 'nl', method: 'totp', assurance: 400, csrfToken: csrfToken(LIMITED_TOKEN) },
      ...{ isLimited: true, roles: [] },
    },
  ])
})

test('health is told to anybody', async () => {
  portal = portalWith({})
  const answer = await portal.app.inject(`${BASE}/health`)
  expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'UP' }])
})

test('a schema that lets unknown fields pass does not start', () => {
  const loose = z.strictObject({ inner: z.object({ name: z.string() }) })
  const route = apiRoute({
    ...{ method: 'PUT', path: '/x', row: 'oneself', summary: 'x', status: 204, body: loose },
    handle: async () => ok({}),
  })
  expect(() => portalWith({ pages: [], api: [route] })).toThrow('takes unknown fields')
})

test('the OpenAPI document is whole: references lead somewhere, and paths have their parameters', async () => {
  portal = portalWith({ api: [...API, ...ROUTES] })
  const document = (await portal.app.inject(`${BASE}/doc/openapi.json`)).json()
  expect((await portal.app.inject('/doc/openapi.json')).json()).toEqual(document)
  expect(document.openapi).toBe('3.1.0')
  const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  )
  for (const { path, operation } of operations) {
    const named = operation.parameters.filter(({ in: where }) => where === 'path').map(({ name }) => `{${name}}`)
    expect(named).toEqual(path.match(/\{\w+\}/g) ?? [])
  }
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(ids).toEqual([...new Set(ids)])
  expect(ids).toEqual(expect.arrayContaining(['getMe', 'putThingsThingId', 'postEnterprisesEnterpriseNumberThings']))
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '')
  const found = references.map((path) => path.split('/').reduce((at, step) => at?.[step], document))
  expect(found.length > 0 && found.every((each) => each !== undefined)).toBe(true)
  expect(document.paths['/things/{thingId}'].put).toMatchObject({
    parameters: [{ name: 'thingId' }, { name: 'after', in: 'query' }, { name: 'If-Match' }, { name: 'X-CSRF-Token' }],
    requestBody: { content: { 'application/json': { schema: { required: ['name'], additionalProperties: false } } } },
    responses: { 200: { content: { 'application/json': { schema: { required: ['name'] } } } } },
  })
})

type Operation = {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
}

async function put(body: unknown, headers: Record<string, string> = {}, query = '') {
  portal = portalWith({ api: ROUTES, pages: [] })
  return await portal.app.inject({
    ...{ method: 'PUT', url: `${BASE}${THING}${query}` },
    headers: { ...ours(), 'content-type': 'application/json', 'x-csrf-token': CSRF, 'if-match': 'W/"3"', ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

function issue(kind: string, name: string): object {
  return { type: `urn:problem-type:belgif:input-validation:${kind}`, in: 'body', name }
}
