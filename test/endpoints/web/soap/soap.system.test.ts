/** The SOAP interface over TLS, with a registry in a real database and an inbox in memory. */

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Unavailable } from '../../../../src/base/errors.ts'
import { refusal } from '../../../../src/base/refusal.ts'
import { ok } from '../../../../src/base/result.ts'
import { REVOCATION_WAIT } from '../../../../src/batch/revocation-wait.ts'
import { readContentType } from '../../../../src/endpoints/web/soap/mtom/content-type.ts'
import { readPackage } from '../../../../src/endpoints/web/soap/mtom/read-package.ts'
import { type Element, everyElement } from '../../../../src/endpoints/web/soap/xml/element.ts'
import { SOAP, XOP } from '../../../../src/endpoints/web/soap/xml/namespaces.ts'
import { parseXml } from '../../../../src/endpoints/web/soap/xml/parse-xml.ts'
import { TWICE_IN_REQUEST } from '../../../../src/mailbox/refusals.ts'
import { removeCertificate } from '../../../../src/registry/certificates.ts'
import { resumeChannel, suspendChannel } from '../../../../src/registry/move-channel.ts'
import type { Answer } from '../https-client.ts'
import { makePair, openWebRig, type WebRig, type WebSender } from '../web-rig.ts'
import { AT, MESSAGE, type MemoryWebMailbox, memoryWebMailbox, refused, VIEW } from './memory-web-mailbox.ts'
import { bodyOf, envelopeOf, requestOf, signed, type Wish } from './signed-message.ts'

const PATH = '/SOAP/structuredReports/v1'
const XML = 'text/xml; charset=utf-8'

let rig: WebRig
let inbox: MemoryWebMailbox
let sender: WebSender

beforeAll(async () => {
  inbox = memoryWebMailbox()
  rig = await openWebRig({ ground: { mailbox: inbox }, sets: ['limits.loginFailures.perAddress=100000'] })
  sender = rig.sender
})
afterAll(() => rig?.[Symbol.asyncDispose]())
beforeEach(() => {
  inbox.asked.length = 0
  Object.assign(inbox.next, memoryWebMailbox().next)
})

type Asked = { readonly action?: string; readonly headers?: Readonly<Record<string, string>>; readonly port?: number }

function post(message: string | Buffer, { action = '""', headers, port }: Asked = {}): Promise<Answer> {
  const told = { 'content-type': XML, soapaction: action, 'accept-language': 'en', ...headers }
  return rig.ask({ method: 'POST', path: PATH, headers: told, body: message }, port)
}

function call(
  name: string,
  fields: Readonly<Record<string, string>> = {},
  wish: Wish = {},
  from = sender,
): Promise<Answer> {
  return post(signed(from, bodyOf(requestOf(name, fields)), wish))
}

/** Elements of the answer without children, as `name=text`; of a fault its codes. */
function said({ status, text }: Pick<Answer, 'status' | 'text'>): string[] {
  const parsed = parseXml(text)
  if (!parsed.ok) throw new Error(`${status} ${text}`)
  const leaves = [...everyElement(parsed.value.root)].filter(({ children }) => children.length === 0)
  return leaves
    .filter(({ namespace }) => status === 200 || namespace.includes('errors'))
    .map((leaf) => `${leaf.local}=${leaf.text}`)
}

function codesIn(answer: Answer): string[] {
  return said(answer).filter((leaf) => /^(?:Code|Retry)=/.test(leaf))
}

const FILE_NAME = 'FI.DMFA.123456.20260105.00001.R.1.1'
const CONTENT = '<DmfAOriginal/>'
const SENDING = {
  ...{ FileName: FILE_NAME, Environment: 'R' },
  Digest: `<t:Algorithm>SHA-256</t:Algorithm><t:Value>${createHash('sha256').update(CONTENT).digest('base64')}</t:Value>`,
  ...{ Declaration: btoa(CONTENT), Signature: btoa('signature') },
}

test('the WSDL is where it is said to be, and nothing else can be read there (case H10)', async () => {
  const [asked, other, schema, plain] = await Promise.all(
    ['?wsdl', '?WSDL', '?xsd=../../../etc/passwd', ''].map((query) => rig.ask({ path: `${PATH}${query}` })),
  )
  expect([asked, other, schema, plain].map((answer) => answer?.status)).toEqual([200, 200, 404, 404])
  expect(asked?.headers['content-type']).toBe(XML)
  const root = parseXml(asked?.text ?? '')
  const named = (local: string, attribute: string) =>
    (root.ok ? [...everyElement(root.value.root)] : [])
      .filter((element: Element) => element.local === local)
      .map(({ attributes }) => attributes.find((found) => found.local === attribute)?.value)
  expect(named('address', 'location')).toEqual([`${rig.url}${PATH}`])
  expect(named('operation', 'soapAction').filter((action) => action !== undefined)).toEqual([
    ...Array(7).fill(''),
    'http://sluice/structuredreports/v1/healthCheck',
  ])
})

test('rule 18.8: a signed request is its sender’s, with the client id of its web channel', async () => {
  const answer = await call('checkAccessControl')
  expect(answer.headers['content-type']).toBe(XML)
  expect([answer.status, ...said(answer)]).toEqual([
    200,
    ...[`SenderNumber=${sender.senderNumber}`, `EnterpriseNumber=${sender.enterpriseNumber}`],
    ...['Quality=QUAL_EMP_NOSS', `ClientId=${sender.clientId}`],
  ])
})

test('what is open needs no signature, and what is signed does', async () => {
  const open = (name: string) => post(envelopeOf('', bodyOf(requestOf(name))))
  const health = 'http://sluice/structuredreports/v1/healthCheck'
  expect(said(await open('checkConnection'))).toEqual([expect.stringMatching(/^Time=20\d\d-/)])
  expect(said(await post(envelopeOf('', bodyOf(requestOf('healthCheck'))), { action: `"${health}"` }))).toEqual([
    'Status=UP',
  ])
  expect(said(await open('healthCheck'))).toEqual(['Status=UP'])
  expect(codesIn(await open('checkAccessControl'))).toEqual(['Code=SOA-01001'])
})

test('a declaration is handed to the inbox with its signature, its set and its digest', async () => {
  const answer = await call('sendDeclaration', SENDING)
  expect([answer.status, ...said(answer)]).toEqual([
    ...[200, `TransferId=${VIEW.transferId}`, 'Ticket=SLU0000000017', 'Status=received'],
    ...[`ReceivedAt=${AT.toISOString()}`, 'Replayed=false'],
  ])
  const digest = createHash('sha256').update(CONTENT).digest('hex')
  expect(inbox.asked).toEqual([
    ...[
      ['part', 'declaration', FILE_NAME],
      ['write', CONTENT],
    ],
    ...[
      ['part', 'signature', `FS${FILE_NAME.slice(2)}`],
      ['write', 'signature'],
    ],
    [
      'finish',
      sender.senderNumber,
      'web',
      sender.clientId,
      'DMFA.123456.20260105.00001.R.1',
      true,
      { [FILE_NAME]: digest },
    ],
    ['over'],
  ])
})

test('a part is sent alone, and one that came before is told as such', async () => {
  inbox.next.finish = ok({ view: { ...VIEW, ticket: null, sealedAt: null, status: 'open' }, replayed: true })
  const { Signature: _, ...unsigned } = SENDING
  const answer = await call('sendDeclaration', {
    ...unsigned,
    FileName: 'FI.DMFA.123456.20260105.00001.R.2.1',
    Go: 'false',
  })
  expect(said(answer).slice(1)).toEqual(['Status=open', `ReceivedAt=${AT.toISOString()}`, 'Replayed=true'])
  expect(inbox.asked.at(-2)).toEqual([
    'finish',
    sender.senderNumber,
    'web',
    sender.clientId,
    'DMFA.123456.20260105.00001.R.2',
    false,
    expect.anything(),
  ])
})

// biome-ignore format: a table
test.each([
  ['names and rights', { kind: 'faults', round: 'rights', reasons: [{ code: 103 }, { code: 154 }] }, ['Code=ACRF-103', 'Code=ACRF-154']],
  ['a digest', { kind: 'digestMismatch', fileName: 'x' }, ['Code=digestMismatch']],
  ['a name that was used', { kind: 'nameUsed', fileName: 'x', transferId: 'y' }, ['Code=fileNameAlreadyUsed']],
  ['a size', { kind: 'tooLarge', fileName: 'x', bytesMax: 1 }, ['Code=payloadTooLarge']],
  ['a part that is missing', { kind: 'partMissing', fileName: 'x' }, ['Code=SOA-03007']],
  ['a quota', { kind: 'refused', refusal: refusal('SLU-QUOTA', 'Too much.', 'Wait.') }, ['Code=SLU-QUOTA']],
  ['a disk that is full', { kind: 'refused', refusal: refusal('SLU-DISK', 'Full.', 'Wait.') }, ['Code=SOA-02002', 'Retry=true']],
] as const)('rule 18.10 tells what the inbox says of %s', async (_, fault, codes) => {
  inbox.next.finish = refused(fault as never)
  const answer = await call('sendDeclaration', SENDING)
  expect([answer.status, ...codesIn(answer)]).toEqual([500, ...codes])
})

test('rule 18.10: reasons are told in the language that is asked for', async () => {
  inbox.next.finish = refused({ kind: 'faults', round: 'rights', reasons: [{ code: 103 }] })
  const language = async (header?: string) => (await messageIn(header))[0]
  const all = [await language('de'), await language('nl-BE, fr;q=0.5'), await language('xx'), await language()]
  expect(all).toEqual(['de', 'nl', 'en', 'en'])
})

test('rule 18.10: what the inbox refuses is told in the language that is asked for', async () => {
  inbox.next.finish = refused({ kind: 'refused', refusal: TWICE_IN_REQUEST })
  const told: string[][] = []
  // One after the other: two that are signed in the same millisecond are the same message, and the second a replay.
  for (const language of ['de', 'fr', 'nl', 'en', undefined]) told.push(await messageIn(language))
  expect(told).toEqual([
    ['de', expect.stringContaining('Zwei Dateien der Anfrage')],
    ['fr', expect.stringContaining('Deux fichiers de la requête')],
    ['nl', expect.stringContaining('Twee bestanden van de aanvraag')],
    ['en', `${TWICE_IN_REQUEST.cause} ${TWICE_IN_REQUEST.remedy}`],
    ['en', `${TWICE_IN_REQUEST.cause} ${TWICE_IN_REQUEST.remedy}`],
  ])
})

/** Language and text of the first message of a fault. */
async function messageIn(accepted?: string): Promise<string[]> {
  const message = signed(sender, bodyOf(requestOf('sendDeclaration', SENDING)))
  const headers = {
    'content-type': XML,
    soapaction: '""',
    ...(accepted !== undefined && { 'accept-language': accepted }),
  }
  const { text } = await rig.ask({ method: 'POST', path: PATH, headers, body: message })
  return /<e:Message xml:lang="(..)">([^<]*)</.exec(text)?.slice(1) ?? []
}

// biome-ignore format: a table
test.each([
  ['an environment that is not the one of the name', { ...SENDING, Environment: 'T' }, ['Code=SOA-03007']],
  ['a digest that is none', { ...SENDING, Digest: '<t:Algorithm>SHA-256</t:Algorithm><t:Value>AAAA</t:Value>' }, ['Code=SOA-03006']],
  ['a field that the WSDL does not know', { ...SENDING, More: '' }, ['Code=SOA-03006']],
  ['another sender', { ...SENDING, SenderNumber: '999999' }, ['Code=SOA-01002']],
])('rule 18.9 refuses %s, and asks the inbox nothing', async (_, fields, codes) => {
  expect(codesIn(await call('sendDeclaration', fields))).toEqual(codes)
  expect(inbox.asked).toEqual([])
})

test('rule 18.9: what is not there now is told with Retry, and a bug of ours without its words', async () => {
  inbox.next.finish = new Unavailable('the disk of secret.example is gone')
  const gone = await call('sendDeclaration', SENDING)
  inbox.next.finish = new TypeError('secret is not a function')
  const bug = await call('sendDeclaration', SENDING)
  expect([gone.headers['retry-after'], ...codesIn(gone), ...codesIn(bug)]).toEqual([
    '5',
    'Code=SOA-02002',
    'Retry=true',
    'Code=SOA-00001',
    'Retry=false',
  ])
  expect(`${gone.text}${bug.text}`).not.toContain('secret')
  expect(inbox.asked.filter((asked) => String(asked) === 'over')).toHaveLength(2)
})

test('rule 15.2: production asks for a certificate in TLS where the operator says so', async () => {
  rig.settings.web.requireMutualTls = ['R']
  const plain = await call('sendDeclaration', SENDING)
  const message = signed(sender, bodyOf(requestOf('sendDeclaration', SENDING)))
  const told = { 'content-type': XML }
  const shown = await rig.ask({ method: 'POST', path: PATH, headers: told, body: message, certificate: sender })
  const stranger = await makePair()
  const again = signed(sender, bodyOf(requestOf('sendDeclaration', SENDING)))
  const other = await rig.ask({ method: 'POST', path: PATH, headers: told, body: again, certificate: stranger })
  rig.settings.web.requireMutualTls = []
  expect([codesIn(plain), shown.status, codesIn(other)]).toEqual([['Code=SOA-01002'], 200, ['Code=SOA-01001']])
})

test('status, messages and their confirmation are asked of the inbox', async () => {
  inbox.next.found = {
    ...VIEW,
    files: [{ fileName: FILE_NAME, bytes: 3, sha256: 'ff'.repeat(32), channel: 'web', receivedAt: AT }],
    ...{ verdict: { outcome: 'rejected', reasons: [{ code: 125, file: FILE_NAME }] }, messageIds: ['a', 'b'] },
    awaitsRevocationSince: AT,
  }
  const status = said(await call('getTransferStatus', { Ticket: 'SLU0000000017' }))
  expect(status).toEqual([
    ...[
      `TransferId=${VIEW.transferId}`,
      'Ticket=SLU0000000017',
      `SetName=${VIEW.setName}`,
      'Environment=R',
      'DeclarationType=DMFA',
    ],
    ...['Status=received', `OpenedAt=${AT.toISOString()}`, `SealedAt=${AT.toISOString()}`],
    ...[
      `FileName=${FILE_NAME}`,
      'Size=3',
      'Algorithm=SHA-256',
      `Value=${Buffer.alloc(32, 255).toString('base64')}`,
      `ReceivedAt=${AT.toISOString()}`,
    ],
    // rule 28.3
    ...['What=revocationData', `Since=${AT.toISOString()}`, 'Language=en'],
    `Message=${REVOCATION_WAIT.en}`,
    ...[
      'Outcome=rejected',
      'Code=ACRF-125',
      `FileName=${FILE_NAME}`,
      'Language=en',
      expect.stringMatching(/^Message=./),
    ],
    ...['MessageId=a', 'MessageId=b'],
  ])
  const listed = said(await call('listMessages', { Retrieved: 'false', Environment: 'R', Page: '3', PageSize: '1' }))
  const shown = [
    ...[
      `MessageId=${MESSAGE.messageId}`,
      `FileName=${MESSAGE.fileName}`,
      `TransferId=${VIEW.transferId}`,
      'Environment=R',
    ],
    ...[
      `CreatedAt=${AT.toISOString()}`,
      'Size=7',
      'Algorithm=SHA-256',
      `Value=${Buffer.alloc(32).toString('base64')}`,
      'Retrieved=false',
    ],
  ]
  expect(listed).toEqual([...shown, 'More=false'])
  const got = said(await call('getMessage', { MessageId: MESSAGE.messageId }))
  expect(got).toEqual([
    ...shown,
    `Content=${Buffer.from('<a>é</a>').subarray(0, 7).toString('base64')}`,
    `Signature=${btoa('TQ==\n')}`,
  ])
  expect(said(await call('confirmMessage', { MessageId: MESSAGE.messageId }))).toEqual([
    `MessageId=${MESSAGE.messageId}`,
  ])
  expect(inbox.asked).toEqual([
    ['find', sender.senderNumber, 'SLU0000000017'],
    ['list', sender.senderNumber, { retrieved: false, environment: 'R' }, { offset: 2, limit: 2 }],
    ...[
      ['closed', 'content'],
      ['closed', 'signature'],
    ],
    ['confirm', sender.senderNumber, MESSAGE.messageId, sender.clientId],
  ])
})

test('what is nobody’s, or another sender’s, is not there', async () => {
  inbox.next.found = null
  inbox.next.messages = []
  const answers = [
    await call('getTransferStatus', { Ticket: 'x' }),
    await call('getMessage', { MessageId: 'x' }),
    await call('confirmMessage', { MessageId: 'x' }),
  ]
  expect(answers.map(codesIn)).toEqual(Array(3).fill(['Code=resourceNotFound']))
})

test('more messages than fit on a page are told of', async () => {
  inbox.next.messages = [MESSAGE, MESSAGE]
  expect(said(await call('listMessages', { PageSize: '1' })).at(-1)).toBe('More=true')
})

test('rule 18.11: who asks by MTOM is answered by MTOM where there is anything to pack', async () => {
  const message = signed(sender, bodyOf(requestOf('getMessage', { MessageId: MESSAGE.messageId })))
  const head = 'Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"'
  const headers = { 'content-type': 'multipart/related; boundary=b; type="application/xop+xml"' }
  const answer = await post(`--b\r\n${head}\r\n\r\n${message}\r\n--b--`, { headers })
  const type = readContentType(String(answer.headers['content-type']))
  const opened = type && readPackage(Buffer.from(answer.text), type)
  if (!opened?.ok) throw new Error(answer.text)
  expect([...opened.value.values.values()].map(String)).toEqual([expect.stringContaining('<a>'), 'TQ==\n'])
  expect(opened.value.message.toString().split(XOP)).toHaveLength(3)
})

test.each([
  '//SOAP/structuredReports/v1',
  '/SOAP//structuredReports/v1',
  '/SOAP/structuredReports/v1/',
  '/SOAP/structuredReports/../structuredReports/v1',
  '/SOAP/structuredReports/..;/structuredReports/v1',
  '/soap/structuredreports/v1',
])('nothing is served at %s (case W13)', async (path) => {
  const message = signed(sender, bodyOf(requestOf('checkAccessControl')))
  const { status } = await rig.ask({ method: 'POST', path, headers: { 'content-type': XML }, body: message })
  expect(status).toBe(404)
})

test.each(['PUT', 'DELETE', 'PATCH'])('the method %s is not taken, however it is told (case W13)', async (method) => {
  const asked = await rig.ask({ method, path: PATH })
  const overridden = await rig.ask({ method, path: PATH, headers: { 'x-http-method-override': 'POST' } })
  expect([asked.status, asked.headers.allow, overridden.status]).toEqual([405, 'GET, HEAD, POST', 405])
})

// biome-ignore format: a table
test.each<[string, () => string, Asked, number, readonly string[]]>([
  ['another SOAPAction', () => envelopeOf('', bodyOf(requestOf('checkConnection'))), { action: '"urn:other"' }, 500, ['Code=SOA-03005']],
  ['an unknown request', () => envelopeOf('', bodyOf(requestOf('deleteEverything'))), {}, 500, ['Code=SOA-03005']],
  ['two bodies', () => envelopeOf('', bodyOf(requestOf('checkConnection')) + bodyOf(requestOf('checkConnection'))), {}, 500, ['Code=SOA-03004']],
  ['a header that must be understood', () => envelopeOf('<x:y xmlns:x="u" soap:mustUnderstand="1"/>', bodyOf(requestOf('checkConnection'))), {}, 500, ['Code=SOA-03004']],
  ['SOAP 1.2', () => envelopeOf('', bodyOf(requestOf('checkConnection'))).replaceAll(SOAP, 'http://www.w3.org/2003/05/soap-envelope'), {}, 500, ['Code=SOA-03002']],
  ['nothing', () => '', {}, 500, ['Code=SOA-03001']],
])('rule 18.2 refuses %s (case H10)', async (_, message, asked, status, codes) => {
  const answer = await post(message(), asked)
  expect([answer.status, ...codesIn(answer)]).toEqual([status, ...codes])
})

test('rule 18.2: SOAP’s own words say what it was', async () => {
  const header = '<x:y xmlns:x="u" soap:mustUnderstand="1"/>'
  const { text } = await post(envelopeOf(header, bodyOf(requestOf('checkConnection'))))
  const other = await post(envelopeOf('', '').replaceAll(SOAP, 'http://www.w3.org/2003/05/soap-envelope'))
  expect([text, other.text].map((fault) => /<faultcode>([^<]*)</.exec(fault)?.[1])).toEqual([
    'soap:MustUnderstand',
    'soap:VersionMismatch',
  ])
})

test.each([
  ['application/soap+xml', 415],
  ['application/json', 415],
  ['text/xml; charset=utf-16', 415],
  ['text/plain', 415],
  ['text/xml', 500],
])('a body of %s is answered with %i (case H8)', async (type, status) => {
  expect((await post('x', { headers: { 'content-type': type } })).status).toBe(status)
})

test('rule 18.2: a body beyond the limit is not read to its end, nor one for which there is no room', async () => {
  const { soapBytes, soapAtOnce } = rig.settings.limits
  rig.settings.limits.soapBytes = 1000
  const large = await post(Buffer.alloc(1001, 'x'))
  rig.settings.limits.soapAtOnce = 0
  const busy = await post(Buffer.alloc(1000, 'x'))
  Object.assign(rig.settings.limits, { soapBytes, soapAtOnce })
  expect([large.status, large.json.limit, busy.status, busy.headers['retry-after'], ...codesIn(busy)]).toEqual([
    ...[413, 1000, 500, '5', 'Code=SOA-02002', 'Retry=true'],
  ])
  expect((await call('checkAccessControl')).status).toBe(200)
})

test('rule 18.7: one message, sent fifty times to two processes at once, counts once', async () => {
  const second = await rig.openSecond()
  const message = signed(sender, bodyOf(requestOf('confirmMessage', { MessageId: MESSAGE.messageId })))
  const ports = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? rig.port : second.port))
  const answers = await Promise.all(ports.map((port) => post(message, { port })))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter((answer) => codesIn(answer).join() === 'Code=SOA-01001')).toHaveLength(49)
  expect(inbox.asked).toEqual([['confirm', sender.senderNumber, MESSAGE.messageId, sender.clientId]])
})

test('rule 18.8: whatever is wrong with the proof, the answer is one and the same', async () => {
  const stranger = await makePair()
  const body = bodyOf(requestOf('checkAccessControl'))
  const faults = [
    await post(signed(stranger, body)),
    await post(
      signed(sender, body)
        .replace('checkAccessControl', 'checkAccessContro1')
        .replace('/m:checkAccessControl', '/m:checkAccessContro1'),
    ),
    await post(signed(sender, body, { created: new Date(0) })),
    await post(signed(sender, body, { keyUri: '#body' })),
  ]
  const told = faults.map(({ text }) => text.replace(/Id="[^"]*"/g, ''))
  expect(told[0]).toContain('SOA-01001')
  expect([told[2], told[3]]).toEqual([told[0], told[0]])
  expect(codesIn(faults[1] as Answer)).toEqual(['Code=SOA-03005'])
})

test('rule 18.8: a channel that is suspended lets nobody in, a certificate that was removed neither; resumed, it does', async () => {
  const another = await rig.enrol(2, 'ec')
  const key = { senderNumber: another.senderNumber, type: 'web' as const }
  const act = { actor: 'operator:test', reason: 'test' }
  const found = [codesIn(await call('checkAccessControl', {}, {}, another))]
  await rig.database.transaction((tx) => suspendChannel(tx, key, act))
  found.push(codesIn(await call('checkAccessControl', {}, {}, another)))
  await rig.database.transaction((tx) => resumeChannel(tx, key, act))
  found.push(codesIn(await call('checkAccessControl', {}, {}, another)))
  await rig.database.transaction((tx) => removeCertificate(tx, { ...key, sha256: another.sha256 as never }, act))
  found.push(codesIn(await call('checkAccessControl', {}, {}, another)))
  expect(found).toEqual([[], ['Code=SOA-01001'], [], ['Code=SOA-01001']])
})

test('rule 18.8: failures of an address make it wait', async () => {
  const { loginFailures } = rig.settings.limits
  const { perAddress } = loginFailures
  Object.assign(loginFailures, { perAddress: 1 })
  await post(signed(await makePair(), bodyOf(requestOf('checkAccessControl'))))
  const answer = await call('checkAccessControl')
  Object.assign(loginFailures, { perAddress })
  await rig.database.queries.deleteFrom('login_throttle').execute()
  expect([Number(answer.headers['retry-after']) > 0, ...codesIn(answer)]).toEqual([
    true,
    'Code=SOA-02002',
    'Retry=true',
  ])
})
