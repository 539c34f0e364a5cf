import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import { createMetrics } from '../../../src/base/metrics.ts'
import { readElement } from '../../../src/signing/ber.ts'
import { element } from '../../../src/signing/der.ts'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'
import { toPem } from '../../../src/signing/pem.ts'
import { stampNonce, stampRequest } from '../../../src/signing/timestamp/stamp-request.ts'
import { generalized, response, root, stamper, token, tstInfo } from '../../signing/timestamp/made-stamps.ts'
import { stampsOf } from './stamps-rig.ts'

type Serve = (reply: Buffer, response: ServerResponse, request: IncomingMessage) => void

const VALUE = Buffer.from('the value of a signature')
const tsa = stamper({ from: new Date(0), until: new Date('2049-01-01') })
const trusted = root.certificate
const folder = mkdtempSync(join(tmpdir(), 'sluice-stamps-'))
const issuers = join(folder, 'root.crt')
let serve: Serve
let url = ''

const server = createServer(async (request, answer) => serve(replyTo(await buffer(request)), answer, request))

beforeAll(async () => {
  writeFileSync(issuers, toPem('CERTIFICATE', trusted.der))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stamp`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A reply to this request that is right in all. */
function replyTo(query: Buffer): Buffer {
  const { children } = readElement(query, 'DER')
  const imprint = children[1]!.children[1]!.contents
  const nonce = children.find(({ tag }, index) => tag === 0x02 && index > 0)!.contents
  const now = new Date().toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')
  return response(token(tsa, { info: tstInfo({ imprint, time: generalized(`${now}Z`), rest: [element(2, nonce)] }) }))
}

const granted: Serve = (reply, answer) =>
  answer.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(reply)

test('rule 29.2: a token is fetched, checked and counted', async () => {
  const seen: (string | undefined)[] = []
  serve = (reply, answer, request) => {
    const { method, headers } = request
    seen.push(method, headers['content-type'], headers.accept, headers.authorization)
    granted(reply, answer, request)
  }
  const metrics = createMetrics()
  writeFileSync(join(folder, 'password'), 'secret\n', { mode: 0o600 })
  await using stamps = await stampsOf({ url, issuers, user: 'us', passwordFile: join(folder, 'password') }, metrics)
  expect(await stamps.stamp(VALUE)).toBeInstanceOf(Buffer)
  const basic = `Basic ${Buffer.from('us:secret').toString('base64')}`
  expect(seen).toEqual(['POST', 'application/timestamp-query', 'application/timestamp-reply', basic])
  expect(await metrics.text()).toContain('sluice_timestamps_total{outcome="stamped"} 1')
  expect(await stamps.health()).toEqual({ state: 'up' })
})

const reply =
  (status: number, type: string, body: (right: Buffer) => Buffer): Serve =>
  (right, answer) =>
    answer.writeHead(status, { 'Content-Type': type }).end(body(right))
const REPLY = 'application/timestamp-reply'

test.each<[string, Serve, string]>([
  ['an error', reply(500, REPLY, (right) => right), 'the authority answered with status 500'],
  ['a redirection', reply(302, REPLY, (right) => right), 'the authority answered with status 302'],
  ['a page', reply(200, 'text/html', (right) => right), 'the answer is no application/timestamp-reply'],
  ['too much', reply(200, REPLY, () => Buffer.alloc(1025)), 'the answer breaks off, or is longer than 1024 bytes'],
  ['nothing', reply(200, REPLY, () => Buffer.alloc(0)), 'it cannot be read (the bytes end inside an element)'],
  ['the end of the connection', (_, answer) => answer.destroy(), 'the authority cannot be reached: socket hang up'],
  ['silence', () => {}, 'the authority cannot be reached: '], // of three limits that end at once, one is named
])('rule 29.9: %s is told, and the answer waits or leaves without, as is set', async (_, how, why) => {
  serve = how
  const told: unknown[] = []
  const note = (event: string, about?: object) => void told.push({ event, ...about })
  const wish = { url, issuers, bytes: 1024, seconds: 0.2 }
  await using waiting = await stampsOf(wish, createMetrics(), note)
  const failure = await waiting.stamp(VALUE).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Unavailable)
  expect(String(failure)).toContain(`No time-stamp: ${why}`)
  expect(told).toMatchObject([{ event: 'timestamps.away', whenAway: 'wait' }])
  expect(await waiting.health()).toMatchObject({ state: 'degraded', detail: expect.stringContaining('answers wait') })
  await using without = await stampsOf({ ...wish, whenAway: 'without' }, createMetrics(), note)
  expect(await without.stamp(VALUE)).toBeNull()
  expect(await without.health()).toMatchObject({ detail: expect.stringContaining('answers leave without one') })
})

test('an authority that nobody is at is away', async () => {
  await using stamps = await stampsOf({ url: 'http://127.0.0.1:1/', issuers })
  await expect(stamps.stamp(VALUE)).rejects.toThrow(Unavailable)
})

test('a stamp for another request does not hold', async () => {
  const kept = replyTo(stampRequest({ imprint: Buffer.alloc(32), nonce: stampNonce(), policy: '' }))
  serve = reply(200, REPLY, () => kept)
  await using stamps = await stampsOf({ url, issuers })
  await expect(stamps.stamp(VALUE)).rejects.toThrow('it is about another signature')
})

test.each(['no certificate', toPem('CERTIFICATE', tsa.certificate.der)])(
  'a file without a root ends the start',
  async (text) => {
    writeFileSync(join(folder, 'none.crt'), text)
    await expect(stampsOf({ url, issuers: join(folder, 'none.crt') })).rejects.toMatchObject({
      setting: 'acknowledgement.timestamp.issuers',
    })
  },
)

test('rule 29.2: over HTTPS only who is vouched for by `caFile` is asked, with the password', async () => {
  const named = { keyType: 'ec', days: 9, now: new Date(), alternativeNames: ['127.0.0.1'] } as const
  const [own, other] = [
    await makeSelfSigned({ commonName: 'tsa.example', ...named }),
    await makeSelfSigned({ commonName: 'other.example', ...named }),
  ]
  const at = (name: string) => join(folder, name)
  writeFileSync(at('own.crt'), own.certificatePem)
  writeFileSync(at('other.crt'), other.certificatePem)
  writeFileSync(at('tls-password'), 'secret\n', { mode: 0o600 })
  const seen: (string | undefined)[] = []
  const secure = createSecureServer({ key: own.keyPem, cert: own.certificatePem }, async (request, answer) => {
    seen.push(request.headers.authorization)
    granted(replyTo(await buffer(request)), answer, request)
  })
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
  const address = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/stamp`
  const login = { user: 'us', passwordFile: at('tls-password') }
  const stampedBy = async (caFile: string) => {
    await using stamps = await stampsOf({ url: address, issuers, caFile, ...login })
    return await stamps.stamp(VALUE)
  }
  expect(await stampedBy(at('own.crt'))).toBeInstanceOf(Buffer)
  await expect(stampedBy(at('other.crt'))).rejects.toThrow(Unavailable)
  await expect(stampedBy('')).rejects.toThrow(Unavailable)
  expect(seen).toEqual([`Basic ${Buffer.from('us:secret').toString('base64')}`])
  secure.closeAllConnections()
  secure.close()
})
