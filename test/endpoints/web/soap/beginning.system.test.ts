/** Large requests over TLS, of which the beginning alone decides whether the rest is read. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Unavailable } from '../../../../src/base/errors.ts'
import type { Log } from '../../../../src/base/log.ts'
import { BEGINNING_BYTES } from '../../../../src/endpoints/web/soap/admit-beginning.ts'
import { suspendChannel } from '../../../../src/registry/move-channel.ts'
import type { Answer } from '../https-client.ts'
import { firstAnswer, rawTls } from '../raw-tls.ts'
import { makePair, openWebRig, type Pair, type WebRig } from '../web-rig.ts'
import { memoryWebMailbox } from './memory-web-mailbox.ts'
import { bodyOf, ECDSA_SHA256, requestOf, signed, type Wish } from './signed-message.ts'

const PATH = '/SOAP/structuredReports/v1'
const XML = 'text/xml; charset=utf-8'
const MTOM = 'multipart/related; boundary=b; type="application/xop+xml"'
const ROOT = 'Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-ID: <root>'
const REFUSED = 'Code=SOA-01001'

let rig: WebRig
let stranger: Pair
const causes: unknown[] = []
const inbox = memoryWebMailbox()
const state: { failure: Error | null; mayUseWeb: boolean } = { failure: null, mayUseWeb: true }

beforeAll(async () => {
  const log = {
    debug() {},
    warn() {},
    error() {},
    info: (_: string, { cause }: { cause?: unknown } = {}) => causes.push(cause),
  }
  const mayUseWeb = () => {
    if (state.failure) throw state.failure
    return state.mayUseWeb
  }
  const ground = { mailbox: inbox, mayUseWeb, log: log as unknown as Log }
  rig = await openWebRig({ ground, sets: ['limits.loginFailures.perAddress=100000'] })
  stranger = await makePair()
})
afterAll(() => rig?.[Symbol.asyncDispose]())
afterEach(() => {
  causes.length = 0
  Object.assign(state, { failure: null, mayUseWeb: true })
})

/** A signed request that is `bytes` long and more; no operation knows what makes it so long. */
function large(from: Pair, bytes = 1_000_000, wish: Wish = {}): string {
  return signed(from, bodyOf(requestOf('checkAccessControl', { Filler: 'x'.repeat(bytes) })), wish)
}

function post(body: string | Buffer, type = XML): Promise<Answer> {
  return rig.ask({ method: 'POST', path: PATH, headers: { 'content-type': type, 'accept-language': 'en' }, body })
}

function codeIn({ text }: Pick<Answer, 'text'>): string {
  return `Code=${/<\w+:Code>([^<]*)</.exec(text)?.[1]}`
}

function packed(...parts: readonly (readonly [headers: string, content: string])[]): string {
  return `${parts.map(([headers, content]) => `--b\r\n${headers}\r\n\r\n${content}\r\n`).join('')}--b--\r\n`
}

const withAttribute = (children: string) => children.replace('<ds:Signature ', '<ds:Signature x="y" ')
const before = (bytes: number) => ({
  header: (security: string) => `<x:y xmlns:x="u:x">${'x'.repeat(bytes)}</x:y>${security}`,
})

test('rule 18.12: a large request is read to its end when it begins with what a certificate that may log in has signed', async () => {
  const found = [
    await post(large(rig.sender)),
    await post(packed([ROOT, large(rig.sender)]), MTOM),
    await post(packed(['Content-ID: <a>', 'a'], [ROOT, large(rig.sender)]), `${MTOM}; start="<root>"`),
  ]
  expect(found.map(codeIn)).toEqual(['Code=SOA-03006', 'Code=SOA-03006', 'Code=SOA-03001']) // nothing includes the other part
})

test.each<[string, string, () => string | Buffer, string?]>([
  ['a stranger', 'unknownCertificate', () => large(stranger)],
  ['a stranger, in a package', 'unknownCertificate', () => packed([ROOT, large(stranger)]), MTOM],
  ['no certificate', 'securityHeader', () => large(rig.sender, 1_000_000, { token: '<a></a>' })],
  ['somebody who shows the certificate of another', 'badSignature', () => large({ ...rig.sender, key: stranger.key })],
  ['the same, in a package', 'badSignature', () => packed([ROOT, large({ ...rig.sender, key: stranger.key })]), MTOM],
  [
    'a signature of something else',
    'badSignature',
    () => large(rig.sender).replace(/(<ds:DigestValue>)./, (all, tag) => `${tag}${all.endsWith('A') ? 'B' : 'A'}`),
  ],
  ['another algorithm', 'algorithm', () => large(rig.sender, 1_000_000, { algorithm: ECDSA_SHA256 })],
  ['a signature that is none', 'signatureShape', () => large(rig.sender, 1_000_000, { security: withAttribute })],
  [
    'a certificate in time and a signature too late',
    'noSecurityAtBeginning',
    () =>
      large(rig.sender, 1, {
        security: (children) => children.replace('<ds:Signature', `${' '.repeat(BEGINNING_BYTES)}<ds:Signature`),
      }),
  ],
  ['a certificate that is none', 'token', () => large(rig.sender).replace('>MII', '>AAA')],
  ['a certificate further behind', 'noSecurityAtBeginning', () => large(rig.sender, 1, before(BEGINNING_BYTES))],
  ['text before the message', 'noSecurityAtBeginning', () => `x${large(rig.sender)}`],
  [
    'bytes that are no text',
    'noSecurityAtBeginning',
    () => Buffer.concat([Buffer.of(0xff), Buffer.from(large(rig.sender))]),
  ],
  [
    'a message behind another part',
    'noSecurityAtBeginning',
    () => packed(['Content-ID: <a>', 'a'.repeat(BEGINNING_BYTES)], [ROOT, large(rig.sender)]),
    `${MTOM}; start="<root>"`,
  ],
  ['a package that is none', 'noSecurityAtBeginning', () => large(rig.sender), MTOM],
])('rule 18.12 refuses %s, and the log has the cause', async (_, cause, message, type) => {
  const answer = await post(message(), type)
  expect([answer.status, codeIn(answer), ...causes]).toEqual([500, REFUSED, cause])
})

test.each<[string, (bytes: number) => string]>([
  ['a stranger', (bytes) => large(stranger, bytes)],
  ['who shows the certificate of another', (bytes) => large({ ...rig.sender, key: stranger.key }, bytes)],
])('rule 18.12: %s hears it though he sends on, and no more of him is waited for', async (_, make) => {
  const message = make(3_000_000)
  const whole = await post(message)
  using client = await rawTls({ port: rig.port, ca: rig.serverCertificatePem })
  const head = `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: ${XML}\r\ncontent-length: ${message.length}\r\n`
  client.write(`${head}accept-language: en\r\n\r\n${message.slice(0, BEGINNING_BYTES + 1)}`)
  const told = firstAnswer(await client.until('</soap:Envelope>'))
  const plain = await post(make(1))
  const said = ({ text }: { text: string }) => text.replace(/Id="[^"]*"/g, '')
  expect([told.headers.connection, said(told), said(whole)]).toEqual(['close', said(plain), said(plain)])
})

test('rule 18.12: a channel that is suspended opens nothing, and no account is made to wait for what nobody proved', async () => {
  const other = await rig.enrol(2)
  const key = { senderNumber: other.senderNumber, type: 'web' as const }
  const found = [codeIn(await post(large(other)))]
  await rig.database.transaction((tx) => suspendChannel(tx, key, { actor: 'operator:test', reason: 'test' }))
  found.push(codeIn(await post(large(other))))
  const counted = await rig.database.queries.selectFrom('login_throttle').select('account').distinct().execute()
  expect([found, causes, counted]).toEqual([['Code=SOA-03006', REFUSED], ['channelSuspended'], [{ account: '' }]])
})

test('rule 18.12: a network that is shut, an address that has to wait and a failure of ours are told as such', async () => {
  const found: unknown[] = []
  const tell = async () => {
    const answer = await post(large(stranger))
    found.push([codeIn(answer), Number(answer.headers['retry-after'] ?? 0) > 0])
  }
  state.mayUseWeb = false
  await tell()
  state.failure = new Unavailable('the database is away')
  await tell()
  state.failure = new TypeError('a bug')
  await tell()
  Object.assign(state, { failure: null, mayUseWeb: true })
  const { loginFailures } = rig.settings.limits
  const { perAddress } = loginFailures
  Object.assign(loginFailures, { perAddress: 1 })
  await tell()
  await tell()
  Object.assign(loginFailures, { perAddress })
  await rig.database.queries.deleteFrom('login_throttle').execute()
  expect(found).toEqual([
    ['Code=SOA-01002', false],
    ['Code=SOA-02002', true],
    ['Code=SOA-00001', false],
    [REFUSED, false],
    ['Code=SOA-02002', true],
  ])
})

test('rule 18.2: who sends more than the limit hears it', async () => {
  const { soapBytes } = rig.settings.limits
  rig.settings.limits.soapBytes = 100_000
  const answer = await post(large(rig.sender, 3_000_000))
  rig.settings.limits.soapBytes = soapBytes
  expect([answer.status, answer.json.limit]).toEqual([413, 100_000])
})
