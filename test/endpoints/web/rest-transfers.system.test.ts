import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal } from '../../../src/base/refusal.ts'
import { allRights } from '../../mailbox/rig.ts'
import { FORM, multipartBody, type WrittenPart } from './multipart-body.ts'
import { openRestRig, type RestRig } from './rest-rig.ts'
import type { WebSender } from './web-rig.ts'

let rig: RestRig
let other: WebSender
let sequence = 0

beforeAll(async () => {
  rig = await openRestRig()
  other = await rig.enrol(2)
  rig.node.rights.current = allRights(rig.sender.senderNumber)
})
afterAll(() => rig[Symbol.asyncDispose]())

test('rule 16.1 takes a set in one request, whatever the order of its parts, and says where it is', async () => {
  const set = newSet()
  const answer = await rig.send([set.signature, set.declaration, metadata(set.name)])
  const { transferId, ticket, receivedAt, pollAfter } = answer.json
  expect(answer).toMatchObject({ status: 201, headers: { location: `${rig.url}${BASE}/transfers/${transferId}` } })
  const digests = Object.fromEntries([set.declaration, set.signature].map(({ fileName, content }) => [fileName, digestOf(content)]))
  expect(answer.json).toMatchObject({
    ...{ self: `${rig.url}${BASE}/transfers/${transferId}`, setName: set.name, environment: 'R', declarationType: 'DMFA' },
    ...{ status: 'received', digests, messages: [] },
  })
  expect([ticket, receivedAt, pollAfter]).toEqual([expect.stringMatching(/^SLU/), expect.any(String), expect.any(String)])
  const seen = await rig.rest(`/transfers/${transferId}`)
  expect({ ...seen.json, pollAfter }).toEqual(answer.json)
})

test('rule 16.3 the same request again has the same answer, other content is refused', async () => {
  const set = newSet()
  const first = await rig.send([metadata(set.name), set.declaration, set.signature])
  const again = await rig.send([metadata(set.name), set.declaration, set.signature])
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

const BASE = '/REST/structuredReports/v1'

function newSet() {
  sequence += 1
  const key = `DMFA.${rig.sender.senderNumber}.20260105.${String(sequence).padStart(5, '0')}.R`
  const part = (name: string, mark: string): WrittenPart & { fileName: string } => {
    const fileName = `${mark}.${key}.1.1`
    return { name, fileName, type: 'application/octet-stream', content: fileName }
  }
  return { key, name: `${key}.1`, declaration: part('declaration', 'FI'), signature: part('signature', 'FS') }
}

function metadata(setName: string, more: object = {}): WrittenPart {
  return { name: 'metadata', type: 'application/json', content: JSON.stringify({ setName, ...more }) }
}

function digestOf(content: string | Buffer) {
  return { algorithm: 'SHA-256', value: createHash('sha256').update(content).digest('base64') }
}
