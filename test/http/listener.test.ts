import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, get as getPlain, type IncomingHttpHeaders } from 'node:http'
import { get } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Misconfigured, Unavailable } from '../../src/base/errors.ts'
import { type Log, silentLog } from '../../src/base/log.ts'
import { createHttpListener, type HttpLimits, type HttpListener } from '../../src/http/listener.ts'

const LIMITS: HttpLimits = {
  ...{ httpBodyBytes: 1024, httpHeaderSeconds: 10, httpRequestSeconds: 20, httpConnections: 50, idleSeconds: 30 },
  httpConnectionsPerAddress: 50,
}

let listener: HttpListener
let base: string
let events: object[]

beforeEach(async () => {
  events = []
  const log: Log = { ...silentLog, error: (event, about) => void events.push({ event, ...about }) }
  listener = createHttpListener({ setting: 'console', host: '127.0.0.1', port: 0, limits: LIMITS, log })
  listener.app.get('/things/:id', async () => ({ here: true }))
  listener.app.post('/things/:id', async ({ body }) => body)
  listener.app.get('/bug', async () => {
    throw new Error('secret /srv/gateway/spool is broken')
  })
  listener.app.get('/away', async () => {
    throw new Unavailable('db.internal refused')
  })
  const { host, port } = await listener.listen()
  base = `http://${host}:${port}`
})

afterEach(() => listener[Symbol.asyncDispose]())

test('it tells the real port and answers', async () => {
  const answer = await fetch(`${base}/things/1`)
  expect(await answer.json()).toEqual({ here: true })
  expect(new URL(base).port).not.toBe('0')
})

test('every answer carries the security headers, also a refusal (cases W3, W12)', async () => {
  for (const path of ['/things/1', '/nowhere', '/bug', '/%zz']) {
    const { headers } = await fetch(`${base}${path}`)
    expect({ path, ...picked(headers) }).toEqual({
      path,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': null,
    })
  }
})

test.each<[string, string, RequestInit, number, string]>([
  ['an unknown address', '/nowhere', {}, 404, 'resourceNotFound'],
  ['a path with dots and semicolons (case W13)', '/..;/things/1', {}, 404, 'resourceNotFound'],
  ['a malformed escape', '/%zz', {}, 400, 'badRequest'],
  ['a wrong method', '/things/1', { method: 'DELETE' }, 405, 'methodNotAllowed'],
  ['JSON that is none', '/things/1', json('{"a":'), 400, 'badRequest'],
  ['JSON that reaches for the prototype (case H11)', '/things/1', json('{"__proto__":{"a":1}}'), 400, 'badRequest'],
  ['a body over the limit (case H1)', '/things/1', json(`"${'x'.repeat(2000)}"`), 413, 'payloadTooLarge'],
  ['a type nobody takes (case H11)', '/things/1', typed('application/x-yaml'), 415, 'unsupportedMediaType'],
  ['text', '/things/1', typed('text/plain'), 415, 'unsupportedMediaType'],
  ['a packed body (case H8)', '/things/1', packed(), 415, 'unsupportedMediaType'],
  ['a bug', '/bug', {}, 500, 'internalServerError'],
  ['a dependency that is away', '/away', {}, 503, 'serviceUnavailable'],
])('%s is answered by a problem document', async (_, path, init, status, type) => {
  const answer = await fetch(`${base}${path}`, init)
  const body = (await answer.json()) as Record<string, unknown>
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.headers.get('content-language')).toBe('en')
  expect({ status: answer.status, inBody: body.status, type: body.type }).toEqual({
    status,
    inBody: status,
    type: `urn:problem-type:belgif:${type}`,
  })
  expect(JSON.stringify(body)).not.toMatch(/\/srv|secret|db\.internal|node_modules/)
})

test.each([
  ['at the top', '{"a":1,"b":2,"a":1}', 'a'],
  ['in other letters', '{"a":1,"\\u0061":1}', 'a'],
  ['further in', '{"b":[1,{"a":[{"c":1},{"c":1,"d":{},"c":1}]}]}', 'b.a.c'],
])('a member of JSON that comes twice %s is refused and named', async (_, body, name) => {
  const answer = await fetch(`${base}/things/1`, json(body))
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    {
      issues: [
        {
          ...{ type: 'urn:problem-type:belgif:input-validation:unknownInput', title: 'Unknown input' },
          ...{ in: 'body', name, detail: 'It came more than once. Send it once.' },
        },
      ],
    },
  ])
})

test('JSON that says each thing once comes as it is', async () => {
  const body = '\ufeff{"a":"\\"a\\":1","b":[{"a":1},{"a":{"a":null}}],"constructor":1}'
  expect(await (await fetch(`${base}/things/1`, json(body))).json()).toEqual(JSON.parse(body.slice(1)))
})

test('a wrong method is told the right ones', async () => {
  const answer = await fetch(`${base}/things/1`, { method: 'PUT' })
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
})

test('a dependency that is away says when to come back', async () => {
  expect((await fetch(`${base}/away`)).headers.get('retry-after')).toBe('5')
})

test('a bug is logged under the instance that the client was told', async () => {
  const { instance } = (await (await fetch(`${base}/bug`)).json()) as { instance: string }
  expect(events).toMatchObject([{ event: 'http.failed', instance, error: 'secret /srv/gateway/spool is broken' }])
})

test('a route may widen its own content security policy', async () => {
  await using other = createHttpListener({
    setting: 'portal',
    host: '127.0.0.1',
    port: 0,
    limits: LIMITS,
    log: silentLog,
  })
  other.app.get('/page', async (_, reply) => reply.header('content-security-policy', "default-src 'self'").send('x'))
  const { port } = await other.listen()
  const { headers } = await fetch(`http://127.0.0.1:${port}/page`)
  expect(headers.get('content-security-policy')).toBe("default-src 'self'")
})

test.each([
  ['bytes that are no request', '\x16\x03\x01 hello\r\n\r\n', 400],
  [
    'two lengths (case W13)',
    'POST /things/1 HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n',
    400,
  ],
  ['a request that tells no host', 'GET /things/1 HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
  ['headers over 16 KiB', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
])('%s end the connection with a problem document', async (_, bytes, status) => {
  const answer = await rawExchange(bytes)
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(answer).toContain('\r\ncontent-language: en\r\n')
  expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ status })
})

test('headers that never end are not waited for (case H2)', async () => {
  await using hasty = await listening({ httpHeaderSeconds: 0.1 })
  expect(await rawExchange('GET / HTTP/1.1\r\nhost: a\r\nx: ', hasty.port)).toMatch(/^HTTP\/1.1 408 /)
})

test('a body that never ends is not waited for (case H2)', async () => {
  await using hasty = await listening({ httpRequestSeconds: 0.1 })
  const request = 'POST /things HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{'
  expect(await rawExchange(request, hasty.port)).toMatch(/^HTTP\/1.1 408 /)
})

test('a claim to come from elsewhere is not believed (case H12)', async () => {
  await using plain = await listening({})
  const claims = {
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'elsewhere.example',
    'x-forwarded-proto': 'https',
  }
  const answer = await fetch(`http://127.0.0.1:${plain.port}/seen`, { headers: claims })
  expect(await answer.json()).toEqual({ ip: '127.0.0.1', host: `127.0.0.1:${plain.port}`, protocol: 'http' })
})

test('with a key and a certificate it speaks TLS from 1.2 and demands it for a year (case H9)', async () => {
  const [key, cert] = ['tls.key', 'tls.crt'].map((name) =>
    readFileSync(join(import.meta.dirname, 'vectors', name), 'utf8'),
  )
  await using secure = await listening({}, { key: key ?? '', cert: cert ?? '' })
  const headers = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
    get({ port: secure.port, path: '/', ca: cert, servername: 'gateway.example' }, (answer) => {
      answer.resume()
      resolve(answer.headers)
    }).on('error', reject)
  })
  expect(headers['strict-transport-security']).toBe('max-age=31536000')
  const old = connectTls({ port: secure.port, ca: cert, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })
  const [refusal] = (await once(old, 'error')) as [Error & { code: string }]
  expect(refusal.code).toMatch(/^(ERR_SSL_|ECONNRESET)/)
})

test('a port that is taken names the setting (case G3)', async () => {
  const port = Number(new URL(base).port)
  await using second = createHttpListener({ setting: 'web', host: '127.0.0.1', port, limits: LIMITS, log: silentLog })
  const failure = await second.listen().catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Misconfigured)
  expect(failure).toMatchObject({
    setting: 'web.port',
    message: `port ${port} on 127.0.0.1 is taken by another program.`,
  })
})

test('an address of another machine names the setting', async () => {
  await using other = createHttpListener({ setting: 'web', host: '192.0.2.1', port: 0, limits: LIMITS, log: silentLog })
  expect(await other.listen().catch((error: unknown) => error)).toMatchObject({ setting: 'web.host' })
})

test('closing lets a request under way finish', async () => {
  const { fetched, entered, release } = await slowListener()
  await entered
  const closed = listener.close(60)
  release()
  expect(await (await fetched).json()).toEqual({ finished: true })
  await closed
})

test('closing cuts a request that never finishes', async () => {
  const { fetched, entered } = await slowListener()
  const outcome = fetched.catch(() => 'cut')
  await entered
  await listener.close(0)
  expect(await outcome).toBe('cut')
})

/** A listener with one request under way that finishes when `release` is called. */
async function slowListener() {
  await listener[Symbol.asyncDispose]()
  listener = createHttpListener({ setting: 'web', host: '127.0.0.1', port: 0, limits: LIMITS, log: silentLog })
  const events = new EventEmitter()
  const released = once(events, 'release')
  listener.app.get('/slow', async () => {
    events.emit('entered')
    await released
    return { finished: true }
  })
  const entered = once(events, 'entered')
  const { port } = await listener.listen()
  return { fetched: fetch(`http://127.0.0.1:${port}/slow`), entered, release: () => events.emit('release') }
}

function json(body: string): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body }
}

function typed(type: string): RequestInit {
  return { method: 'POST', headers: { 'content-type': type }, body: 'a: 1' }
}

function packed(): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: 'xx' }
}

function picked(headers: Headers): Record<string, string | null> {
  const names = ['cache-control', 'content-security-policy', 'x-content-type-options', 'x-frame-options']
  return Object.fromEntries(
    [...names, 'referrer-policy', 'strict-transport-security'].map((name) => [name, headers.get(name)]),
  )
}

async function listening(limits: Partial<HttpLimits>, tls?: { key: string; cert: string }) {
  const other = createHttpListener({
    ...{ setting: 'web', host: '127.0.0.1', port: 0, limits: { ...LIMITS, ...limits }, log: silentLog },
    ...(tls ? { tls } : {}),
  })
  other.app.post('/things', async () => ({}))
  other.app.get('/seen', async ({ ip, host, protocol }) => ({ ip, host, protocol }))
  const { port } = await other.listen()
  return { port, [Symbol.asyncDispose]: () => other[Symbol.asyncDispose]() }
}

async function rawExchange(bytes: string, port = Number(new URL(base).port)): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes, 'latin1')
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

test('a request that is under way at the stop is answered, and its connection ends with it', async () => {
  const [begun, finish] = [new EventEmitter(), new EventEmitter()]
  const slow = createHttpListener({ setting: 'web', host: '127.0.0.1', port: 0, limits: LIMITS, log: silentLog })
  slow.app.get('/slow', async () => {
    begun.emit('now')
    await once(finish, 'now')
    return { here: true }
  })
  const { port } = await slow.listen()
  const agent = new Agent({ keepAlive: true })
  const isBegun = once(begun, 'now')
  const answer = new Promise<IncomingHttpHeaders>((resolve, reject) => {
    getPlain({ port, path: '/slow', agent }, (response) =>
      response.resume().once('end', () => resolve(response.headers)),
    ).once('error', reject)
  })
  await isBegun
  const closed = slow.close(3600)
  finish.emit('now')
  expect((await answer).connection).toBe('close')
  await closed
  agent.destroy()
})
