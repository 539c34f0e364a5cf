import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAudit } from '../../../src/registry/audit.ts'
import { publishAnswer } from '../../mailbox/answers.ts'
import type { Answer } from './https-client.ts'
import { openWebRig, type WebRig, type WebSender } from './web-rig.ts'

const API = '/REST/structuredReports/v1'
const UNKNOWN = 'ACRF.999999.20261127.99999.R'

let rig: WebRig
let sender: WebSender
let other: WebSender
beforeAll(async () => {
  rig = await openWebRig()
  sender = await rig.enrol(2)
  other = await rig.enrol(3)
})
afterAll(() => rig[Symbol.asyncDispose]())

describe('the list', () => {
  test('tells an answer in a few members, and where there is more', async () => {
    const own = await rig.enrol(4)
    const answer = await publish(own)
    const { status, json } = await get('/messages', own)
    const href = `${rig.url}${API}/messages/${answer.messageId}`
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        self: `${rig.url}${API}/messages`,
        items: [{ href, ...answer, createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), retrieved: false }],
        ...{ pageSize: 50, page: 1 },
      },
    })
    expect((await get(href.slice(rig.url.length + API.length), own)).status).toBe(200)
  })

  test('goes on behind the last one that it showed, with what was asked for', async () => {
    const own = await rig.enrol(5)
    const answers = [await publish(own), await publish(own), await publish(own), await publish(own, 'T')]
    const [first, second, third] = answers.map(({ messageId }) => messageId)
    const seen: unknown[] = []
    let next = '/messages?environment=R&retrieved=false&pageSize=1'
    for (let pages = 0; next !== '' && pages < 9; pages++) {
      const { json } = await get(next, own)
      seen.push(...idsOf(json))
      for (const id of idsOf(json)) await put(`/messages/${id}/retrieval`, own)
      await publish(own)
      next = String(json.next ?? '').slice(`${rig.url}${API}`.length)
    }
    expect(seen).toEqual([third, second, first])
  })

  test('may be turned by numbers too', async () => {
    const own = await rig.enrol(6)
    const [first, second, third] = [await publish(own), await publish(own), await publish(own)]
    const page = await get('/messages?page=2&pageSize=2', own)
    expect([idsOf(page.json), page.json.page, page.json.next]).toEqual([[first.messageId], 2, undefined])
    const whole = await get('/messages?page=1&pageSize=2', own)
    expect([idsOf(whole.json), whole.json.next]).toEqual([
      [third.messageId, second.messageId],
      `${rig.url}${API}/messages?after=${second.messageId}&pageSize=2`,
    ])
    const behind = await get(`/messages?after=${second.messageId}&pageSize=2`, own)
    expect([idsOf(behind.json), 'page' in behind.json]).toEqual([[first.messageId], false])
  })

  test.each([
    ['?retrieved=perhaps', 'retrieved', 'schemaViolation'],
    ['?environment=r', 'environment', 'schemaViolation'],
    ['?pageSize=0', 'pageSize', 'schemaViolation'],
    ['?pageSize=201', 'pageSize', 'schemaViolation'],
    ['?page=1001', 'page', 'schemaViolation'],
    ['?transferId=SLU0000000015', 'transferId', 'schemaViolation'],
    ['?after=%00', 'after', 'schemaViolation'],
    ['?since=2026', 'since', 'unknownInput'],
    ['?retrieved=true&retrieved=false', 'retrieved', 'schemaViolation'],
  ])('refuses %s', async (query, name, issue) => {
    const { status, json } = await get(`/messages${query}`)
    const issues = json.issues as { name: string; type: string }[]
    expect([status, issues.map((one) => [one.name, one.type.split(':').at(-1)])]).toEqual([400, [[name, issue]]])
  })
})

describe('one message', () => {
  test('is told with its digest and addresses', async () => {
    const answer = await publish()
    const content = `content of ${answer.messageId}`
    const href = `${rig.url}${API}/messages/${answer.messageId}`
    expect((await get(`/messages/${answer.messageId}`)).json).toEqual({
      ...{ self: href, ...answer, createdAt: expect.any(String), retrieved: false },
      ...{ bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') },
      ...{ content: { href: `${href}/content` }, signature: { href: `${href}/signature` } },
      transfer: { href: `${rig.url}${API}/transfers/${answer.transferId}` },
    })
  })

  test('gives the bytes of FO and FS, with the names that they have in OUT', async () => {
    const { messageId } = await publish()
    const content = await get(`/messages/${messageId}/content`)
    const signature = await get(`/messages/${messageId}/signature`)
    const digest = createHash('sha256').update(`content of ${messageId}`).digest('base64')
    const headersOf = ({ headers }: Answer) =>
      ['content-type', 'content-disposition', 'content-length', 'repr-digest'].map((name) => headers[name])
    expect([content.status, content.text, headersOf(content)]).toEqual([
      200,
      `content of ${messageId}`,
      ['application/xml', `attachment; filename="FO.${messageId}"`, String(content.text.length), `sha-256=:${digest}:`],
    ])
    expect([signature.status, signature.text, headersOf(signature)]).toEqual([
      200,
      `signature of ${messageId}`,
      ['text/plain', `attachment; filename="FS.${messageId}"`, String(signature.text.length), undefined],
    ])
  })

  test('is given in pieces when it is large, and its length alone to who asks for that', async () => {
    const large = Buffer.alloc(1_000_000, 'x')
    const { messageId } = await publish()
    const { sha256, bytes } = await rig.node.spool.store(large)
    await rig.database.queries
      .updateTable('out_entry')
      .set({ sha256, bytes })
      .where('name', '=', `FO.${messageId}`)
      .execute()
    expect((await get(`/messages/${messageId}/content`)).text).toBe(large.toString())
    const head = await rig.ask({
      ...{ method: 'HEAD', path: `${API}/messages/${messageId}/content` },
      headers: { authorization: `Bearer ${await rig.token({ sender })}` },
    })
    expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '1000000', ''])
  })

  test('rule 17.2: is confirmed as often as one likes', async () => {
    const { messageId } = await publish()
    const told = [await put(`/messages/${messageId}/retrieval`), await put(`/messages/${messageId}/retrieval`)]
    expect(told.map(({ status, text }) => [status, text])).toEqual([
      [204, ''],
      [204, ''],
    ])
    expect((await get(`/messages/${messageId}`)).json.retrieved).toBe(true)
    expect(idsOf((await get('/messages?retrieved=false')).json)).not.toContain(messageId)
    const { retrieved_by } = await rig.database.queries
      .selectFrom('out_entry')
      .select('retrieved_by')
      .where('name', '=', `FO.${messageId}`)
      .executeTakeFirstOrThrow()
    expect(retrieved_by).toBe(sender.clientId)
  })

  test('rule 20.9: is put back as often as one likes, with the bytes that it had', async () => {
    const { messageId } = await publish()
    const before = await get(`/messages/${messageId}`)
    await put(`/messages/${messageId}/retrieval`)
    await rig.database.queries
      .updateTable('out_entry')
      .set({ deleted_at: new Date() })
      .where('name', 'like', `%.${messageId}`)
      .execute()
    const told = [await post(`/messages/${messageId}/repeat`), await post(`/messages/${messageId}/repeat`)]
    expect(told.map(({ status, json }) => [status, json])).toEqual(Array(2).fill([200, before.json]))
    const [entry] = await readAudit(rig.database.queries, { subject: `sender:${sender.senderNumber}`, limit: 1 })
    expect(entry).toMatchObject({ action: 'answer.repeated', actor: `program:${sender.clientId}` })
  })

  test('that is compressed is given as what it is', async () => {
    const { messageId } = await publish()
    await rig.database.queries
      .updateTable('out_entry')
      .set({ name: `CO.${messageId}` })
      .where('name', '=', `FO.${messageId}`)
      .execute()
    const content = await get(`/messages/${messageId}/content`)
    expect([content.headers['content-type'], content.headers['content-disposition'], content.text]).toEqual([
      'application/zip',
      `attachment; filename="CO.${messageId}"`,
      `content of ${messageId}`,
    ])
    const listed = await get('/messages?pageSize=1')
    expect((listed.json.items as { fileName: string }[])[0]?.fileName).toBe(`CO.${messageId}`)
    expect((await put(`/messages/${messageId}/retrieval`)).status).toBe(204)
  })

  test.each(['', '/content', '/signature'])('rule 17.1: another sender’s is as unknown as none (%s)', async (what) => {
    const { messageId } = await publish(other)
    const answers = [await get(`/messages/${messageId}${what}`), await get(`/messages/${UNKNOWN}${what}`)]
    expect(answers.map(said)).toEqual([NOT_FOUND, NOT_FOUND])
  })

  test('another sender’s is put back no more than none', async () => {
    const { messageId } = await publish(other)
    const answers = [await post(`/messages/${messageId}/repeat`), await post(`/messages/${UNKNOWN}/repeat`)]
    expect(answers.map(said)).toEqual([NOT_FOUND, NOT_FOUND])
  })

  test('rule 17.1: another sender’s is confirmed no more than none', async () => {
    const { messageId } = await publish(other)
    const answers = [await put(`/messages/${messageId}/retrieval`), await put(`/messages/${UNKNOWN}/retrieval`)]
    expect(answers.map(said)).toEqual([NOT_FOUND, NOT_FOUND])
    expect((await get(`/messages/${messageId}`, other)).json.retrieved).toBe(false)
  })
})

test('who may not retrieve sees no messages', async () => {
  const scope = 'scope:structuredreports:transfer:consult'
  const headers = { authorization: `Bearer ${await rig.token({ sender, scope })}` }
  const { status, json } = await rig.ask({ path: `${API}/messages`, headers })
  expect([status, json.type, json.requiredScopes]).toEqual([
    403,
    'urn:problem-type:belgif:missingScope',
    ['scope:structuredreports:message:retrieve'],
  ])
  expect((await rig.ask({ path: `${API}/messages` })).status).toBe(401)
})

const NOT_FOUND = [404, 'urn:problem-type:belgif:resourceNotFound']

function said({ status, json }: Answer) {
  return [status, json.type]
}

function publish(whose = sender, environment: 'R' | 'T' = 'R') {
  return publishAnswer({ ...rig, spool: rig.node.spool }, { sender: whose.senderNumber, environment })
}

async function get(path: string, whose = sender): Promise<Answer> {
  const headers = { authorization: `Bearer ${await tokenOf(whose)}` }
  return rig.ask({ path: `${API}${path}`, headers })
}

async function post(path: string, whose = sender): Promise<Answer> {
  const headers = { authorization: `Bearer ${await tokenOf(whose)}` }
  return rig.ask({ method: 'POST', path: `${API}${path}`, headers })
}

async function put(path: string, whose = sender): Promise<Answer> {
  const headers = { authorization: `Bearer ${await tokenOf(whose)}` }
  return rig.ask({ method: 'PUT', path: `${API}${path}`, headers })
}

const TOKENS = new Map<string, Promise<string>>()

function tokenOf(whose: WebSender): Promise<string> {
  const known = TOKENS.get(whose.clientId) ?? rig.token({ sender: whose })
  TOKENS.set(whose.clientId, known)
  return known
}

function idsOf(json: Answer['json']): unknown[] {
  return (json.items as { messageId: string }[]).map(({ messageId }) => messageId)
}
