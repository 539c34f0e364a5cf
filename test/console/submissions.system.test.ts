import { afterAll, beforeAll, expect, test } from 'vitest'
import { parkSubmission } from '../../src/ledger/claims.ts'
import { insertDelivery } from '../../src/ledger/deliveries.ts'
import { giveTurns } from '../../src/ledger/delivery-line.ts'
import { openSubmission, sealSubmissions } from '../../src/ledger/submissions.ts'
import { envelopeOf } from '../stages/a-set.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'

let rig: ConsoleRig
beforeAll(async () => {
  rig = await consoleRig()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

const KEY = 'DMFA.123456.20260105.0C0DE.R'

test('a parked submission is found by part of its name, its cause read, requeued with a reason, and the audit shows it', async () => {
  const id = await parkedSet(KEY, 'the disk said <b>no</b>')
  const list = await get('/submissions?q=0c0de')
  expect(list).toContain(KEY)
  const one = await get(`/submissions/${id}`)
  expect([
    one.includes('the disk said &lt;b>no&lt;/b>') || one.includes('the disk said &lt;b&gt;no'),
    one.includes('<b>no'),
  ]).toEqual([true, false])
  const prepared = await post('/act', { action: 'requeue', scope: 'marked', filter: '', id })
  const place = String(prepared.headers.location)
  expect([prepared.statusCode, place]).toEqual([303, expect.stringMatching(/^\/act\/[0-9a-f-]{36}$/)])
  expect(await get(place)).toContain('It would concern 1 thing: 1 submission of 1 sender.')
  const without = await post(place, { reason: '' })
  expect(without.statusCode).toBe(400)
  const done = await post(place, { reason: 'looked at it, disk is back' })
  expect([done.statusCode, done.headers.location]).toEqual([303, `${place}?done=acted`])
  expect(await get(place)).toContain('1 done, 0 skipped')
  const audit = await get(`/audit?subject=submission:${id}`)
  expect(
    ['submission.requeued', 'operator:operator-1@console', 'looked at it, disk is back'].map((word) =>
      audit.includes(word),
    ),
  ).toEqual([true, true, true])
  const after = await get(`/submissions/${id}`)
  expect([after.includes('Parked:'), after.includes('looked at it, disk is back')]).toEqual([false, true])
})

test('rule 28.3: the page says what a set waits for, and since when', async () => {
  const id = await parkedSet('DMFA.123456.20260105.0CAFE.R', 'why')
  const waits = 'Has waited since 5 January 2026 at 11:00 for what the authority says of the certificate'
  expect(await get(`/submissions/${id}`)).not.toContain('Has waited')
  await rig.database.queries
    .updateTable('claim')
    .set({ waits_for: 'ab'.repeat(32), waits_since: new Date('2026-01-05T10:00:00Z') })
    .where('submission_id', '=', id)
    .execute()
  expect(await get(`/submissions/${id}`)).toContain(`${waits} ${'ab'.repeat(32)}.`)
})

test('a viewer sees, and is offered nothing to do', async () => {
  const id = await parkedSet('DMFA.123456.20260105.0C0DF.R', 'why')
  const pages = await Promise.all(['/submissions?q=0c0df', `/submissions/${id}`].map((url) => get(url, 'viewer')))
  expect(pages.map((html) => html.includes('action="/act"'))).toEqual([false, false])
  const tried = await post('/act', { action: 'requeue', scope: 'marked', filter: '', id }, 'viewer')
  expect(tried.statusCode).toBe(403)
})

test('a filter in the address narrows, and an action on all that fulfils it never widens a filter with a mistake in it', async () => {
  const id = await parkedSet('DIMN.654321.20260105.0FAFA.R', 'why')
  expect(await get('/submissions?sender=654321&service=DIMN&parked=yes')).toContain(id)
  expect(await get('/submissions?sender=654321&service=DMWA')).toContain('Nothing fits.')
  const wrong = await post('/act', { action: 'requeue', scope: 'all', filter: 'sender=654321&state=nonsense', id })
  expect(wrong.statusCode).toBe(400)
})

test('programs do the same over the API, and get everything of one submission', async () => {
  const id = await parkedSet('DIMN.777777.20260105.0ABBA.R', 'why')
  const found = await json('GET', '/api/v1/submissions?q=0abba')
  expect(found).toMatchObject({
    items: [{ id, sender: '777777', parkedReason: 'why', codes: [] }],
    count: 1,
    countIsAtLeast: false,
  })
  const one = await json('GET', `/api/v1/submissions/${id}`)
  expect(one).toMatchObject({
    id,
    parkedReason: 'why',
    facts: { envelope: { rawKey: 'IN/DIMN.777777.20260105.0ABBA.R' } },
  })
  const prepared = await json('POST', '/api/v1/bulk', { action: 'requeue', filter: 'sender=777777&parked=yes' })
  expect(prepared).toMatchObject({ count: 1, submissions: 1, senders: 1, byState: { parked: 1 } })
  const run = () => json('POST', `/api/v1/bulk/${prepared.bulkId}/run`, { reason: 'by program' })
  expect([await run(), await run()]).toMatchObject([
    { done: 1, skipped: 0, isRepeated: false },
    { done: 1, skipped: 0, isRepeated: true },
  ])
  expect(await json('GET', `/api/v1/audit?subject=bulk:${prepared.bulkId}`)).toMatchObject({
    items: [{ action: 'bulk.requeue', reason: 'by program' }],
  })
  expect((await rig.ask({ url: '/api/v1/submissions?state=nonsense', headers: rig.as('viewer') })).statusCode).toBe(400)
})

test('in every language and whatever is asked, pages of submissions and the audit are shown', async () => {
  const id = await parkedSet('DIMN.888888.20260105.0ABCD.R', 'why')
  await rig.database.transaction((tx) => insertDelivery(tx, { submissionId: id, service: 'DIMN', sender: '888888' }))
  await giveTurns(rig.database, 'DIMN')
  expect(await get(`/submissions/${id}`)).toContain('1, time unknown')
  const odd = encodeURIComponent('%_\\\u0000"><script>')
  const places = [
    '/submissions',
    `/submissions?q=${odd}&after=x&from=9999-99-99`,
    '/parked',
    `/submissions/${id}`,
    `/audit?actor=${odd}`,
  ]
  const answers = await Promise.all(
    places.flatMap((url) =>
      ['de', 'fr', 'nl', 'en'].map((lang) =>
        rig.ask({ url: `${url}${url.includes('?') ? '&' : '?'}lang=${lang}`, headers: rig.as('operator') }),
      ),
    ),
  )
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
  expect(answers.some(({ payload }) => payload.includes('"><script>'))).toBe(false)
  expect((await rig.ask({ url: '/submissions/nonsense', headers: rig.as('viewer') })).statusCode).toBe(404)
  const evidence = await rig.ask({ url: `/submissions/${id}/evidence.json`, headers: rig.as('viewer') })
  expect([evidence.statusCode, evidence.headers['content-disposition']]).toEqual([
    200,
    expect.stringContaining('attachment'),
  ])
})

async function parkedSet(key: string, reason: string): Promise<string> {
  const sender = key.split('.')[1] ?? ''
  return rig.database.transaction(async (tx) => {
    const rawKey = `IN/${key}`
    const opened = await openSubmission(tx, { sender, rawKey, environment: 'R', routable: true }, 24)
    const envelope = envelopeOf(undefined, { rawKey, sender, ticket: `T${opened.submissionId.slice(-12)}` })
    await sealSubmissions(tx, [{ ...opened, envelope }])
    await parkSubmission(tx, opened.submissionId, reason)
    return opened.submissionId
  })
}

async function get(url: string, role: 'viewer' | 'operator' = 'operator'): Promise<string> {
  const { statusCode, payload } = await rig.ask({ url, headers: { ...rig.as(role), 'accept-language': 'en' } })
  expect([url, statusCode]).toEqual([url, 200])
  return payload
}

function post(url: string, fields: Record<string, string>, role: 'viewer' | 'operator' = 'operator') {
  const headers = { ...rig.as(role), 'content-type': 'application/x-www-form-urlencoded' }
  return rig.ask({ method: 'POST', url, headers, payload: new URLSearchParams(fields).toString() })
}

async function json(method: 'GET' | 'POST', url: string, body?: object): Promise<Record<string, unknown>> {
  const { payload } = await rig.ask({ method, url, headers: rig.as('operator'), ...(body && { payload: body }) })
  return JSON.parse(payload)
}
