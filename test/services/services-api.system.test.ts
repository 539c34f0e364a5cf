import { createHash, X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { refusal } from '../../src/base/refusal.ts'
import { no, ok } from '../../src/base/result.ts'
import type { Database } from '../../src/database/database.ts'
import type { IncomingAnswer } from '../../src/endpoints/services/desk.ts'
import { tokenHash } from '../../src/endpoints/services/proof.ts'
import { SERVICE_ROUTES } from '../../src/endpoints/services/routes.ts'
import { jobIdOf } from '../../src/ledger/deliveries.ts'
import { targetStates } from '../../src/ledger/target-states.ts'
import { openQueues, type Queues } from '../../src/queues/queues.ts'
import type { OnlineService } from '../../src/services/online-service.ts'
import type { DeliveriesSettings } from '../../src/services/settings.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import type { Answer } from '../endpoints/web/https-client.ts'
import { testDatabase } from '../support/test-database.ts'
import { acceptMany } from './accept-many.ts'
import { FI, scene, serviceAt } from './scene.ts'
import { servicesApi, TOKENS } from './services-api-rig.ts'

const FI_NAME = 'FI.DMFA.123456.20260105.00001.R.1.1'
const JSON_TYPE = { 'content-type': 'application/json' }

let database: Database
let queues: Queues
beforeAll(async () => {
  database = await testDatabase(10)
  queues = await openQueues({ url: '', password: null, connection: database.connection, workersMax: 4, log: silentLog })
})
afterAll(async () => {
  await queues[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

function worked(code = 'DMFA', more: Partial<OnlineService> = {}): OnlineService {
  return serviceAt('', code, { target: { type: 'worker', queue: false }, ...more })
}

type ApiSettings = Parameters<typeof servicesApi> extends [unknown, ...infer Rest] ? Rest : never

/** Deliveries whose services take them by the API. */
async function rig(more: Partial<DeliveriesSettings> = {}, ...api: ApiSettings) {
  const set = await scene(database, queues)
  const deliveries = await set.deliveries({ services: () => [worked(), worked('DMPI')], ...more })
  const opened = await servicesApi(deliveries, ...api)
  onTestFinished(async () => {
    await opened[Symbol.asyncDispose]()
    await deliveries[Symbol.asyncDispose]()
    await set[Symbol.asyncDispose]()
  })
  return { set, deliveries, api: opened }
}

const jobOf = ({ submissionId }: { submissionId: string }, code = 'DMFA') => jobIdOf(submissionId, code, 1)
const outcomeOf = ({ json }: Answer) => `/deliveries/${json.deliveryId}/outcome`

test('rule 19.11: a worker claims a job, reads what it is about, and says what became of it', async () => {
  const { set, api } = await rig()
  const accepted = await set.accept()
  const claimed = await api.ask('/claims', { job: jobOf(accepted) })
  const files = [
    { name: FI_NAME, sha256: createHash('sha256').update(FI).digest('hex'), bytes: FI.length },
    expect.objectContaining({ name: FI_NAME.replace('FI', 'FS') }),
  ]
  expect([claimed.status, claimed.json]).toEqual([
    201,
    {
      ...{ deliveryId: accepted.deliveryId, submissionId: accepted.submissionId, ticket: accepted.ticket, files },
      ...{ fence: 1, attempt: 1, isDoubtful: false, leaseSeconds: 60, environment: 'R', sender: '123456' },
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ])
  const at = `/deliveries/${accepted.deliveryId}`
  expect((await api.ask(`${at}/description`)).json).toMatchObject({ ticket: accepted.ticket, service: 'DMFA' })
  const file = await api.ask(`${at}/files/${FI_NAME}`)
  const digest = `sha-256=:${createHash('sha256').update(FI).digest('base64')}:`
  expect([file.text, file.headers['repr-digest']]).toEqual([FI.toString(), digest])
  expect((await api.ask(`${at}/lease`, { fence: 1 })).json).toEqual({ leaseSeconds: 60 })
  const told = { fence: 1, outcome: 'delivered', reference: 'D-1' }
  expect((await api.ask(`${at}/outcome`, told)).json).toEqual({ state: 'delivered' })
  expect(await rowOf(accepted.deliveryId)).toEqual({ state: 'delivered', reference: 'D-1', last_error: null })
})

test('rule 19.11: the same report again is one report, another one is refused', async () => {
  const { set, api } = await rig()
  const pairs: readonly (readonly [told: object, other: object])[] = [
    [
      { outcome: 'delivered', reference: 'D-1' },
      { outcome: 'delivered', reference: 'D-2' },
    ],
    [{ outcome: 'refused', reason: 'no' }, { outcome: 'delivered' }],
    [
      { outcome: 'retry', reason: 'later' },
      { outcome: 'refused', reason: 'later' },
    ],
  ]
  for (const [told, other] of pairs) {
    const accepted = await set.accept()
    const claimed = await api.ask('/claims', { job: jobOf(accepted) })
    const report = (said: object) => api.ask(outcomeOf(claimed), { fence: 1, ...said })
    const answers = [await report(told), await report(told), await report(other)]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 409])
    expect(answers[1]?.json).toEqual(answers[0]?.json)
  }
})

test('rule 19.11: of reports at the same time one is written down, and each hears how it is', async () => {
  const { set, api } = await rig()
  const accepted = await set.accept()
  const claimed = await api.ask('/claims', { job: jobOf(accepted) })
  const told = { fence: 1, outcome: 'delivered', reference: 'D-1' }
  const answers = await Promise.all([1, 2, 3, 4].map(() => api.ask(outcomeOf(claimed), told)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const events = await database.queries.selectFrom('event').select('event').execute()
  expect(events).toEqual([{ event: 'delivery.delivered' }])
})

test('rule 19.11: what a lost worker held is due again, and its late report changes nothing (case Q10)', async () => {
  const { set, api, deliveries } = await rig()
  const accepted = await set.accept()
  const lost = await api.ask('/claims', { job: jobOf(accepted) })
  expect((await api.ask('/claims', { job: jobOf(accepted) })).json).toMatchObject({ title: 'Taken' })
  await database.queries
    .updateTable('delivery')
    .set({ until: new Date(0) })
    .execute()
  await deliveries.kick()
  expect((await api.ask(outcomeOf(lost), { fence: 1, outcome: 'delivered' })).status).toBe(409)
  const found = await api.ask('/claims', {})
  expect(found.json).toMatchObject({ fence: 2, attempt: 2, isDoubtful: true, idempotencyKey: lost.json.idempotencyKey })
  const late = [
    await api.ask(outcomeOf(lost), { fence: 1, outcome: 'delivered' }),
    await api.ask(`/deliveries/${accepted.deliveryId}/lease`, { fence: 1 }),
  ]
  expect(late.map(({ status, json }) => [status, json.title])).toEqual([
    [409, 'No longer yours'],
    [409, 'No longer yours'],
  ])
  expect((await api.ask(outcomeOf(found), { fence: 2, outcome: 'delivered' })).status).toBe(200)
})

test('rule 19.11: who asks for the next one gets it by the turns of the line, production first, and nothing twice', async () => {
  const { set, api, deliveries } = await rig()
  const many = [await set.accept('111111'), await set.accept('111111'), await set.accept('111111')]
  const one = await set.accept('222222')
  await acceptMany(database, 'DMFA', '333333', 1, 'T')
  await deliveries.kick()
  const trial = await database.queries
    .selectFrom('delivery')
    .select('delivery_id as deliveryId')
    .where('environment', '=', 'T')
    .executeTakeFirstOrThrow()
  const order: unknown[] = []
  for (let n = 0; n < 5; n += 1) order.push((await api.ask('/claims', {})).json.deliveryId)
  const [first, second, third] = many.map(({ deliveryId }) => deliveryId)
  expect(order).toEqual([first, one.deliveryId, second, third, trial.deliveryId])
  expect((await api.ask('/claims', {})).status).toBe(204)
})

test('rule 19.11: of a service that asks for the next one no job is made', async () => {
  const { set, deliveries } = await rig()
  const { deliveryId } = await set.accept()
  await deliveries.kick()
  const row = await database.queries
    .selectFrom('delivery')
    .select(['turn', 'dispatches', 'enqueued_at'])
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirstOrThrow()
  expect(row).toEqual({ turn: 1, dispatches: 0, enqueued_at: null })
})

test('rule 19.11: a claim that cannot be had says why, and the job may be dropped', async () => {
  const { set, api, deliveries } = await rig({ services: () => [worked(), serviceAt('/nowhere', 'DMPI')] })
  const accepted = await set.accept()
  const reasons: unknown[] = []
  const claim = async () => reasons.push((await api.ask('/claims', { job: jobOf(accepted) })).json.type)
  await deliveries.pause('DMFA', 'maintenance', 'operator')
  await claim()
  expect((await api.ask('/claims', {})).status).toBe(204)
  await deliveries.resume('DMFA')
  await database.queries
    .updateTable('delivery')
    .set({ next_attempt_at: new Date(4e12) })
    .execute()
  await claim()
  await database.queries
    .updateTable('delivery')
    .set({ state: 'delivered', next_attempt_at: new Date(0) })
    .execute()
  await claim()
  const directory = await api.ask('/claims', {}, { service: 'DMPI', token: TOKENS.DMPI })
  const ours = 'urn:problem-type:sluice:onlineServices'
  expect([...reasons, directory.json.type]).toEqual(
    ['paused', 'notDue', 'done', 'noWorkers'].map((why) => `${ours}:${why}`),
  )
})

test('rule 19.11: a refusal is told to the sender, failures open the circuit, and the last attempt parks', async () => {
  const strict = {
    retry: { firstSeconds: 0.01, lastSeconds: 60, attempts: 2 },
    breaker: { failures: 2, firstSeconds: 60, lastSeconds: 60 },
  }
  const { set, api } = await rig({
    services: () => [worked('DMFA', strict)],
  })
  const [first, second] = [await set.accept(), await set.accept()]
  const report = async (accepted: typeof first, told: object) => {
    const claimed = await api.ask('/claims', { job: jobOf(accepted) })
    return (await api.ask(outcomeOf(claimed), { fence: claimed.json.fence, ...told })).json.state
  }
  expect(await report(first, { outcome: 'refused', reason: 'no such form' })).toBe('refused')
  const owed = await database.queries.selectFrom('negative_answer_due').select(['delivery_id', 'words']).execute()
  expect(owed).toEqual([{ delivery_id: first.deliveryId, words: 'no such form' }])
  expect(await report(second, { outcome: 'retry', reason: 'full', afterSeconds: 3000 })).toBe('retrying')
  const { next_attempt_at: at } = await database.queries
    .selectFrom('delivery')
    .select('next_attempt_at')
    .where('delivery_id', '=', second.deliveryId)
    .executeTakeFirstOrThrow()
  expect(at.getTime()).toBeGreaterThan(Date.now() + 30_000) // as asked, up to retry.lastSeconds
  await database.queries
    .updateTable('delivery')
    .set({ next_attempt_at: new Date(0) })
    .where('state', '=', 'retrying')
    .execute()
  expect(await report(second, { outcome: 'retry', reason: 'full' })).toBe('parked')
  expect(await targetStates(database.queries)).toMatchObject([{ state: 'open', failures: 2, lastError: 'full' }])
  await set.accept()
  expect((await api.ask('/claims', {})).status).toBe(204)
})

test('rule 19.8: what a worker took before its target opened tells nothing while another one tries', async () => {
  const breaker = { failures: 2, firstSeconds: 600, lastSeconds: 600 }
  const { set, api } = await rig({ services: () => [worked('DMFA', { breaker })] })
  for (let count = 0; count < 4; count++) await set.accept()
  const claim = () => api.ask('/claims', {})
  const failed = (claimed: Answer) =>
    api.ask(outcomeOf(claimed), { fence: claimed.json.fence, outcome: 'retry', reason: 'full' })
  const [late, ...others] = [await claim(), await claim(), await claim()] as const
  for (const other of others) await failed(other)
  await database.queries
    .updateTable('target_state')
    .set({ open_until: new Date(0) })
    .execute()
  const probe = await claim()
  expect([probe.status, await circuit()]).toEqual([201, { state: 'halfOpen', failures: 2 }])
  await failed(late)
  expect(await circuit()).toEqual({ state: 'halfOpen', failures: 2 })
  await failed(probe)
  expect(await circuit()).toEqual({ state: 'open', failures: 3 })
})

async function circuit() {
  const [{ state, failures } = { state: null, failures: 0 }] = await targetStates(database.queries)
  return { state, failures }
}

test('rule 19.12: a service sees its own deliveries, and those of another are not there', async () => {
  const { set, api } = await rig()
  const accepted = await set.accept()
  await api.ask('/claims', { job: jobOf(accepted) })
  const other = { service: 'DMPI', token: TOKENS.DMPI }
  const at = `/deliveries/${accepted.deliveryId}`
  const statuses = [
    await api.ask('/claims', { job: jobOf(accepted) }, other),
    await api.ask(`${at}/description`, undefined, other),
    await api.ask(`${at}/files/${FI_NAME}`, undefined, other),
    await api.ask(`${at}/lease`, { fence: 1 }, other),
    await api.ask(`${at}/outcome`, { fence: 1, outcome: 'delivered' }, other),
    await api.ask('/claims', {}, other),
  ].map(({ status }) => status)
  expect(statuses).toEqual([404, 404, 404, 409, 404, 204])
  expect(await rowOf(accepted.deliveryId)).toMatchObject({ state: 'active' })
})

test('rule 19.12: whoever does not show what the service shows hears one and the same', async () => {
  const { set, api } = await rig()
  await set.accept()
  const bearer = `Bearer ${TOKENS.DMFA}`
  const answers = [
    await api.ask('/claims', {}, { token: null }),
    await api.ask('/claims', {}, { token: 'wrong' }),
    await api.ask('/claims', {}, { token: TOKENS.DMPI }),
    await api.ask('/claims', {}, { service: 'NONE' }),
    await api.ask('/claims', {}, { service: 'OPEN' }),
    await api.ask('/claims', {}, { token: null, headers: { ...JSON_TYPE, authorization: [bearer, bearer] } }),
    await api.ask('/claims', {}, { token: null, headers: { ...JSON_TYPE, authorization: `Basic ${TOKENS.DMFA}` } }),
    await api.ask('/claims', 'no JSON', { token: 'wrong' }),
  ]
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers.map(({ status, headers }) => [status, headers['www-authenticate']])).toEqual(
    answers.map(() => [401, 'Bearer']),
  )
})

test('rule 19.12: a certificate proves a service, alone or beside the token, and only the one that is named', async () => {
  const issue = (days: number, now: Date) => makeSelfSigned({ commonName: 'dmfa', keyType: 'ec', days, now })
  const [known, other, old] = [await issue(1, new Date()), await issue(1, new Date()), await issue(1, new Date(0))]
  const der = ({ certificatePem }: typeof known) => new X509Certificate(certificatePem).raw
  const proofs = {
    DMFA: { tokenHash: null, certificate: der(known) },
    DMPI: { tokenHash: tokenHash(TOKENS.DMPI), certificate: der(known) },
    DMWA: { tokenHash: null, certificate: der(old) },
  }
  const { api } = await rig({}, proofs)
  const status = async (service: string, token: string | null, certificate?: typeof known) =>
    (await api.ask('/claims', {}, { service, token, ...(certificate && { certificate }) })).status
  expect([await status('DMFA', null, known), await status('DMFA', null, other), await status('DMFA', null)]).toEqual([
    204, 401, 401,
  ])
  expect([
    await status('DMPI', TOKENS.DMPI, known),
    await status('DMPI', null, known),
    await status('DMPI', TOKENS.DMPI),
  ]).toEqual([204, 401, 401])
  expect(await status('DMWA', null, old)).toBe(401)
})

test('what is not described is refused', async () => {
  const { set, api } = await rig()
  const { deliveryId } = await set.accept()
  const at = `/deliveries/${deliveryId}`
  const statuses = [
    await api.ask('/claims', { job: 'rubbish' }),
    await api.ask('/claims', { job: 1 }),
    await api.ask('/claims', { jobs: [] }),
    await api.ask('/claims?x=1', {}),
    await api.ask('/claims', '{"job":"a","job":"b"}'),
    await api.ask('/claims', '{}', { headers: { 'content-type': 'application/xml' } }),
    await api.ask(`${at}/outcome`, { outcome: 'delivered' }),
    await api.ask(`${at}/outcome`, { fence: 1, outcome: 'done' }),
    await api.ask(`${at}/outcome`, { fence: 1, outcome: 'refused' }),
    await api.ask(`${at}/outcome`, { fence: 1, outcome: 'delivered', reference: 'a\0b' }),
    await api.ask('/deliveries/none/description'),
    await api.ask(`${at}/files/FI.other`),
    await api.ask(`${at}/files/..%2Fx`),
    await api.ask(`${at}/else`),
  ].map(({ status }) => status)
  expect(statuses).toEqual([404, 400, 400, 400, 400, 415, 400, 400, 400, 400, 404, 404, 404, 404])
})

test('an answer goes to whoever takes answers, with the way in which it names its declaration', async () => {
  const heard: (Omit<IncomingAnswer, 'bytes'> & { text: string })[] = []
  const receive = async ({ bytes, ...answer }: IncomingAnswer) => {
    const pieces: Uint8Array[] = []
    for await (const piece of bytes) pieces.push(piece)
    heard.push({ ...answer, text: Buffer.concat(pieces).toString() })
    if (answer.purpose === 'XXXX') return no({ ...refusal('SLU-INPUT', 'No.', 'Stop.'), code: 'SLU-XML' as never })
    if (answer.purpose === 'YYYY') return no(refusal('SLU-UNKNOWN', 'No such thing.', 'Look.'))
    return ok({ answerId: 'a', name: 'FO.NOTI', replayed: answer.key === 'again' })
  }
  const { api } = await rig({}, undefined, receive)
  const post = (query: string, key: string, headers: Record<string, string> = { 'content-type': 'application/xml' }) =>
    api.ask(`/answers?${query}`, '<NOTI/>', { headers: { ...headers, 'idempotency-key': key } })
  const id = '019b8c3e-5d7a-7000-8000-000000000001'
  const answers = [
    await post('purpose=NOTI&ticket=SLU1', 'one'),
    await post(`purpose=NOTI&submissionId=${id}`, 'again'),
    await post('purpose=DMNO&sender=123456&environment=R', 'two'),
    await post('purpose=NOTI', 'three'),
    await post('purpose=XXXX', 'four'),
    await post('purpose=YYYY', 'five'),
    await post(`purpose=NOTI&ticket=SLU1&submissionId=${id}`, 'six'),
    await post('ticket=SLU1', 'seven'),
    await post('purpose=NOTI', 'eight', { 'content-type': 'text/plain' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 201, 201, 422, 404, 400, 400, 415])
  const [first] = heard
  expect(first).toEqual({
    service: 'DMFA',
    purpose: 'NOTI',
    reference: { ticket: 'SLU1' },
    key: 'one',
    via: 'http',
    text: '<NOTI/>',
  })
  expect(heard.slice(1, 4).map(({ reference }) => reference)).toEqual([
    { submissionId: id },
    { sender: '123456', environment: 'R' },
    'document',
  ])
  expect(heard).toHaveLength(6)
})

test('health and the document of the API are for everybody, and the document names every route', async () => {
  const { api } = await rig()
  const anybody = { service: '', token: null }
  expect((await api.ask('/health', undefined, anybody)).json).toEqual({ status: 'UP' })
  const { json } = await api.ask('/doc/openapi.json', undefined, anybody)
  const paths = json.paths as Record<string, object>
  const named = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(named).toEqual(
    SERVICE_ROUTES.map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`),
  )
  expect(paths['/{service}/answers']).toMatchObject({ post: { responses: { 201: {}, 200: {}, 422: {} } } })
})

async function rowOf(deliveryId: string) {
  return database.queries
    .selectFrom('delivery')
    .select(['state', 'reference', 'last_error'])
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirstOrThrow()
}
