/** Reading what files hold: who may, what is noted, and what comes. */
import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { LANGUAGES } from '../../src/batch/languages.ts'
import { type ContentsRig, contentsRig, reader, readings, type Scene, sceneOf } from './contents-scene.ts'

const FI = 'FI.DMFA.123456.20260105.00001.R.1.1'
const XML = Buffer.from('<?xml version="1.0"?><Dmfa/>')

let rig: ContentsRig
/** Of somebody who may read. */
let headers: Record<string, string>
let url: string
beforeAll(async () => {
  rig = await contentsRig({ sets: ['operators.mostReadsPerHour=1000'] })
  headers = await reader(rig, 'anna')
  url = await rig.listen()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

test('rule 22.9: the right is apart from the role; without it page and API refuse, and that is in the audit', async () => {
  const scene = await sceneOf(rig, { [FI]: XML })
  const without = await reader(rig, 'olaf', { role: 'administrator', mayReadContents: false })
  const { payload } = await rig.ask({ url: `/submissions/${scene.submissionId}`, headers: without })
  expect([payload.includes('Ask an administrator for it.'), payload.includes('/contents/')]).toEqual([true, false])
  const tried = [
    await rig.ask({ url: place(scene, FI), headers: without }),
    await byPage(scene, FI, { headers: without }),
    await byApi(scene, FI, { headers: without }),
    await byApi(scene, 'nothing', { headers: without }),
  ]
  expect(tried.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403])
  expect(tried[1]?.payload).toContain('You have no right to read contents of declarations.')
  expect(tried.some(({ rawPayload }) => rawPayload.includes(XML))).toBe(false)
  const audit = rig.database.queries.selectFrom('audit').select(['action', 'reason'])
  const refused = await audit.where('actor', '=', 'operator:olaf@console').execute()
  expect(refused).toEqual(tried.map(() => ({ action: 'console.refused', reason: 'contentsNotYours' })))
})

test('rule 22.9: a viewer with the right reads by page and API, each time with a reason', async () => {
  const scene = await sceneOf(rig, { [FI]: XML })
  const vera = await reader(rig, 'vera', { role: 'viewer' })
  const one = await rig.ask({ url: `/submissions/${scene.submissionId}`, headers: vera })
  expect(one.payload).toContain(`href="${place(scene, FI)}"`)
  const form = await rig.ask({ url: place(scene, FI), headers: vera })
  expect([form.statusCode, form.payload.includes('name="reason"')]).toEqual([200, true])
  const without = [
    await byPage(scene, FI, { headers: vera, reason: ' ' }),
    await byApi(scene, FI, { headers: vera, reason: '' }),
  ]
  expect(without.map(({ statusCode }) => statusCode)).toEqual([400, 400])
  expect(without[0]?.payload).toContain('name="reason"')
  const page = await byPage(scene, FI, { headers: vera, reason: 'why' })
  const answer = await byApi(scene, scene.document, { headers: vera, reason: 'asked' })
  expect([page.rawPayload, answer.payload]).toEqual([XML, '<ACRF/>'])
  expect(await readings(rig, scene.submissionId)).toEqual([
    { who: 'operator:vera@console', file: FI, reason: 'why' },
    { who: 'operator:vera@console', file: scene.document, reason: 'asked' },
  ])
})

test('rule 22.10: what a file holds and is called does nothing: it is kept as a file, never shown (case W5)', async () => {
  const name = '"; x=<script>alert(1)</script>.html'
  const script = Buffer.from('<script>alert(1)</script>')
  const scene = await sceneOf(rig, { [name]: script })
  const one = await rig.ask({ url: `/submissions/${scene.submissionId}`, headers })
  const form = await rig.ask({ url: place(scene, name), headers })
  expect([one, form].map(({ payload }) => payload.includes('<script>alert'))).toEqual([false, false])
  for (const answer of [await byPage(scene, name), await byApi(scene, name)]) {
    expect([answer.statusCode, answer.rawPayload]).toEqual([200, script])
    expect(answer.headers).toMatchObject({
      ...{ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' },
      'content-disposition': 'attachment; filename="___x__script_alert_1___script_.html.bin"',
      ...{ 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'no-store' },
      'content-length': String(script.length),
    })
  }
  const plain = await byApi(scene, scene.document)
  expect(plain.headers['content-disposition']).toBe(`attachment; filename="${scene.document}"`)
})

test('rule 22.10: a large file arrives byte for byte, with its length; an empty one as well', async () => {
  const large = randomBytes(7_000_001)
  const scene = await sceneOf(rig, { [FI]: large, empty: Buffer.alloc(0) })
  const answer = await overNetwork(scene, FI)
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect([answer.headers.get('content-length'), sha256(bytes)]).toEqual([String(large.length), sha256(large)])
  for (const name of ['empty', scene.trigger]) {
    const empty = await byApi(scene, name)
    expect([empty.statusCode, empty.headers['content-length'], empty.payload]).toEqual([200, '0', ''])
  }
})

test('rule 22.10: what is damaged is never sent whole, and of a small file not at all', async () => {
  const [small, large] = [randomBytes(1000), randomBytes(2_000_000)]
  const scene = await sceneOf(rig, { [FI]: small, large })
  for (const content of [small, large]) {
    await rm(rig.pathOf(sha256(content)))
    await writeFile(rig.pathOf(sha256(content)), Buffer.from(content).fill(0, content.length - 4))
  }
  const refused = await byApi(scene, FI)
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'SLU-STATE'])
  const answer = await overNetwork(scene, 'large')
  expect(answer.headers.get('content-length')).toBe('2000000')
  await expect(answer.arrayBuffer()).rejects.toThrow()
})

test('a content that is gone is told in words of each language, and nothing is noted', async () => {
  const content = randomBytes(100)
  const scene = await sceneOf(rig, { [FI]: content })
  await rig.spool.remove(sha256(content))
  const told = await Promise.all(LANGUAGES.map((language) => byPage(scene, FI, { query: `?lang=${language}` })))
  expect(told.map(({ statusCode }) => statusCode)).toEqual([409, 409, 409, 409])
  const words = {
    de: 'liegt nicht auf der Platte',
    fr: 'n’est pas sur le disque',
    nl: 'staat niet op de schijf',
    en: 'is not on the disk',
  }
  expect(LANGUAGES.map((language, index) => told[index]?.payload.includes(words[language]))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect((await byApi(scene, 'nothing')).statusCode).toBe(404)
  const problem = await byApi(scene, FI)
  expect([problem.statusCode, problem.json().detail]).toEqual([409, expect.stringContaining('sluice doctor')])
  expect(await readings(rig, scene.submissionId)).toEqual([])
})

test('a content whose archive time is over is told with its day and its rule, and nothing is noted', async () => {
  const scene = await sceneOf(rig, { [FI]: XML })
  const released_at = new Date('2031-02-03T12:00:00Z')
  for (const table of ['received_file', 'out_entry'] as const)
    await rig.database.queries
      .updateTable(table)
      .set({ released_at })
      .where('submission_id', '=', scene.submissionId)
      .execute()
  const { payload } = await rig.ask({ url: `/submissions/${scene.submissionId}`, headers })
  expect(payload.split('removed on 3 February 2031, after the archive time (rule 23.3)')).toHaveLength(5)
  const read = [await byPage(scene, FI), await byApi(scene, FI), await byApi(scene, scene.document)]
  expect(read.map(({ statusCode, payload }) => [statusCode, payload.includes('2031-02-03')])).toEqual(
    read.map(() => [409, true]),
  )
  const evidence = await rig.ask({ url: `/api/v1/submissions/${scene.submissionId}`, headers })
  expect(evidence.json().files).toMatchObject([{ name: FI, releasedAt: '2031-02-03T12:00:00.000Z' }])
  expect(await readings(rig, scene.submissionId)).toEqual([])
})

test('a reading stands in the timeline and in the audit, in each language', async () => {
  const scene = await sceneOf(rig, { [FI]: XML })
  await byPage(scene, FI, { reason: 'the sender asks' })
  const words = { de: 'gelesen', fr: 'lu', nl: 'gelezen', en: 'read' }
  for (const language of LANGUAGES) {
    const pages = [`/submissions/${scene.submissionId}?`, `/audit?subject=submission:${scene.submissionId}&`]
    const [one, audit] = await Promise.all(pages.map((url) => rig.ask({ url: `${url}lang=${language}`, headers })))
    expect([language, one?.payload]).toEqual([language, expect.stringMatching(new RegExp(`anna@console[^<]+${FI}`))])
    expect(audit?.payload).toMatch(new RegExp(`<div class="small">[^<]*${FI}`))
    expect([one, audit].map((answer) => answer?.payload.includes('the sender asks'))).toEqual([true, true])
    expect(audit?.payload).toContain(words[language])
  }
})

test('the document of the API tells it', async () => {
  const { paths } = (await rig.ask({ url: '/doc/openapi.json', headers })).json()
  expect(paths['/submissions/{submissionId}/contents/{file}'].post).toMatchObject({
    'x-role': 'viewer',
    requestBody: { content: { 'application/json': { schema: { required: ['reason'] } } } },
    responses: { 200: { content: { 'application/octet-stream': {} } } },
  })
})

type Asking = { readonly headers?: Record<string, string>; readonly reason?: string; readonly query?: string }

function place({ submissionId, file }: Scene, name: string): string {
  return `/submissions/${submissionId}/contents/${encodeURIComponent(file(name))}`
}

function byPage(scene: Scene, name: string, { headers: of = headers, reason = 'why', query = '' }: Asking = {}) {
  const told = { ...of, 'content-type': 'application/x-www-form-urlencoded' }
  const payload = new URLSearchParams({ reason }).toString()
  return rig.ask({ method: 'POST', url: `${place(scene, name)}${query}`, headers: told, payload })
}

function byApi(scene: Scene, name: string, { headers: of = headers, reason = 'why' }: Asking = {}) {
  return rig.ask({ method: 'POST', url: `/api/v1${place(scene, name)}`, headers: of, payload: { reason } })
}

function overNetwork(scene: Scene, name: string): Promise<Response> {
  const asked = { ...headers, origin: url }
  return fetch(`${url}${place(scene, name)}`, {
    method: 'POST',
    headers: asked,
    body: new URLSearchParams({ reason: 'why' }),
  })
}
