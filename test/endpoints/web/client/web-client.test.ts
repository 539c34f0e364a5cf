import { generateKeyPairSync } from 'node:crypto'
import { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { sha256 } from '../../../../src/base/hashes.ts'
import { openExchange } from '../../../../src/endpoints/web/client/exchange.ts'
import { holdToken, TOKEN_PATH } from '../../../../src/endpoints/web/client/token.ts'
import { connectWeb, type WebClient, type WebSet } from '../../../../src/endpoints/web/client/web-client.ts'
import { makeSelfSigned } from '../../../../src/signing/make-certificate.ts'
import { type Reply, type ScriptedWeb, startScriptedWeb, token } from '../../support/scripted-web.ts'

const KEY = { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, algorithm: 'ES256' } as const
const TRANSFERS = 'POST /REST/structuredReports/v1/transfers'
const CREATED = { status: 201, body: { transferId: 'id' } }

test('a set goes with its words and digests, and the token is asked for once', async () => {
  await using server = await startScriptedWeb(async ({ line }) => (isToken(line) ? token('one') : CREATED))
  await using client = await connect(server)
  const told: number[] = []
  expect(await client.send(setOf('content'), (bytes) => told.push(bytes))).toMatchObject({ ok: true })
  expect(await client.send(setOf('more'))).toMatchObject({ ok: true })
  expect(server.heard.map(({ line, authorization }) => [line, authorization])).toEqual([
    [`POST ${TOKEN_PATH}`, ''],
    [TRANSFERS, 'Bearer one'],
    [TRANSFERS, 'Bearer one'],
  ])
  const [asked, sent] = server.heard.map(({ body }) => body.toString())
  const { client_assertion: assertion, ...form } = Object.fromEntries(new URLSearchParams(asked))
  expect(form).toEqual({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  })
  expect(JSON.parse(Buffer.from(assertion?.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({
    ...{ sub: 'client', aud: `${server.url.origin}${TOKEN_PATH}` },
  })
  expect(sent).toContain(
    `{"setName":"DMFA.123456.20260105.00001.R.1","go":true,"digests":{"FI.a":"${sha256('content')}"}}`,
  )
  expect(sent).toContain('name="declaration"; filename="FI.a"')
  expect(told).toEqual([0, 7])
})

test('no piece of a request waits until the server has acknowledged the one before it', async () => {
  await using server = await startScriptedWeb(async ({ line }) => (isToken(line) ? token('one') : CREATED))
  const asked = vi.spyOn(Socket.prototype, 'setNoDelay')
  await using client = await connect(server)
  expect(await client.send(setOf('content'))).toMatchObject({ ok: true })
  const ports = asked.mock.contexts.map((socket) => (socket as Socket).remotePort)
  const words = asked.mock.calls.map(([on]) => on)
  asked.mockRestore()
  expect([ports, words]).toEqual([[Number(server.url.port)], [true]])
})

test('messages are looked for, read and confirmed', async () => {
  const items = [{ messageId: 'ACRF.1', fileName: 'FO.ACRF.1', transferId: 'a/b' }]
  await using server = await startScriptedWeb(async ({ line }) => {
    if (isToken(line)) return token('one')
    if (line.startsWith('PUT')) return { status: 204, body: Buffer.alloc(0) }
    return line.includes('?') ? { status: 200, body: { items } } : { status: 200, body: Buffer.from([0xff, 0]) }
  })
  await using client = await connect(server)
  expect(await client.messages({ transferId: 'a/b' })).toEqual({ ok: true, value: items })
  expect(await client.read('ACRF.1', 'content')).toEqual({ ok: true, value: Buffer.from([0xff, 0]) })
  expect(await client.confirm('ACRF.1')).toEqual({ ok: true, value: undefined })
  expect(server.heard.slice(1).map(({ line }) => line)).toEqual([
    'GET /REST/structuredReports/v1/messages?transferId=a%2Fb',
    'GET /REST/structuredReports/v1/messages/ACRF.1/content',
    'PUT /REST/structuredReports/v1/messages/ACRF.1/retrieval',
  ])
})

test('what is refused is a value with the words of the gateway', async () => {
  const refusal = { status: 409, body: { detail: 'Used.', acknowledgementCode: 133 } }
  await using server = await startScriptedWeb(async ({ line }) => (isToken(line) ? token('one') : refusal))
  await using client = await connect(server)
  const problem = { status: 409, message: 'Used.', codes: [133] }
  expect(await client.send(setOf('content'))).toEqual({ ok: false, problem })
  expect(await client.read('ACRF.1', 'signature')).toEqual({ ok: false, problem })
  expect(await client.confirm('ACRF.1')).toEqual({ ok: false, problem })
})

test('a token that is not taken any more is renewed, once for a request', async () => {
  const names = ['one', 'two', 'three']
  await using server = await startScriptedWeb(async ({ line, authorization }) => {
    if (isToken(line)) return token(names.shift() ?? '')
    return authorization === 'Bearer two' ? CREATED : { status: 401, body: { detail: 'Ended.' } }
  })
  await using client = await connect(server)
  expect(await client.send(setOf('content'))).toMatchObject({ ok: true })
  expect(await client.send(setOf('content'))).toMatchObject({ ok: true })
  expect(names).toEqual(['three'])
})

test.each<[string, Reply]>([
  ['the connection breaks behind the request', async () => null],
  ['the gateway is not there for a moment', async () => ({ status: 503 })],
  ['it asks for patience', async () => ({ status: 429, headers: { 'retry-after': '0' } })],
])('the same bytes are sent again when %s', async (_, first) => {
  const replies = [first, first]
  await using server = await startScriptedWeb(async (heard, request) => {
    if (isToken(heard.line)) return token('one')
    return await (replies.shift() ?? (async () => CREATED))(heard, request)
  })
  await using client = await connect(server)
  expect(await client.send(setOf('content'))).toMatchObject({ ok: true })
  const sent = server.heard.filter(({ line }) => line === TRANSFERS).map(({ body }) => body)
  expect(sent).toEqual([sent[0], sent[0], sent[0]])
})

test('a connection that breaks in the middle of a file is tried again from its beginning', async () => {
  let attempts = 0
  const path = TRANSFERS.slice('POST '.length)
  await using server = await startScriptedWeb(
    async ({ line }, request) => {
      if (isToken(line)) return token('one')
      attempts++
      for await (const _ of request) if (attempts === 1) return null
      return CREATED
    },
    [path],
  )
  await using client = await connect(server)
  const told: number[] = []
  const large = Buffer.alloc(8 * 1024 * 1024, 1)
  expect(await client.send(setOf(large), (bytes) => told.push(bytes))).toMatchObject({ ok: true })
  expect(attempts).toBe(2)
  expect(told.filter((bytes) => bytes === 0)).toHaveLength(2)
  expect(told.at(-1)).toBe(large.length)
})

test('an answer that comes before all was sent is the answer', async () => {
  const path = TRANSFERS.slice('POST '.length)
  await using server = await startScriptedWeb(
    async ({ line }) => (isToken(line) ? token('one') : { status: 413, body: { detail: 'Too large.' } }),
    [path],
  )
  await using client = await connect(server)
  const endless = { ...setOf('').parts[0]!, bytes: 2 ** 40, open: () => Readable.from(zeros()) }
  expect(await client.send({ ...setOf(''), parts: [endless] })).toEqual({
    ...{ ok: false, problem: { status: 413, message: 'Too large.', codes: [] } },
  })
})

test('without a token there is no client, and what can be looked at is named', async () => {
  const refusal = { status: 401, body: { error: 'invalid_client', error_description: 'Not known.' } }
  await using server = await startScriptedWeb(async () => refusal)
  await expect(connect(server)).rejects.toMatchObject({
    name: 'Unavailable',
    message: expect.stringMatching(
      /^The web service gives no token \(401\): Not known\. Look at the client id, .*https:/,
    ),
  })
})

test('whoever gets no token any more is told so at once', async () => {
  const replies = [token('one'), { status: 401, body: {} }]
  const refusal = { status: 401, body: { error: 'invalid_client', error_description: 'Not known.' } }
  await using server = await startScriptedWeb(async () => replies.shift() ?? refusal)
  await using client = await connect(server)
  expect(await client.send(setOf('content'))).toEqual({
    ...{ ok: false, problem: { status: 401, message: 'Not known.', codes: [] } },
  })
})

test('where nobody listens there is no client either', async () => {
  const server = await startScriptedWeb(async () => null)
  await server[Symbol.asyncDispose]()
  await expect(connect(server)).rejects.toMatchObject({
    name: 'Unavailable',
    message: expect.stringContaining('ECONNREFUSED'),
  })
})

test('a token is renewed before it ends, and of a short life when half of it is over', async () => {
  let issued = 0
  let now = 0
  const lives = [900, 10, 900]
  await using server = await startScriptedWeb(async () => token(`token ${++issued}`, lives[issued - 1]))
  using exchange = openExchange({ url: server.url, trust: { authorities: server.certificatePem } })
  const holder = holdToken({ exchange, origin: server.url.origin, clientId: 'client', key: KEY }, () => now)
  const at = async (seconds: number): Promise<string> => {
    now = seconds * 1000
    const token = await holder.current()
    return token.ok ? token.value : ''
  }
  expect([await at(0), await at(839), await at(840), await at(844), await at(845)]).toEqual([
    ...['token 1', 'token 1', 'token 2', 'token 2', 'token 3'],
  ])
})

test('a certificate that nobody vouches for is taken on this machine only, and shown once', async () => {
  const headers = { connection: 'close' }
  await using server = await startScriptedWeb(async ({ line }) => ({
    ...(isToken(line) ? token('one') : CREATED),
    headers,
  }))
  const shown: string[] = []
  const onUnverified = (fingerprint: string) => shown.push(fingerprint)
  await using client = await connect(server, { onUnverified })
  expect(await client.send(setOf('content'))).toMatchObject({ ok: true })
  expect(shown).toEqual([server.fingerprint])
})

test.each<[string, (other: string) => object]>([
  ['another authority was named', (authorities) => ({ authorities })],
  ['another fingerprint was compared', () => ({ fingerprint: 'AB:CD' })],
])('nothing is said to a server when %s', async (_, trustOf) => {
  const { certificatePem } = await makeSelfSigned({ commonName: 'x', keyType: 'ec', days: 1, now: new Date() })
  await using server = await startScriptedWeb(async () => token('one'))
  await expect(connect(server, trustOf(certificatePem))).rejects.toMatchObject({
    name: 'Unavailable',
    message: expect.stringContaining('is not to be trusted'),
  })
  expect(server.heard).toEqual([])
})

test('the fingerprint that was compared is enough', async () => {
  await using server = await startScriptedWeb(async () => token('one'))
  await using client = await connect(server, { fingerprint: server.fingerprint })
  expect(client).toBeDefined()
})

function connect(
  { url, certificatePem }: ScriptedWeb,
  trust: object = { authorities: certificatePem },
): Promise<WebClient> {
  return connectWeb({ url, clientId: 'client', key: KEY, trust })
}

function isToken(line: string): boolean {
  return line === `POST ${TOKEN_PATH}`
}

function setOf(content: string | Buffer): WebSet {
  const bytes = Buffer.from(content)
  return {
    ...{ setName: 'DMFA.123456.20260105.00001.R.1', go: true },
    parts: [
      {
        ...{ name: 'declaration', fileName: 'FI.a', bytes: bytes.length, sha256: sha256(bytes) },
        open: () => Readable.from(chunksOf(bytes)),
      },
    ],
  }
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

function* zeros(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(65_536)
}
