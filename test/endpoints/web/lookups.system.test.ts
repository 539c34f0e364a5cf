import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Envelope } from '../../../src/batch/facts.ts'
import { put, putAll, SENDER } from '../../mailbox/rig.ts'
import type { Answer } from './https-client.ts'
import { openWebRig, type WebRig } from './web-rig.ts'

const PATH = '/REST/structuredReports/v1/lookups'
const KEY = 'DMFA.123456.20261127.00001.R'
const FI = `FI.${KEY}.1.1`
const HEX = createHash('sha256').update(FI).digest('hex')
const BASE64 = Buffer.from(HEX, 'hex').toString('base64')

let rig: WebRig
let ticket: string
beforeAll(async () => {
  rig = await openWebRig({ sets: ['web.trustedProxies=["127.0.0.1/32"]'] })
  await putAll(rig.node, 'IN', [FI, `FS.${KEY}.1.1`, `GO.${KEY}.1`])
  const row = await rig.database.queries
    .selectFrom('fact')
    .select('body')
    .where('kind', '=', 'envelope')
    .executeTakeFirstOrThrow()
  ticket = (row.body as unknown as Envelope).ticket
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(() => {
  rig.clock.aheadMs += 3_600_000 // nobody has asked for an hour
})

describe('whoever knows a file', () => {
  test('is told times of events and nothing else, without a token', async () => {
    const { status, json } = await ask({ fileName: FI, sha256: HEX })
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        events: [
          { at, event: 'received' },
          { at, event: 'complete' },
        ],
      },
    })
  })

  test('proves it in any spelling of the digest, or by the ticket', async () => {
    const proofs = [
      ...[{ sha256: HEX.toUpperCase() }, { sha256: BASE64 }, { sha256: BASE64.slice(0, -1) }],
      ...[{ sha256: Buffer.from(HEX, 'hex').toString('base64url') }, { ticket }, { ticket: ticket.toLowerCase() }],
      { ticket, sha256: BASE64 },
    ]
    const answers = await Promise.all(proofs.map((proof) => ask({ fileName: FI, ...proof })))
    expect(answers.map(({ status }) => status)).toEqual(proofs.map(() => 200))
  })
})

test('rule 17.4: the answer for unknown and for wrong is the same, byte by byte', async () => {
  await put(rig.node, 'IN', 'FI.DMFA.123456.20261127.00002.R.1.1', '', SENDER)
  const questions = [
    { fileName: 'FI.DMFA.123456.20261127.99999.R.1.1', sha256: HEX },
    { fileName: FI, sha256: createHash('sha256').update('other').digest('hex') },
    { fileName: FI, ticket: 'SLUZZZZZZZZZ0' },
    { fileName: FI, ticket, sha256: createHash('sha256').update('other').digest('hex') },
    { fileName: 'FI.DMFA.123456.20261127.00002.R.1.1', sha256: createHash('sha256').update('').digest('hex') },
    { fileName: 'x', ticket: 'SLUZZZZZZZZZ0' },
  ]
  const answers: Answer[] = []
  for (const question of questions) answers.push(await ask(question))
  const bare = answers.map(bareOf)
  expect(answers.map(({ status }) => status)).toEqual(questions.map(() => 404))
  expect(new Set(bare).size).toBe(1)
  expect(answers[0]?.json).toMatchObject({
    type: 'urn:problem-type:belgif:resourceNotFound',
    detail: 'We know no file of this name with this proof. Check both exactly.',
  })
})

test.each<[string, object, string, string]>([
  ['no proof', { fileName: FI }, 'sha256', 'requiredInput'],
  ['no name', { sha256: HEX }, 'fileName', 'schemaViolation'],
  ['a digest that is none', { fileName: FI, sha256: 'abc' }, 'sha256', 'schemaViolation'],
  ['a ticket that is none', { fileName: FI, ticket: 'SLU' }, 'ticket', 'schemaViolation'],
  ['a name that no file has', { fileName: 'a b', sha256: HEX }, 'fileName', 'schemaViolation'],
  ['another field', { fileName: FI, sha256: HEX, sender: '123456' }, 'sender', 'unknownInput'],
])('refuses %s', async (_, question, name, issue) => {
  const { status, json } = await ask(question)
  const issues = json.issues as { name: string; type: string }[]
  expect([status, issues.map((one) => [one.name, one.type.split(':').at(-1)])]).toEqual([400, [[name, issue]]])
})

describe('rule 17.6: who asks often', () => {
  test('waits, whether he knows something or not, and others do not', async () => {
    rig.settings.limits.lookupsPerMinute = 2
    const right = { fileName: FI, sha256: HEX }
    const wrong = { fileName: FI, sha256: createHash('sha256').digest('hex') }
    const from = (address: string, question: object) => ask(question, { 'x-forwarded-for': address })
    const statuses = [
      (await from('203.0.113.1', right)).status,
      (await from('203.0.113.1', wrong)).status,
      (await from('203.0.113.1', wrong)).status,
      (await from('203.0.113.2', right)).status,
      (await from('203.0.113.3', { no: 'question' })).status,
      (await from('203.0.113.3', { no: 'question' })).status,
      (await from('203.0.113.3', { no: 'question' })).status,
    ]
    expect(statuses).toEqual([200, 404, 429, 200, 400, 400, 429])
    const refused = await from('203.0.113.1', right)
    expect([refused.status, refused.headers['retry-after'], refused.json]).toEqual([
      429,
      '30',
      expect.objectContaining({
        ...{ type: 'urn:problem-type:belgif:tooManyRequests', limit: 2, retryAfterSec: 30 },
        detail: 'Too many questions came from your address. Wait for the time that is told.',
      }),
    ])
    rig.clock.aheadMs += 30_000
    expect((await from('203.0.113.1', right)).status).toBe(200)
  })

  test('waits for all addresses of his network of IPv6 together', async () => {
    rig.settings.limits.lookupsPerMinute = 1
    const from = (address: string) => ask({ fileName: FI, sha256: HEX }, { 'x-forwarded-for': address })
    const statuses = [await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8:0:1::1')]
    expect(statuses.map(({ status }) => status)).toEqual([200, 429, 200])
  })
})

function ask(question: object, headers: Record<string, string> = {}): Promise<Answer> {
  return rig.ask({
    ...{ method: 'POST', path: PATH, body: JSON.stringify(question) },
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/** Without what is new in every answer. */
function bareOf({ headers, json }: Answer): string {
  const { instance: _, ...body } = json
  const { 'belgov-trace-id': __, date: ___, ...rest } = headers
  return JSON.stringify([rest, body])
}
