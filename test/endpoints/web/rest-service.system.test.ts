/** What all routes of the REST service have in common. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import { REST_PREFIX } from '../../../src/endpoints/web/rest/prefix.ts'
import { SOAP_PATH } from '../../../src/endpoints/web/soap/serve-soap.ts'
import { openRestRig, type RestRig } from './rest-rig.ts'
import type { WebSender } from './web-rig.ts'

let rig: RestRig
let other: WebSender
const health = { state: 'up' as 'up' | 'degraded' | 'down' | Error }
const clock = { ms: 0 }

beforeAll(async () => {
  rig = await openRestRig({
    sets: ['limits.webRequestsPerSecond=50', 'limits.httpBodyBytes=1024', 'limits.soapBytes=1024'],
    ground: {
      ticks: () => clock.ms,
      health: async () => {
        if (health.state instanceof Error) throw health.state
        return health.state
      },
    },
  })
  other = await rig.enrol(2)
})
afterAll(() => rig[Symbol.asyncDispose]())

test.each([
  ['up', 200, 'UP'],
  ['degraded', 200, 'DEGRADED'],
  ['down', 503, 'DOWN'],
] as const)('health is told to anybody: %s', async (state, status, told) => {
  health.state = state
  const answer = await rig.rest('/health', { headers: { authorization: '' } })
  expect([answer.status, answer.json]).toEqual([status, { status: told }])
})

test.each(['/doc/openapi.json', `${REST_PREFIX}/doc/openapi.json`])(
  'rule 16.10: the document is at %s for anybody',
  async (path) => {
    const answer = await rig.ask({ path })
    expect(answer.json).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: `${rig.url}${REST_PREFIX}` }],
      components: {
        securitySchemes: {
          clientCredentials: { flows: { clientCredentials: { tokenUrl: `${rig.url}/REST/oauth/v5/token` } } },
        },
      },
    })
  },
)

type Framework = readonly [
  string,
  { method?: string; path: string; headers?: Record<string, string>; body?: string },
  number,
  string,
]
const JSON_TYPE = { 'content-type': 'application/json' }
const CANCEL = { method: 'POST', path: `${REST_PREFIX}/transfers/x/cancellations` }

test.each<Framework>([
  ['an unknown address', { path: `${REST_PREFIX}/nothing` }, 404, 'resourceNotFound'],
  ['an address elsewhere', { path: '/' }, 404, 'resourceNotFound'],
  ['an address that is too long', { path: `${REST_PREFIX}/transfers/${'x'.repeat(257)}` }, 414, 'uriTooLong'],
  ['an unknown expectation', { path: `${REST_PREFIX}/transfers`, headers: { expect: 'x' } }, 417, 'expectationFailed'],
  [
    'SOAP of another type',
    { method: 'POST', path: SOAP_PATH, headers: JSON_TYPE, body: '{}' },
    415,
    'unsupportedMediaType',
  ],
  ['SOAP without its question', { path: SOAP_PATH }, 404, 'resourceNotFound'],
  [
    'SOAP over the limit',
    { method: 'POST', path: SOAP_PATH, headers: { 'content-type': 'text/xml' }, body: 'x'.repeat(2000) },
    413,
    'payloadTooLarge',
  ],
  ['a malformed escape', { path: '/%zz' }, 400, 'badRequest'],
  ['another method', { method: 'DELETE', path: `${REST_PREFIX}/transfers` }, 405, 'methodNotAllowed'],
  ['an id that is none', { path: `${REST_PREFIX}/transfers/a%20b` }, 404, 'resourceNotFound'],
  ['JSON that is none', { ...CANCEL, headers: JSON_TYPE, body: '{"a":' }, 400, 'badRequest'],
  [
    'JSON that reaches for the prototype (case H11)',
    { ...CANCEL, headers: JSON_TYPE, body: '{"__proto__":{"a":1}}' },
    400,
    'badRequest',
  ],
  ['an unknown field', { ...CANCEL, headers: JSON_TYPE, body: '{"a":1}' }, 400, 'badRequest'],
  ['a list', { ...CANCEL, headers: JSON_TYPE, body: '[]' }, 400, 'badRequest'],
  [
    'JSON over the limit',
    { ...CANCEL, headers: JSON_TYPE, body: `{"a":"${'x'.repeat(2000)}"}` },
    413,
    'payloadTooLarge',
  ],
  [
    'JSON in Latin-1',
    { ...CANCEL, headers: { 'content-type': 'application/json; charset=iso-8859-1' }, body: '{}' },
    415,
    'unsupportedMediaType',
  ],
  [
    'YAML (case H11)',
    { ...CANCEL, headers: { 'content-type': 'application/x-yaml' }, body: 'a: b' },
    415,
    'unsupportedMediaType',
  ],
  [
    'a form where none is taken',
    { ...CANCEL, headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: 'x' },
    415,
    'unsupportedMediaType',
  ],
  [
    'a packed body (case H8)',
    { ...CANCEL, headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: 'x' },
    415,
    'unsupportedMediaType',
  ],
  [
    'a body where none is taken',
    { path: `${REST_PREFIX}/transfers`, headers: { ...JSON_TYPE, 'content-length': '2' }, body: '{}' },
    415,
    'unsupportedMediaType',
  ],
])(
  'rule 16.9: %s is told in the words of the catalogue, in each language, and with a mark',
  async (_, asked, status, type) => {
    clock.ms += 60_000
    const titles = new Set<unknown>()
    for (const language of ['de', 'fr', 'nl', 'en']) {
      const headers = { ...asked.headers, 'accept-language': language, 'belgov-trace-id': 'mine-1' }
      const answer = await rig.rest(asked.path, { ...asked, headers, whole: true })
      expect([answer.status, answer.json.type]).toEqual([status, `urn:problem-type:belgif:${type}`])
      expect(answer.json.href).toBe(`${rig.url}${REST_PREFIX}/refData/problemTypes/${type}`)
      expect(answer.headers).toMatchObject({
        ...{
          'content-type': 'application/problem+json',
          'content-language': language,
          'cache-control': 'no-store',
          'belgov-related-trace-id': 'mine-1',
        },
        'belgov-trace-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      })
      titles.add(answer.json.title)
    }
    expect(titles.size).toBe(4)
  },
)

test.each([
  ['a look-up', { method: 'POST', path: '/lookups' }, '{"fileName":"x","ticket":"y","fileName":"z"}', 'fileName'],
  ['a cancellation', { method: 'POST', path: '/transfers/x/cancellations' }, '{"a":{"b":1,"b":1}}', 'a.b'],
])('rule 16.4: a member of %s that comes twice is named, in each language', async (_, { method, path }, body, name) => {
  clock.ms += 60_000
  const details = new Set<unknown>()
  for (const language of ['de', 'fr', 'nl', 'en']) {
    const answer = await rig.rest(path, { method, body, headers: { ...JSON_TYPE, 'accept-language': language } })
    const { issues, ...problem } = answer.json as { issues: { title: string; detail: string }[]; type: string }
    expect([answer.status, problem.type]).toEqual([400, 'urn:problem-type:belgif:badRequest'])
    expect(issues).toEqual([
      {
        type: 'urn:problem-type:belgif:input-validation:unknownInput',
        href: `${rig.url}${REST_PREFIX}/refData/problemTypes/unknownInput`,
        ...{ title: expect.any(String), detail: expect.any(String), in: 'body', name },
      },
    ])
    details.add(`${issues[0]?.title} ${issues[0]?.detail}`)
  }
  expect(details.size).toBe(4)
})

test.each<[string, Error, number, string]>([
  ['something that is away', new Unavailable('db.internal refused'), 503, 'serviceUnavailable'],
  ['a bug', new Error('secret /srv/spool'), 500, 'internalServerError'],
])('rule 16.9: %s is told without anything of our insides', async (_, error, status, type) => {
  health.state = error
  const answer = await rig.rest('/health', { headers: { 'accept-language': 'de' } })
  expect([answer.status, answer.json.type]).toEqual([status, `urn:problem-type:belgif:${type}`])
  expect(answer.headers['retry-after']).toBe(status === 503 ? '5' : undefined)
  expect(answer.text).not.toMatch(/srv|secret|db\.internal|stack/)
  health.state = 'up'
})

test('a mark that is too long does not come back', async () => {
  const answer = await rig.rest('/health', { headers: { 'belgov-trace-id': 'x'.repeat(37) } })
  expect(answer.headers['belgov-related-trace-id']).toBeUndefined()
})

test('rule 16.8: 200 requests at once are answered as far as the rate goes, and others are served (case H15)', async () => {
  clock.ms += 60_000
  await rig.bearer()
  const answers = await Promise.all(Array.from({ length: 200 }, () => rig.rest('/transfers')))
  const refused = answers.filter(({ status }) => status === 429)
  expect([answers.filter(({ status }) => status === 200).length, refused.length]).toEqual([100, 100])
  expect(refused[0]?.json).toMatchObject({
    type: 'urn:problem-type:belgif:tooManyRequests',
    limit: 50,
    retryAfterSec: 1,
  })
  expect(refused[0]?.headers['retry-after']).toBe('1')
  expect((await rig.rest('/transfers', { sender: other })).status).toBe(200)
  clock.ms += 1000
  expect((await rig.rest('/transfers')).status).toBe(200)
})
