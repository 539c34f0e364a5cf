/** What comes over the wire from somebody who keeps no rules (cases H1, H2, H8, W13). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REST_PREFIX } from '../../../src/endpoints/web/rest/prefix.ts'
import { allRights } from '../../mailbox/rig.ts'
import { BOUNDARY, multipartBody } from './multipart-body.ts'
import { firstAnswer, type RawTls, rawTls } from './raw-tls.ts'
import { openRestRig, type RestRig } from './rest-rig.ts'
import { metadata, newSet as newSetOf } from './rest-sets.ts'

/** A small request may take a second and a half; a transfer as long as it needs, at 20 bytes a second. */
const SETS = [
  ...['limits.httpHeaderSeconds=1', 'limits.httpRequestSeconds=1.5', 'limits.httpBodyBytes=1024'],
  ...['limits.minimumRate=20', 'limits.minimumRateSeconds=2', 'limits.partBytes=100000'],
]

let rig: RestRig
let authorization: string

beforeAll(async () => {
  rig = await openRestRig({ sets: SETS })
  rig.node.rights.current = allRights(rig.sender.senderNumber)
  rig.node.settings.limits.partBytes = 100_000
  authorization = (await rig.bearer()).authorization
})
afterAll(() => rig[Symbol.asyncDispose]())

const newSet = () => newSetOf(rig.sender.senderNumber)
const open = () => rawTls({ port: rig.port, ca: rig.serverCertificatePem })

test.each([
  ['a dotted step', `${REST_PREFIX}/..;/transfers`],
  ['a dotted step before', `/..;${REST_PREFIX}/transfers`],
  ['an escaped step', `${REST_PREFIX}/%2e%2e/v1/transfers`],
  ['a step up', `${REST_PREFIX}/x/../transfers`],
  ['two slashes', `/${REST_PREFIX}/transfers`],
  ['two slashes within', REST_PREFIX.replace('/v1', '//v1/transfers')],
  ['a slash at the end', `${REST_PREFIX}/transfers/`],
  ['capitals', `${REST_PREFIX.toUpperCase()}/transfers`],
  ['an escaped slash', `${REST_PREFIX}%2ftransfers`],
  ['a null byte', `${REST_PREFIX}/transfers/%00`],
  ['a semicolon', `${REST_PREFIX}/transfers;x=y`],
  ['a backslash', `${REST_PREFIX}\\transfers`],
  ['a parameter with a path', `${REST_PREFIX}/transfers/..%2f..%2fhealth`],
])('no detour leads to a route: %s (case W13)', async (_, path) => {
  for (const token of [authorization, '']) {
    const answer = await told(`GET ${path} HTTP/1.1\r\nhost: a\r\nauthorization: ${token}\r\nconnection: close\r\n\r\n`)
    expect([400, 401, 404]).toContain(answer.status)
    rig.described({ method: 'GET', path: '/', ...answer })
  }
})

test.each([
  ['an absolute address', `https://evil.example${REST_PREFIX}/transfers`, ''],
  ['another host', `${REST_PREFIX}/transfers`, 'host: evil.example.\r\n'],
  ['another method in a header', `${REST_PREFIX}/health`, 'x-http-method-override: DELETE\r\n'],
])('%s changes nothing (case W13)', async (_, path, header) => {
  const host = header.startsWith('host') ? '' : 'host: a\r\n'
  const answer = await told(`GET ${path} HTTP/1.1\r\n${host}${header}connection: close\r\n\r\n`)
  expect(answer.status).toBe(path.endsWith('health') ? 200 : 401)
  expect(JSON.stringify(answer)).not.toContain('evil')
})

test.each([
  ['two lengths', 'content-length: 3\r\ncontent-length: 4\r\n', 'abcd'],
  ['a length and chunks', 'content-length: 3\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'],
  ['chunks of another name', 'transfer-encoding: xchunked\r\n', 'abc'],
  ['chunks twice', 'transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n', '0\r\n\r\n'],
  ['a length that is negative', 'content-length: -1\r\n', ''],
  ['a length in hexadecimal', 'content-length: 0x3\r\n', 'abc'],
  ['a header without name', ': x\r\n', ''],
  ['a space before the colon', 'content-length : 3\r\n', 'abc'],
  ['a line feed within a header', 'x: a\nb\r\n', ''],
  ['a null byte in a header', 'x: a\0b\r\n', ''],
])('%s is no request, and the connection ends (case W13)', async (_, header, body) => {
  const answer = await told(
    `POST ${REST_PREFIX}/transfers HTTP/1.1\r\nhost: a\r\nauthorization: ${authorization}\r\n${header}\r\n${body}`,
  )
  expect([answer.status, answer.headers.connection]).toEqual([400, 'close'])
  rig.described({ method: 'POST', path: `${REST_PREFIX}/transfers`, ...answer })
})

test.each([
  ['bytes that are no request', 'x: a\nb\r\n', 400],
  ['headers over 16 KiB', `x: ${'y'.repeat(20_000)}\r\n`, 431],
])('rule 16.9: %s are told in the language that can be read of them', async (_, header, status) => {
  const answer = await told(`GET ${REST_PREFIX}/health HTTP/1.1\r\nhost: a\r\n${header}Accept-Language: nl\r\n\r\n`)
  const { title } = JSON.parse(answer.text)
  expect([answer.status, answer.headers['content-language']]).toEqual([status, 'nl'])
  expect(['Foutieve aanvraag', 'Headers te groot']).toContain(title)
})

test('rule 16.9: what comes too slowly is told in the language of its headers, or of the request before', async () => {
  using slow = await open()
  slow.write(
    head(
      '/transfers/x/cancellations',
      'accept-language: de\r\ncontent-type: application/json\r\ncontent-length: 9\r\n',
    ),
  )
  const body = firstAnswer(await slow.ended())
  using next = await open()
  next.write(`GET ${REST_PREFIX}/health HTTP/1.1\r\nhost: a\r\naccept-language: fr\r\n\r\n`)
  await next.until('UP')
  next.write('GET / HTTP/1.1\r\nx: ')
  const text = await next.ended()
  const headers = firstAnswer(text.slice(text.indexOf('HTTP/1.1 408')))
  const said = [body, headers].map((answer) => [answer.headers['content-language'], JSON.parse(answer.text).title])
  expect(said).toEqual([
    ['de', 'Anfrage zu langsam'],
    ['fr', Buffer.from('Requête trop lente').toString('latin1')],
  ])
})

test('headers over 16 KiB are refused', async () => {
  const answer = await told(`GET ${REST_PREFIX}/health HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)
  rig.described({ method: 'GET', path: `${REST_PREFIX}/health`, ...answer })
  expect([answer.status, JSON.parse(answer.text).type]).toEqual([431, 'urn:problem-type:belgif:headersTooLarge'])
})

test('slow headers end with 408 while others are served (case H2)', async () => {
  using slow = await open()
  slow.write(`GET ${REST_PREFIX}/health HTTP/1.1\r\nhost: a\r\nx: `)
  expect((await rig.rest('/health')).status).toBe(200)
  expect(firstAnswer(await slow.ended()).status).toBe(408)
})

test('a slow body of a small request ends with 408 (case H2)', async () => {
  using slow = await open()
  slow.write(head('/transfers/x/cancellations', 'content-type: application/json\r\ncontent-length: 10\r\n'))
  slow.write('{')
  const answer = firstAnswer(await slow.ended())
  expect([answer.status, JSON.parse(answer.text).type]).toEqual([408, 'urn:problem-type:belgif:requestTimeout'])
})

test('rule 16.7: a transfer that trickles is cut, and nothing of it remains (case H2)', async () => {
  const set = newSet()
  const body = multipartBody([metadata(set.name), set.declaration, set.signature])
  using slow = await open()
  slow.write(head('/transfers', formHeaders(body.length)))
  slow.write(body.subarray(0, 10))
  const text = await slow.until('"urn:problem-type:belgif:requestTimeout"')
  expect(firstAnswer(text)).toMatchObject({ status: 408, headers: { connection: 'close' } })
  expect(await stored(set)).toBe(0)
})

test('rule 16.7: a transfer may take longer than other requests as long as it keeps coming (case H2)', async () => {
  const set = newSet()
  const large = { ...set.declaration, content: 'x'.repeat(600) }
  const body = multipartBody([metadata(set.name), large, set.signature])
  using steady = await open()
  steady.write(head('/transfers', formHeaders(body.length)))
  const step = Math.ceil(body.length / 10)
  for (let at = 0; at < body.length; at += step) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    steady.write(body.subarray(at, at + step))
  }
  expect(firstAnswer(await steady.until('"files"')).status).toBe(201)
})

test('rule 16.2: a body that waits to be asked for is never asked for without a token (case H8)', async () => {
  using client = await open()
  const length = 1_000_000
  client.write(head('/transfers', `${formHeaders(length)}expect: 100-continue\r\n`, 'Bearer x'))
  const text = await client.ended()
  expect([firstAnswer(text).status, text.includes('100 Continue')]).toEqual([401, false])
})

test('rule 16.2: a body that cannot be read is not asked for', async () => {
  using client = await open()
  client.write(head('/transfers', 'content-type: multipart/form-data\r\ncontent-length: 9\r\nexpect: 100-continue\r\n'))
  const text = await client.ended()
  expect([firstAnswer(text).status, text.includes('100 Continue')]).toEqual([400, false])
})

test('a body that waits to be asked for is asked for, and taken (case H8)', async () => {
  const set = newSet()
  const body = multipartBody([metadata(set.name), set.declaration, set.signature])
  using client = await open()
  client.write(head('/transfers', `${formHeaders(body.length)}expect: 100-continue\r\n`))
  await client.until('HTTP/1.1 100 Continue\r\n\r\n')
  client.write(body)
  expect(firstAnswer(await client.until('"files"')).status).toBe(201)
})

test('JSON is asked for as well, and another expectation is not met (case H8)', async () => {
  using client = await open()
  client.write(
    head(
      '/transfers/x/cancellations',
      'content-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\n',
    ),
  )
  await client.until('HTTP/1.1 100 Continue\r\n\r\n')
  client.write('{}')
  expect(firstAnswer(await client.until('resourceNotFound')).status).toBe(404)
  const answer = await told(`GET ${REST_PREFIX}/health HTTP/1.1\r\nhost: a\r\nexpect: x\r\nconnection: close\r\n\r\n`)
  rig.described({ method: 'GET', path: `${REST_PREFIX}/health`, ...answer })
  expect([answer.status, JSON.parse(answer.text).type]).toEqual([417, 'urn:problem-type:belgif:expectationFailed'])
})

test('rule 16.3: a length over the limit is refused at once (case H1)', async () => {
  using client = await open()
  client.write(head('/transfers', formHeaders(5_000_000_000)))
  const answer = firstAnswer(await client.until('payloadTooLarge'))
  rig.described({ method: 'POST', path: `${REST_PREFIX}/transfers`, ...answer })
  expect([answer.status, answer.headers.connection]).toEqual([413, 'close'])
})

test('rule 16.3: chunks over the limit are refused, and nothing of them remains (case H1)', async () => {
  const set = newSet()
  using client = await open()
  client.write(head('/transfers', formHeaders('chunked')))
  const part = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="declaration"; filename="${set.declaration.fileName}"\r\n\r\n`
  client.write(chunk(part))
  for (let sent = 0; sent < 200_000; sent += 10_000) client.write(chunk('x'.repeat(10_000)))
  const answer = firstAnswer(await client.until('payloadTooLarge'))
  expect([answer.status, answer.headers.connection, JSON.parse(answer.text).limit]).toEqual([413, 'close', 100_000])
  expect(await stored(set)).toBe(0)
})

test('10,000 parts are refused at the first that is too many (case X16)', async () => {
  using client = await open()
  client.write(head('/transfers', formHeaders('chunked')))
  const part = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="declaration"; filename="FI.NTH"\r\n\r\n\r\n`
  for (let nth = 0; nth < 10_000; nth += 1) client.write(chunk(part.replace('NTH', `x${nth}`)))
  const answer = firstAnswer(await client.until('payloadTooLarge'))
  expect([answer.status, JSON.parse(answer.text).limit]).toEqual([413, 20])
})

test.each([
  ['a body that is shorter than it says', (length: number) => length + 100],
  ['a body that is cut', (length: number) => length],
])('rule 16.3: of %s nothing remains (cases H1, H6)', async (_, told) => {
  const set = newSet()
  const body = multipartBody([metadata(set.name), set.declaration, set.signature])
  using client = await open()
  client.write(head('/transfers', formHeaders(told(body.length))))
  client.write(told(body.length) > body.length ? body : body.subarray(0, -20))
  client.socket.end()
  await client.ended()
  expect(await stored(set)).toBe(0)
})

test('what stands behind a body is no request: it ends the connection, and the set can be asked for again (cases H1, H7)', async () => {
  const set = newSet()
  const parts = [metadata(set.name), set.declaration, set.signature]
  const body = multipartBody(parts)
  using client = await open()
  client.write(head('/transfers', formHeaders(body.length)))
  client.write(Buffer.concat([body, Buffer.from('GARBAGE\r\n\r\n')]))
  expect(await client.ended()).toContain('HTTP/1.1 400')
  expect((await rig.send(parts)).status).toBe(201)
})

test('many packed bytes are refused for being packed (cases H8, X16)', async () => {
  using client = await open()
  client.write(head('/transfers', `${formHeaders('chunked')}content-encoding: gzip\r\n`))
  const answer = firstAnswer(await client.until('unsupportedMediaType'))
  expect(answer.status).toBe(415)
})

function head(path: string, headers: string, token = authorization): string {
  return `POST ${REST_PREFIX}${path} HTTP/1.1\r\nhost: a\r\nauthorization: ${token}\r\n${headers}\r\n`
}

function formHeaders(length: number | 'chunked'): string {
  const framing = length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`
  return `content-type: multipart/form-data; boundary=${BOUNDARY}\r\n${framing}\r\n`
}

function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
}

async function told(text: string) {
  using client: RawTls = await open()
  client.write(text)
  return firstAnswer(await client.ended())
}

async function stored({ key }: { readonly key: string }): Promise<number> {
  const rows = await rig.database.queries
    .selectFrom('received_file')
    .select('name')
    .where('name', 'like', `%${key}%`)
    .execute()
  return rows.length
}
