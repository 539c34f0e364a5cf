import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { type RefusalCode, refusal } from '../../src/base/refusal.ts'
import { ok } from '../../src/base/result.ts'
import type { FormShape } from '../../src/http/form.ts'
import type { HttpListener } from '../../src/http/listener.ts'
import { csrfToken } from '../../src/http/same-origin.ts'
import { GET_ME } from '../../src/portal/api/me.ts'
import { apiRoute } from '../../src/portal/api-route.ts'
import { pageRoute } from '../../src/portal/page-route.ts'
import { readParams } from '../../src/portal/params.ts'
import { API_PREFIX } from '../../src/portal/site.ts'
import {
  ACCOUNT,
  CSRF,
  FORM_TYPE,
  form,
  HERE,
  LIMITED_TOKEN,
  ORIGIN,
  ours,
  portalWith,
  signedIn,
  TOKEN,
} from './rig.ts'

const ELSEWHERE = '0123456749'
const SHAPE = { name: 'text' } as const satisfies FormShape

let served: string[] = []
let portal: HttpListener | undefined
afterEach(async () => {
  served = []
  await portal?.[Symbol.asyncDispose]()
  portal = undefined
})

const PAGES = [
  pageRoute({ method: 'GET', path: '/own', row: 'oneself', handle: async () => page('own') }),
  pageRoute({
    ...{ method: 'POST', path: '/own', row: 'oneself', form: SHAPE },
    handle: async ({ form: { name }, person }) => {
      served.push(`${person.username}: ${name}`)
      return { to: '/own', done: 'saved' }
    },
  }),
  pageRoute({ method: 'GET', path: '/name', row: 'oneself', handle: async ({ person }) => page(person.firstName) }),
  pageRoute({ method: 'GET', path: '/open', row: 'anybody', handle: async () => page('open') }),
  pageRoute({ method: 'GET', path: '/rest', row: 'oneself', whileLimited: true, handle: async () => page('rest') }),
  pageRoute({
    ...{ method: 'GET', path: '/enterprises/:enterpriseNumber/qualities/:qualityCode/users', row: 'listUsers' },
    handle: async ({ params }) => page(`users of ${params.enterpriseNumber} ${params.qualityCode}`),
  }),
]
const API = [
  apiRoute({
    ...{ method: 'DELETE', path: '/things/:thingId', row: 'oneself', summary: 'x', status: 204 },
    handle: async () => {
      served.push('delete')
      return ok({})
    },
  }),
]

test.each<[string, Record<string, string>, string, number]>([
  [
    'our own form',
    { ...ours(), ...FORM_TYPE },
    form([
      ['csrf', CSRF],
      ['name', 'Ann'],
    ]),
    303,
  ],
  [
    'a form with its token in the header',
    { ...ours(), ...FORM_TYPE, 'x-csrf-token': CSRF },
    form([['name', 'Ann']]),
    303,
  ],
  ['a form without a token', { ...ours(), ...FORM_TYPE }, form([['name', 'Ann']]), 403],
  ['the token of another session', { ...ours(), ...FORM_TYPE }, form([['csrf', csrfToken('z'.repeat(43))]]), 403],
  [
    'two tokens',
    { ...ours(), ...FORM_TYPE },
    form([
      ['csrf', CSRF],
      ['csrf', CSRF],
    ]),
    403,
  ],
  ['no origin', { ...signedIn(), ...FORM_TYPE }, form([['csrf', CSRF]]), 403],
  ['the origin null', { ...ours(), ...FORM_TYPE, origin: 'null' }, form([['csrf', CSRF]]), 403],
  ['a foreign origin', { ...ours(), ...FORM_TYPE, origin: 'https://evil.example' }, form([['csrf', CSRF]]), 403],
  ['a foreign site', { ...ours(), ...FORM_TYPE, 'sec-fetch-site': 'cross-site' }, form([['csrf', CSRF]]), 403],
  [
    'JSON as text from a foreign page',
    { ...signedIn(), 'content-type': 'text/plain', origin: 'null' },
    `{"name":"Ann"}`,
    403,
  ],
  ['JSON as text', { ...ours(), 'content-type': 'text/plain' }, `{"name":"Ann"}`, 415],
  ['JSON', { ...ours(), 'content-type': 'application/json', 'x-csrf-token': CSRF }, `{"name":"Ann"}`, 415],
  [
    'a field more (case R17)',
    { ...ours(), ...FORM_TYPE },
    form([
      ['csrf', CSRF],
      ['role', 'x'],
    ]),
    400,
  ],
  [
    'a field twice (case R17)',
    { ...ours(), ...FORM_TYPE },
    form([
      ['csrf', CSRF],
      ['name', 'a'],
      ['name', 'b'],
    ]),
    400,
  ],
])(
  '%s is answered with a status, and changes something only if it is ours (case W1)',
  async (_, headers, payload, status) => {
    const answer = await opened().app.inject({ method: 'POST', url: '/own', headers, payload })
    expect([answer.statusCode, served]).toEqual([status, status === 303 ? ['ann.x: Ann'] : []])
  },
)

test('the answer to a form is a redirect that tells what was done', async () => {
  const { app } = opened()
  const payload = form([
    ['csrf', CSRF],
    ['name', 'Ann'],
  ])
  const answer = await app.inject({ method: 'POST', url: '/own', headers: { ...ours(), ...FORM_TYPE }, payload })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/own?done=saved'])
  const shown = await app.inject({ url: '/own?done=saved', headers: signedIn() })
  expect(shown.body).toContain('Opgeslagen.')
  const linked = await app.inject({
    url: '/own?done=saved',
    headers: { ...signedIn(), 'sec-fetch-site': 'cross-site' },
  })
  expect(linked.body).not.toContain('Opgeslagen.')
})

test.each(['GET', 'HEAD'] as const)('%s with the fields of a form changes nothing (case W1)', async (method) => {
  const answer = await opened().app.inject({
    method,
    url: `/own?${form([
      ['csrf', CSRF],
      ['name', 'x'],
    ])}`,
    headers: ours(),
  })
  expect([answer.statusCode, served]).toEqual([200, []])
})

test.each([{ _method: 'DELETE' }, { 'x-http-method-override': 'DELETE' }])(
  'a method is not what a client calls it: %j (case W13)',
  async (override) => {
    const url = '/REST/accessManagement/v1/things/0197a000-0000-7000-8000-000000000001'
    const headers = { ...ours(), ...override, 'content-type': 'application/json', 'x-csrf-token': CSRF }
    const answer = await opened().app.inject({ method: 'POST', url, headers, payload: '{}' })
    expect([answer.statusCode, served]).toEqual([405, []])
  },
)

test.each<[RefusalCode, number, string]>([
  ['SLU-REAUTH', 403, 'href="/sign-in/again?returnTo=%2Frefuses%3Fa%3Db"'],
  ['SLU-STATE', 409, '<span class="id">SLU-STATE</span>'],
  ['SLU-VERSION', 412, '<span class="id">SLU-VERSION</span>'],
  ['SLU-RIGHTS', 403, '<span class="id">SLU-RIGHTS</span>'],
  ['SLU-MISSING', 404, '<span class="id">SLU-MISSING</span>'],
])('the refusal %s is a page with status %i, in the language of the person', async (code, status, part) => {
  const refused = refusal(code, 'a', 'b', { key: 'notFresh' })
  const route = pageRoute({ method: 'GET', path: '/refuses', row: 'oneself', handle: async () => refused })
  portal = portalWith({ pages: [route], api: [] })
  const answer = await portal.app.inject({ url: '/refuses?a=b', headers: signedIn() })
  expect(answer.statusCode).toBe(status)
  expect(answer.body).toContain('Hiervoor is een recente en sterke aanmelding nodig.')
  expect(answer.body).toContain(part)
  expect(answer.body.includes('/sign-in/again')).toBe(code === 'SLU-REAUTH')
})

test('bytes are an attachment, whatever they are (case W5)', async () => {
  const bytes = Buffer.from('<script>')
  const answerWith = { fileName: '../a"b.html', mediaType: 'text/html', bytes }
  const route = pageRoute({ method: 'GET', path: '/codes', row: 'oneself', handle: async () => answerWith })
  portal = portalWith({ pages: [route], api: [] })
  const { headers, body } = await portal.app.inject({ url: '/codes', headers: signedIn() })
  expect([body, headers['content-disposition'], headers['content-security-policy']]).toEqual([
    ...['<script>', 'attachment; filename=".._a_b.html"', "default-src 'none'; sandbox"],
  ])
})

test('nobody is led to sign in, and back; the way back is ours', async () => {
  const { app } = opened()
  const answer = await app.inject({ url: '/own?a=b' })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in?returnTo=%2Fown%3Fa%3Db'])
  const posted = await app.inject({
    ...{ method: 'POST', url: '/own', payload: form([]) },
    headers: { origin: ORIGIN, referer: `${ORIGIN}/own?x=y`, ...FORM_TYPE },
  })
  expect([posted.statusCode, posted.headers.location]).toEqual([303, '/sign-in?returnTo=%2Fown%3Fx%3Dy'])
})

test('a session for changing the password opens what says so, and nothing else', async () => {
  const { app } = opened()
  const limited = signedIn(LIMITED_TOKEN)
  const answers = await Promise.all(['/own', '/rest', '/open'].map((url) => app.inject({ url, headers: limited })))
  expect(answers.map(({ statusCode, headers }) => [statusCode, headers.location])).toEqual([
    [303, '/profile/password'],
    [200, undefined],
    [200, undefined],
  ])
})

test.each([
  ['where the role is', HERE, 'QUAL_SSC', 200],
  ['in another quality (case R2)', HERE, 'QUAL_CUR', 404],
  ['in another enterprise (case R1)', ELSEWHERE, 'QUAL_SSC', 404],
  ['under a number that is none', '0206731646', 'QUAL_SSC', 404],
  ['under another form of the number', '206731645', 'QUAL_SSC', 404],
  ['under a quality that is none', HERE, 'QUAL_ssc', 404],
])('the row of a route is asked at the place in its address: %s', async (_, enterprise, quality, status) => {
  const roles = [{ role: 'accessManager' as const, enterpriseNumber: HERE, qualityCode: 'QUAL_SSC' }]
  portal = portalWith({ pages: PAGES, api: [], roles })
  const url = `/enterprises/${enterprise}/qualities/${quality}/users`
  const answer = await portal.app.inject({ url, headers: signedIn() })
  expect(answer.statusCode).toBe(status)
  expect(answer.body.includes(`users of ${HERE}`)).toBe(status === 200)
})

test.each([
  ['authorization', `Basic ${Buffer.from('ann.x:secret').toString('base64')}`],
  ['authorization', `Bearer ${TOKEN}`],
  ['authorization', 'AWS4-HMAC-SHA256 Credential=ann.x/20261127/eu/s3/aws4_request'],
  ['cookie', `session=${TOKEN}; Host-session=${TOKEN}`],
  ['x-session', TOKEN],
  ['x-forwarded-user', 'ann.x'],
  ['x-remote-user', 'ann.x'],
  ['x-client-verify', 'SUCCESS'],
  ['x-forwarded-client-cert', 'Subject="serialNumber=85073000160"'],
])('the header %s: %s signs nobody in (cases R3, R4)', async (name, value) => {
  portal = portalWith({ pages: PAGES, api: [GET_ME] })
  const { app } = portal
  const headers = { [name]: value }
  const page = await app.inject({ url: '/own', headers })
  const program = await app.inject({ url: `${API_PREFIX}/me`, headers })
  const answers = [page.statusCode, page.headers.location, program.statusCode]
  expect(answers).toEqual([303, '/sign-in?returnTo=%2Fown', 401])
})

test.each([
  ['/own', 303],
  ['/%6fwn', 303],
  ['/..;/own', 404],
  ['//own', 404],
  ['/own/', 404],
  ['/OWN', 404],
  ['/own;x=y', 404],
  ['/own%2f', 404],
  ['/own%00', 404],
  ['/./own', 404],
  ['/%2e/own', 404],
  ['/open/../own', 404],
  ['/open/%2e%2e/own', 404],
  ['/own/.', 404],
  ['/%zz/own', 400],
])('%s is no way around the door, and is answered with %i (case W13)', async (path, status) => {
  const { port } = await opened().listen()
  const { statusCode, body } = await sent(port, path)
  expect([statusCode, body.includes('This is own')]).toEqual([status, false])
})

test.each([
  [{ enterpriseNumber: HERE, userId: ACCOUNT, qualityCode: 'QUAL_SSC', senderNumber: '012345', step: 'channel' }, true],
  [{ enterpriseNumber: '206731645' }, false],
  [{ userId: '1' }, false],
  [{ qualityCode: 'QUAL_' }, false],
  [{ senderNumber: '12345' }, false],
  [{ step: '../x' }, false],
])('the parts of an address %j fit their names: %s', (raw, fits) => {
  expect(readParams(raw)).toEqual(fits ? raw : undefined)
})

test('a page is kept by no cache, framed by nobody, and carries a trace (cases W3, W12)', async () => {
  const { headers } = await opened().app.inject({
    url: '/own',
    headers: { ...signedIn(), 'belgov-related-trace-id': 'abc' },
  })
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'content-type': 'text/html; charset=utf-8',
    'belgov-trace-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'belgov-related-trace-id': 'abc',
  })
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
})

test('the style sheet alone may be kept, under a name that changes with it', async () => {
  const { app } = opened()
  const path = /href="(\/assets\/[^"]+)"/.exec((await app.inject('/open')).body)?.[1] ?? ''
  const { statusCode, headers } = await app.inject(path)
  expect([statusCode, headers['cache-control'], headers['content-type']]).toEqual([
    ...[200, 'public, max-age=31536000, immutable', 'text/css; charset=utf-8'],
  ])
})

test('a hostile name of a person is text on a page (case W2)', async () => {
  portal = portalWith({ firstName: '<script>alert(1)</script>', pages: PAGES })
  const { body } = await portal.app.inject({ url: '/name', headers: signedIn() })
  expect(body).toContain('&lt;script>alert(1)')
  expect(body).not.toContain('<script')
})

test('the language is the one asked for, and stays', async () => {
  const { app } = opened()
  const asked = await app.inject({ url: '/own?lang=de', headers: signedIn() })
  expect(asked.body).toContain('<html lang="de">')
  expect(asked.headers['set-cookie']).toBe(
    '__Host-language=de; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax',
  )
  const cookie = `__Host-session=${TOKEN}; __Host-language=de`
  expect((await app.inject({ url: '/own', headers: { cookie } })).body).toContain('<html lang="de">')
  expect((await app.inject({ url: '/own', headers: signedIn() })).body).toContain('<html lang="nl">')
})

test('what is not there is told as a page to people, and as a document to programs', async () => {
  const { app } = opened()
  const page = await app.inject({ url: '/nowhere', headers: { accept: 'text/html', 'accept-language': 'de' } })
  expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  expect(page.body).toContain('Unter dieser Adresse gibt es nichts.')
  const program = await app.inject({ url: '/nowhere' })
  expect([program.statusCode, program.headers['content-type']]).toEqual([404, 'application/problem+json'])
})

test.each(['//evil.example/x', '///evil.example', '/\\evil.example', 'https://evil.example/x'])(
  'no link of the page that is shown at %s leads to another host (case W7)',
  async (path) => {
    const { port } = await opened().listen()
    const { body } = await sent(port, path, 'Accept: text/html\r\n')
    const links = [...body.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)
    expect(links.length).toBeGreaterThan(4)
    const hosts = links.filter((href) => !href.startsWith('data:')).map((href) => new URL(href, ORIGIN).origin)
    expect(new Set(hosts)).toEqual(new Set([ORIGIN]))
  },
)

test('the gallery is not there in production', async () => {
  portal = portalWith({ mode: 'production' })
  expect((await portal.app.inject('/gallery')).statusCode).toBe(404)
})

test.each<[string, object, string]>([
  ['without a row', {}, 'has no row of the matrix'],
  ['with a row that the matrix lacks', { row: 'becomeKing' }, 'has no row of the matrix'],
  ['about an enterprise that its address does not name', { row: 'listUsers' }, 'which enterprise it is about'],
  // Holds rule 10.13.
])('a route %s does not start', (_, extra, complaint) => {
  const route = { method: 'GET', path: '/x', handle: async () => page('x'), ...extra }
  expect(() => portalWith({ pages: [route as never], api: [] })).toThrow(complaint)
})

function opened(): HttpListener {
  portal = portalWith({ pages: PAGES, api: API })
  return portal
}

function page(text: string) {
  return { title: text, body: `This is ${text}.` }
}

/** The path goes over the wire as it is; an HTTP library would tidy it up. */
async function sent(port: number, path: string, headers = ''): Promise<{ statusCode: number; body: string }> {
  const socket = connect(port, '127.0.0.1')
  socket.end(`GET ${path} HTTP/1.1\r\nHost: portal.example.\r\n${headers}Connection: close\r\n\r\n`)
  const answer = await text(socket)
  return { statusCode: Number(answer.slice('HTTP/1.1 '.length, 12)), body: answer }
}
