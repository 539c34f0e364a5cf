import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LANGUAGES } from '../../../src/batch/languages.ts'
import { textOf } from '../../../src/batch/reasons/catalogue.ts'
import { REVOCATION_WAIT } from '../../../src/batch/revocation-wait.ts'
import { REST_PREFIX } from '../../../src/endpoints/web/rest/prefix.ts'
import { insertDelivery } from '../../../src/ledger/deliveries.ts'
import { giveTurns } from '../../../src/ledger/delivery-line.ts'
import { insertFact } from '../../../src/ledger/facts.ts'
import { allRights } from '../../mailbox/rig.ts'
import { verdictOf } from '../../stages/a-set.ts'
import { FORM, multipartBody, type WrittenPart } from './multipart-body.ts'
import { openRestRig, type RestRig } from './rest-rig.ts'
import { digestOf, filePart, metadata, newSet as newSetOf } from './rest-sets.ts'
import type { WebSender } from './web-rig.ts'

let rig: RestRig
let other: WebSender

beforeAll(async () => {
  rig = await openRestRig()
  other = await rig.enrol(2)
  rig.node.rights.current = allRights(rig.sender.senderNumber)
})
afterAll(() => rig[Symbol.asyncDispose]())

const newSet = (environment?: string) => newSetOf(rig.sender.senderNumber, environment)
type NewSet = ReturnType<typeof newSet>

test('rule 16.1: takes a set in one request, whatever the order of its parts, and says where it is', async () => {
  const set = newSet()
  const answer = await rig.send([set.signature, set.declaration, metadata(set.name)])
  const { transferId, pollAfter } = answer.json
  const files = [set.declaration, set.signature]
  expect(answer).toMatchObject({
    status: 201,
    headers: { location: `${rig.url}${REST_PREFIX}/transfers/${transferId}` },
  })
  expect(answer.json).toEqual({
    ...{ self: `${rig.url}${REST_PREFIX}/transfers/${transferId}`, transferId, setName: set.name, environment: 'R' },
    ...{ declarationType: 'DMFA', status: 'received', ticket: expect.stringMatching(/^SLU/), messages: [] },
    ...{ receivedAt: expect.any(String), pollAfter: expect.any(String) },
    digests: Object.fromEntries(
      [...files, filePart('', `GO.${set.name}`, '')].map((file) => [file.fileName, digestOf(file.content)]),
    ),
    files: [...files, filePart('', `GO.${set.name}`, '')].map(({ fileName, content }) => {
      return { fileName, bytes: content.length, channel: 'web', receivedAt: expect.any(String) }
    }),
  })
  const seen = await rig.rest(`/transfers/${transferId}`)
  expect({ ...seen.json, pollAfter }).toEqual(answer.json)
  const byTicket = await rig.rest(`/transfers/${answer.json.ticket}`)
  expect(byTicket.json.transferId).toBe(transferId)
})

test('the same request again has the same answer, and other content is refused (cases H3, H4)', async () => {
  const set = newSet()
  const parts = [metadata(set.name), set.declaration, set.signature]
  const [first, again] = [await rig.send(parts), await rig.send(parts)]
  const { replayed, pollAfter: _, ...same } = again.json
  const { pollAfter: __, ...before } = first.json
  expect([again.status, replayed, same]).toEqual([201, true, before])
  const otherwise = await rig.send([metadata(set.name), { ...set.declaration, content: 'other' }, set.signature])
  expect([otherwise.status, otherwise.json.type, otherwise.json.transferId]).toEqual([
    409,
    'urn:problem-type:sluice:structuredReports:fileNameAlreadyUsed',
    first.json.transferId,
  ])
})

test('a set may stay open for another request', async () => {
  const set = newSet()
  const open = await rig.send([set.declaration, metadata(set.key, { go: false })])
  const complete = await rig.send([set.signature, metadata(set.name)])
  expect([open.status, open.json.status, open.json.ticket, open.json.pollAfter]).toEqual([
    201,
    'open',
    undefined,
    undefined,
  ])
  expect([complete.status, complete.json.status]).toEqual([201, 'received'])
  expect(complete.json.transferId).toBe(open.json.transferId)
})

test.each<[string, (digest: { readonly algorithm: string; readonly value: string }) => unknown]>([
  ['as an object', (digest) => digest],
  ['in base64', ({ value }) => value],
  ['in hexadecimal', ({ value }) => Buffer.from(value, 'base64').toString('hex')],
])('rule 16.4: digests that fit %s are taken, others are refused and nothing is stored', async (_, written) => {
  const set = newSet()
  const digests = (content: string | Buffer) => ({
    digests: { [set.declaration.fileName]: written(digestOf(content)) },
  })
  const wrong = await rig.send([metadata(set.name, digests('x')), set.declaration, set.signature])
  expect([wrong.status, wrong.json.issues]).toEqual([
    400,
    [
      expect.objectContaining({
        type: 'urn:problem-type:sluice:input-validation:structuredReports:digestMismatch',
        value: set.declaration.fileName,
      }),
    ],
  ])
  expect(await stored(set)).toBe(0)
  expect(
    (await rig.send([metadata(set.name, digests(set.declaration.content)), set.declaration, set.signature])).status,
  ).toBe(201)
})

test('whatever media type a program guesses from the name of a file, the file is taken', async () => {
  const set = newSet()
  const declaration = { ...set.declaration, type: 'application/x-troff-man' }
  const signature = { ...set.signature, type: 'image/png' }
  const answer = await rig.send([{ ...metadata(set.name), type: 'text/plain' }, declaration, signature])
  expect([answer.status, answer.json.status]).toEqual([201, 'received'])
})

test('how large metadata may be, and when to ask again, are settings that hold from the next request on', async () => {
  const { limits } = rig.settings
  const before = { ...limits }
  Object.assign(limits, { metadataBytes: 1024, pollAfterSeconds: 90 })
  const set = newSet()
  const padded = (bytes: number) => ({
    ...metadata(set.name),
    content: JSON.stringify({ setName: set.name }).padEnd(bytes),
  })
  const large = await rig.send([padded(1025), set.declaration, set.signature])
  const sent = await rig.send([padded(1024), set.declaration, set.signature])
  Object.assign(limits, before)
  expect([large.status, large.json.type, large.json.limit]).toEqual([
    413,
    'urn:problem-type:belgif:payloadTooLarge',
    1024,
  ])
  const waits = Date.parse(String(sent.json.pollAfter)) - Date.parse(String(sent.headers.date))
  expect([sent.status, Math.round(waits / 10_000)]).toEqual([201, 9])
})

const INPUT = 'belgif:input-validation'

test.each<[string, (set: NewSet) => readonly WrittenPart[], number, string, (string | undefined)?, object?]>([
  [
    'no metadata',
    (set) => [set.declaration, set.signature],
    400,
    'belgif:badRequest',
    'belgif-ext:input-validation:requiredInput',
  ],
  [
    'metadata twice',
    (set) => [metadata(set.name), metadata(set.name)],
    400,
    'belgif:badRequest',
    `${INPUT}:unknownInput`,
  ],
  [
    'an unknown field in the metadata',
    (set) => [metadata(set.name, { role: 'x' })],
    400,
    'belgif:badRequest',
    `${INPUT}:unknownInput`,
  ],
  [
    'metadata over 16 KiB',
    (set) => [{ ...metadata(set.name), content: ' '.repeat(17_000) }],
    413,
    'belgif:payloadTooLarge',
  ],
  [
    'metadata as XML',
    (set) => [{ ...metadata(set.name), type: 'application/xml' }],
    415,
    'belgif:unsupportedMediaType',
  ],
  [
    'metadata in Latin-1',
    (set) => [{ ...metadata(set.name), type: 'application/json; charset=iso-8859-1' }],
    415,
    'belgif:unsupportedMediaType',
  ],
  [
    'an unknown part',
    (set) => [metadata(set.name), { name: 'role', content: 'x' }],
    400,
    'belgif:badRequest',
    `${INPUT}:unknownInput`,
  ],
  [
    'a part called __proto__',
    (set) => [metadata(set.name), { name: '__proto__', content: 'x' }],
    400,
    'belgif:badRequest',
    `${INPUT}:unknownInput`,
  ],
  [
    'neither files nor GO',
    (set) => [metadata(set.name, { go: false })],
    400,
    'belgif:badRequest',
    'belgif-ext:input-validation:requiredInput',
  ],
  [
    'a declaration without file name',
    (set) => [metadata(set.name), { name: 'declaration', content: 'x' }],
    400,
    'belgif:badRequest',
    'belgif-ext:input-validation:requiredInput',
  ],
  [
    'an empty file name',
    (set) => [metadata(set.name), filePart('declaration', '')],
    400,
    'belgif:badRequest',
    'belgif-ext:input-validation:requiredInput',
  ],
  [
    'a path in the file name (case H8)',
    (set) => [metadata(set.name), filePart('declaration', `../${set.declaration.fileName}`)],
    400,
    'belgif:badRequest',
    `${INPUT}:invalidInput`,
  ],
  [
    'a Windows path in the file name (case H8)',
    (set) => [metadata(set.name), filePart('declaration', `C:\\\\${set.declaration.fileName}`)],
    400,
    'belgif:badRequest',
    `${INPUT}:invalidInput`,
  ],
  [
    'the same name twice (case H8)',
    (set) => [metadata(set.name), set.declaration, set.declaration],
    400,
    'belgif:badRequest',
    `${INPUT}:unknownInput`,
  ],
  [
    'a packed declaration (case H8)',
    (set) => [metadata(set.name), { ...set.declaration, headers: ['Content-Encoding: gzip'] }],
    415,
    'belgif:unsupportedMediaType',
  ],
  [
    'a declaration that is a form itself',
    (set) => [metadata(set.name), { ...set.declaration, type: 'multipart/mixed; boundary=b' }],
    415,
    'belgif:unsupportedMediaType',
  ],
  [
    'a digest of a file that did not come',
    (set) => [metadata(set.name, { digests: { 'FI.x': digestOf('x') } }), set.declaration, set.signature],
    400,
    'belgif:badRequest',
    `${INPUT}:referencedResourceNotFound`,
  ],
  [
    'a signature over its limit',
    (set) => [metadata(set.name), set.declaration, { ...set.signature, content: 'x'.repeat(70_000) }],
    413,
    'belgif:payloadTooLarge',
    undefined,
    { limit: 65_536 },
  ],
  [
    'no signature in R',
    (set) => [metadata(set.name), set.declaration],
    400,
    'belgif:badRequest',
    'belgif-ext:input-validation:requiredInput',
  ],
  [
    '21 files',
    (set) => [
      metadata(set.name),
      ...Array.from({ length: 21 }, (_, nth) => filePart('declaration', `FI.${set.key}.9.${nth}`)),
    ],
    413,
    'belgif:payloadTooLarge',
    undefined,
    { limit: 20 },
  ],
])('rule 16.3: %s is refused, and nothing is stored', async (_, parts, status, type, issue, members = {}) => {
  const set = newSet()
  const answer = await rig.send(parts(set))
  const { issues = [] } = answer.json as { issues?: { type: string }[] }
  expect([answer.status, answer.json.type, issues.map((each) => each.type)]).toEqual([
    status,
    `urn:problem-type:${type}`,
    issue === undefined ? [] : [`urn:problem-type:${issue}`],
  ])
  expect(answer.json).toMatchObject(members)
  expect(await stored(set)).toBe(0)
})

test.each(['de', 'fr', 'nl', 'en'] as const)(
  'rule 16.5: what the gate would answer is told with its code, in %s',
  async (language) => {
    const set = newSet()
    const wrong = filePart('declaration', set.declaration.fileName.replace('.20260105.', '.20261305.'))
    const answer = await rig.send([metadata(set.name), wrong, set.signature], {
      headers: { 'accept-language': language },
    })
    const { issues } = answer.json as { issues: { acknowledgementCode: number; value: string; detail: string }[] }
    expect([answer.status, answer.headers['content-language']]).toEqual([400, language])
    for (const { acknowledgementCode, detail } of issues) {
      const reason = { code: acknowledgementCode, file: wrong.fileName, seen: '20261305', expected: '' }
      expect(detail.slice(0, 10)).toBe(textOf(reason)[language].slice(0, 10))
    }
    expect(await stored(set)).toBe(0)
  },
)

test('rule 16.5: the number of another sender is forbidden', async () => {
  const set = newSet()
  const name = set.name.replace(rig.sender.senderNumber, other.senderNumber)
  const answer = await rig.send([
    metadata(name),
    filePart('declaration', `FI.${name}.1`),
    filePart('signature', `FS.${name}.1`),
  ])
  expect([answer.status, answer.json.type, answer.json.acknowledgementCode, answer.json.reason]).toEqual([
    403,
    'urn:problem-type:belgif:missingPermission',
    108,
    'unknownSender',
  ])
})

test('rule 16.5: a service that the sender may not use is forbidden', async () => {
  const before = rig.node.rights.current
  rig.node.rights.current = { ...before, bindings: [] }
  const set = newSet()
  const answer = await rig.send([metadata(set.name), set.declaration, set.signature])
  rig.node.rights.current = before
  expect([answer.status, answer.json.reason, answer.json.acknowledgementCode]).toEqual([403, 'serviceNotSelected', 154])
})

test('rule 16.6: a transfer is taken back until it is answered, and again', async () => {
  const set = newSet()
  const { transferId } = (await rig.send([metadata(set.name), set.declaration, set.signature])).json
  const cancel = (sender?: WebSender) =>
    rig.rest(`/transfers/${transferId}/cancellations`, { method: 'POST', ...(sender && { sender }) })
  expect((await cancel(other)).status).toBe(404)
  const [done, again] = [await cancel(), await cancel()]
  expect([done.status, done.json.status, again.status, again.json.status]).toEqual([200, 'cancelled', 200, 'cancelled'])
})

test('rule 25.8: a transfer that waits for its online service has its place in the line, once its answer is out', async () => {
  const { database } = rig
  const line = async (answer: Parameters<typeof verdictOf>[0]) => {
    const set = newSet()
    const { transferId } = (await rig.send([metadata(set.name), set.declaration, set.signature])).json
    await database.transaction(async (tx) => {
      await insertFact(tx, String(transferId), 'verdict', verdictOf(answer))
      await insertDelivery(tx, { submissionId: String(transferId), service: 'DMFA', sender: rig.sender.senderNumber })
    })
    await giveTurns(database, 'DMFA')
    const { json } = await rig.rest(`/transfers/${transferId}`)
    return [json.status, json.line]
  }
  expect(await line({ answer: null })).toEqual(['positiveAcknowledgement', { place: 1 }])
  expect(await line({})).toEqual(['received', undefined])
  const lately = { state: 'delivered', turn: null, finished_at: sql<Date>`now() - interval '90 seconds'` }
  await database.queries.updateTable('delivery').set(lately).where('turn', '=', 1).execute()
  const expected = { earliestSeconds: 120, latestSeconds: 600 }
  expect(await line({ answer: null })).toEqual(['positiveAcknowledgement', { place: 2, ...expected }])
})

test('rule 28.3: a transfer that waits for its signer’s authority says so, in the language that is asked for', async () => {
  const set = newSet()
  const { transferId } = (await rig.send([metadata(set.name), set.declaration, set.signature])).json
  const since = new Date('2026-01-05T09:00:00Z')
  await rig.database.queries
    .updateTable('claim')
    .set({ waits_for: 'a'.repeat(64), waits_since: since })
    .where('submission_id', '=', String(transferId))
    .execute()
  const told = async (language: string) => {
    const { json } = await rig.rest(`/transfers/${transferId}`, { headers: { 'accept-language': language } })
    return [json.status, json.waitsFor, json.reasons, typeof json.pollAfter]
  }
  for (const language of LANGUAGES) {
    const waitsFor = { what: 'revocationData', since: since.toISOString(), detail: REVOCATION_WAIT[language] }
    expect(await told(language)).toEqual(['received', waitsFor, undefined, 'string'])
  }
})

test("another sender's transfers are not there", async () => {
  const set = newSet()
  const { transferId } = (await rig.send([metadata(set.name), set.declaration, set.signature])).json
  const found = await rig.rest(`/transfers/${transferId}`, { sender: other })
  const unknown = await rig.rest(`/transfers/019b8c3e-5d7a-7000-8000-000000000000`, { sender: other })
  const without = ({ instance: _, ...body }: Readonly<Record<string, unknown>>) => body
  expect([found.status, without(found.json)]).toEqual([404, without(unknown.json)])
  expect((await rig.rest('/transfers', { sender: other })).json.items).toEqual([])
})

test('transfers are listed page by page, the latest first, and filtered', async () => {
  const sets = [newSet('S'), newSet('S'), newSet('S')]
  for (const { name, declaration } of sets) await rig.send([metadata(name), declaration])
  const first = await rig.rest('/transfers?environment=S&pageSize=2&declarationType=DMFA&status=received')
  const next = await rig.rest(String(first.json.next).slice(`${rig.url}${REST_PREFIX}`.length))
  const names = [first, next].flatMap(({ json }) => (json.items as { setName: string }[]).map((item) => item.setName))
  expect(names).toEqual(sets.map(({ name }) => name).reverse())
  expect([first.json.page, first.json.pageSize, next.json.page, next.json.next]).toEqual([1, 2, 2, undefined])
  const one = await rig.rest(`/transfers?setName=${sets[0]?.name}&createdFrom=2026-01-01T00:00:00Z`)
  expect((one.json.items as object[]).length).toBe(1)
})

test.each([
  ['an unknown parameter', 'role=x', 'unknownInput', 'role'],
  ['a parameter twice', 'status=open&status=open', 'schemaViolation', 'status'],
  ['an unknown status', 'status=x', 'schemaViolation', 'status'],
  ['a day that is none', 'createdFrom=2026-13-01', 'schemaViolation', 'createdFrom'],
  ['no page', 'page=0', 'schemaViolation', 'page'],
  ['a page that is too far', 'page=10000&pageSize=100', 'schemaViolation', 'page'],
  ['a large page', 'pageSize=101', 'schemaViolation', 'pageSize'],
])('rule 16.4: %s in the address is refused and named', async (_, query, issue, name) => {
  const answer = await rig.rest(`/transfers?${query}`)
  expect([answer.status, answer.json.issues]).toEqual([
    400,
    [expect.objectContaining({ type: `urn:problem-type:${INPUT}:${issue}`, in: 'query', name })],
  ])
})

test.each<[string, Record<string, string>, number, string]>([
  ['no token', { authorization: '' }, 401, 'noAccessToken'],
  ['a token that is none', { authorization: 'Bearer x' }, 401, 'invalidAccessToken'],
])('rule 16.2: with %s a transfer is refused before its body is read', async (_, headers, status, type) => {
  const set = newSet()
  const answer = await rig.send([metadata(set.name), set.declaration, set.signature], { headers })
  expect([answer.status, answer.json.type]).toEqual([status, `urn:problem-type:belgif:${type}`])
  expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
  expect(await stored(set)).toBe(0)
})

test('rule 16.2: a token for reading does not send', async () => {
  const token = await rig.token({ scope: 'scope:structuredreports:transfer:consult' })
  const set = newSet()
  const answer = await rig.send([metadata(set.name), set.declaration, set.signature], {
    headers: { authorization: `Bearer ${token}` },
  })
  expect([answer.status, answer.json.type, answer.json.requiredScopes]).toEqual([
    403,
    'urn:problem-type:belgif:missingScope',
    ['scope:structuredreports:transfer:send'],
  ])
})

test.each<[string, Record<string, string>, string | Buffer, number, string]>([
  ['JSON', { 'content-type': 'application/json' }, '{}', 415, 'unsupportedMediaType'],
  ['no content type', { 'content-type': '' }, 'x', 415, 'unsupportedMediaType'],
  [
    'a serialised object (case H11)',
    { 'content-type': 'application/x-java-serialized-object' },
    'x',
    415,
    'unsupportedMediaType',
  ],
  ['a form of addresses', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=b', 415, 'unsupportedMediaType'],
  [
    'a packed body (case H8)',
    { 'content-encoding': 'gzip' },
    Buffer.from([0x1f, 0x8b, 8, 0]),
    415,
    'unsupportedMediaType',
  ],
  [
    'another charset (case H8)',
    { 'content-type': `${FORM['content-type']}; charset=utf-16` },
    'x',
    415,
    'unsupportedMediaType',
  ],
  ['no boundary', { 'content-type': 'multipart/form-data' }, 'x', 400, 'badRequest'],
  [
    'a boundary of 200 characters',
    { 'content-type': `multipart/form-data; boundary=${'b'.repeat(200)}` },
    'x',
    400,
    'badRequest',
  ],
  ['no last boundary', {}, multipartBody([metadata('x')]).subarray(0, -6), 400, 'badRequest'],
])('%s is refused in the words of the catalogue', async (_, headers, body, status, type) => {
  const answer = await rig.rest('/transfers', {
    method: 'POST',
    headers: { ...FORM, ...headers, 'accept-language': 'nl' },
    body,
  })
  expect([answer.status, answer.json.type]).toEqual([status, `urn:problem-type:belgif:${type}`])
  expect(answer.json.href).toBe(`${rig.url}${REST_PREFIX}/refData/problemTypes/${type}`)
})

/** Files with one of the set's names that have left a row. */
async function stored({ key }: { readonly key: string }): Promise<number> {
  const rows = await rig.database.queries
    .selectFrom('received_file')
    .select('name')
    .where('name', 'like', `%${key}%`)
    .execute()
  return rows.length
}
