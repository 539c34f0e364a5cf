import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { readAudit } from '../../src/registry/audit.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'
import { placeBusyDay, watchOver } from './watched-gateway.ts'

let rig: ConsoleRig
beforeAll(async () => {
  rig = await consoleRig()
  await placeBusyDay(rig.database.queries)
})
afterAll(() => rig?.[Symbol.asyncDispose]())
/** Of its own for each test, for what was read is kept for seconds. */
beforeEach(() => void Object.assign(rig.ground, { watch: watchOver(rig.ground) }))

const PAGES = ['/', '/queues', '/services/DMFA', '/health', '/tail']

test.each(PAGES)(
  'a viewer reads %s, in less than 60 kB and with no script needed, and a stranger signs in first',
  async (path) => {
    const { status, html } = await rig.visitor('viewer').get(path)
    expect([status, html.length < 60_000, html.length]).toEqual([200, true, expect.any(Number)])
    expect(html.match(/<script/g)?.length).toBe(html.match(/<script type="module" src="\/assets\//g)?.length)
    const stranger = await rig.ask({ url: path, headers: { host: 'localhost' } })
    expect(stranger.statusCode).toBe(303)
  },
)

test('the dashboard answers whether anything is stuck, and says what, worst first', async () => {
  const { html } = await rig.visitor('viewer').get('/?lang=en')
  expect(/<h1>(.*?)<\/h1>/.exec(html)?.[1]).toBe('6 things need a person')
  const told = [...html.matchAll(/<p class="what"><strong>(.*?)<\/strong>/g)].map(([, what = '']) =>
    what.replace(/<[^>]*>/g, ''),
  )
  expect(told).toEqual([
    '11 deliveries parked · DMFA production · oldest 2 h 6 min',
    '2 deliveries in doubt · WECH production · oldest 41 min',
    expect.stringMatching(/^Hand-over held back · WECH production · for 4\d min$/),
    expect.stringMatching(/^Paused by operator:ann@console · DIMN · for \d+ s$/),
    'Queues needs a look · gate-1',
    expect.stringMatching(/^Our certificate acknowledgement · ends on .* in 12 days$/),
  ])
  expect(html).toContain('href="/parked?service=DMFA&amp;environment=R&amp;state=parked"')
})

test('the page of sessions draws those of the busiest ways, and of all others together', async () => {
  const { html } = await rig.visitor('viewer').get('/sessions?lang=en')
  const figure = html.slice(html.indexOf('id="sessions-title"'))
  const [, table = ''] = /<table>?(.*?)<\/table>/s.exec(figure) ?? []
  const cells = (row: string) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell)
  const [head = '', ...rows] = table.split('<tr>').slice(1)
  expect(cells(head)).toEqual(['Time', 'SFTP, internet', 'Web service, internet', 'FTP, fixed-lines', '2 others'])
  expect(rows.length).toBe(15)
  const sessions = cells(rows.at(-1) ?? '')
    .slice(1)
    .map(Number)
  expect(sessions.every((count, way) => count >= ([13, 4, 2, 1][way] ?? 0))).toBe(true)
  expect(figure).toContain('Most sessions at the same time by channel and network: 5 ways,')
})

test('the API tells the same', async () => {
  const headers = rig.as('viewer')
  const dashboard = (await rig.ask({ url: '/api/v1/dashboard', headers })).json()
  expect(dashboard.needs.map(({ kind }: { kind: string }) => kind)).toEqual([
    'parked',
    'inDoubt',
    'breaker',
    'paused',
    'degraded',
    'certificate',
  ])
  expect([dashboard.imbalance, dashboard.verdicts.judged]).toEqual([0, 15_900])
  const { queues } = (await rig.ask({ url: '/api/v1/queues', headers })).json()
  const dmfa = queues.find(
    (queue: { service: string; environment: string }) => queue.service === 'DMFA' && queue.environment === 'R',
  )
  const counts = { waiting: 641, active: 0, retrying: 0, inDoubt: 0, parked: 11 }
  expect(dmfa).toEqual({
    ...{ service: 'DMFA', environment: 'R', ...counts, state: 'open' },
    ...{ oldestSince: expect.any(String), perMinute: expect.any(Number) },
  })
  const service = (await rig.ask({ url: '/api/v1/services/DMFA', headers })).json()
  expect(
    service.senders.map(({ sender, waiting, place }: { sender: string; waiting: number; place: number }) => [
      sender,
      waiting,
      place,
    ]),
  ).toEqual([
    ['900001', 638, 1],
    ['123456', 31, 2],
    ['900002', 3, 3],
  ])
  expect([service.course.length, service.course[0].steps.length]).toEqual([2, 60])
  const health = (await rig.ask({ url: '/api/v1/health', headers })).json()
  expect(health.processes[0].dependencies).toContainEqual({ name: 'database', state: 'up', detail: '' })
  const missing = await rig.ask({ url: '/api/v1/services/NONE', headers })
  expect([missing.statusCode, missing.json().type]).toEqual([404, 'urn:problem-type:belgif:resourceNotFound'])
})

test('rule 24.6 the tail tells what happened to who may hear it, narrowed as asked', async () => {
  await rig.database.queries
    .insertInto('audit')
    .values({ actor: 'operator:ann@console', action: 'queue.paused', subject: 'service:DIMN' })
    .execute()
  await sql`update received_file set received_at = now()`.execute(rig.database.queries)
  const events = async (role: 'viewer' | 'operator', query = '') => {
    const { events: all } = (await rig.ask({ url: `/api/v1/tail${query}`, headers: rig.as(role) })).json()
    return [...new Set(all.map(({ kind }: { kind: string }) => kind))].toSorted()
  }
  expect(await events('viewer')).not.toContain('person')
  expect(await events('operator')).toContain('person')
  expect(await events('operator', '?kind=file')).toEqual(['file'])
  expect((await rig.ask({ url: '/api/v1/tail?kind=x', headers: rig.as('viewer') })).statusCode).toBe(400)
})

test('rule 24.8 an operator pauses a service with a reason and resumes it, and the audit has both', async () => {
  const operator = rig.visitor('operator')
  const change = async (verb: string, reason: string) => {
    const page = await operator.get('/services/DMFA?lang=en')
    return operator.fill(page, '/services/DMFA', { change: verb, reason })
  }
  expect((await change('pause', ' ')).status).toBe(400)
  const paused = await change('pause', 'The service team deploys.')
  expect([paused.status, paused.html.includes('The service is paused.')]).toEqual([200, true])
  const again = await change('pause', 'Once more.')
  expect([again.status, again.html.includes('paused already')]).toEqual([409, true])
  const api = async (role: 'viewer' | 'operator', verb: string) =>
    (
      await rig.ask({
        method: 'POST',
        url: `/api/v1/services/DMFA/${verb}`,
        headers: rig.as(role),
        payload: { reason: 'Done.' },
      })
    ).statusCode
  expect([await api('viewer', 'resume'), await api('operator', 'resume'), await api('operator', 'resume')]).toEqual([
    403, 204, 409,
  ])
  const audit = await readAudit(rig.database.queries, { subject: 'service:DMFA', limit: 9 })
  expect(audit.map(({ actor, action, reason }) => ({ actor, action, reason }))).toEqual([
    { actor: 'operator:operator-1@console', action: 'queue.resumed', reason: 'Done.' },
    { actor: 'operator:operator-1@console', action: 'queue.paused', reason: 'The service team deploys.' },
  ])
})

test('rule 24.9 an operator has a service tried again that is held back, with a reason, and the audit has it', async () => {
  const held = { service: 'WECH', environment: 'R', state: 'open', failures: 12, last_error: 'x' }
  const openUntil = sql<Date>`now() + interval '1 hour'`
  const { queries } = rig.database
  await queries
    .insertInto('target_state')
    .values({ ...held, open_until: openUntil })
    .execute()
  await queries.updateTable('delivery').set({ next_attempt_at: openUntil }).where('state', '=', 'retrying').execute()
  const place = '/services/WECH/R/try-again'
  const link = `href="${place}"`
  const shown = (await rig.visitor('viewer').get('/services/WECH?lang=en')).html
  expect([shown.includes('12 failures in a row. The last: The service closed'), shown.includes(link)]).toEqual([
    true,
    false,
  ])
  const operator = rig.visitor('operator')
  expect((await operator.get('/services/WECH?lang=en')).html).toContain(link)
  const page = await operator.get(`${place}?lang=en`)
  expect(page.html).toContain('96 hand-overs start at once')
  expect((await operator.fill(page, place, { reason: ' ' })).status).toBe(400)
  const done = await operator.fill(page, place, { reason: 'The service team says so.' })
  expect([done.status, done.at, done.html.includes('What waits begins now.')]).toEqual([
    200,
    '/services/WECH?done=triedAgain',
    true,
  ])
  const circuits = await queries.selectFrom('target_state').select(['state', 'failures', 'open_until']).execute()
  expect(circuits).toEqual([{ state: 'closed', failures: 0, open_until: null }])
  const later = await queries
    .selectFrom('delivery')
    .select('delivery_id')
    .where('service', '=', 'WECH')
    .where('next_attempt_at', '>', sql<Date>`now()`)
    .execute()
  expect(later).toEqual([])
  const again = await operator.fill(page, place, { reason: 'Once more.' })
  expect([again.status, again.html.includes('not held back there')]).toEqual([409, true])
  const api = async (role: 'viewer' | 'operator', target: string) =>
    (
      await rig.ask({
        method: 'POST',
        url: `/api/v1/services/${target}/try-again`,
        headers: rig.as(role),
        payload: { reason: 'Done.' },
      })
    ).statusCode
  await queries.updateTable('target_state').set({ state: 'halfOpen', open_until: openUntil }).execute()
  expect([await api('viewer', 'WECH/R'), await api('operator', 'WECH/R'), await api('operator', 'WECH/R')]).toEqual([
    403, 204, 409,
  ])
  expect([await api('operator', 'WECH/X'), await api('operator', 'NONE/R')]).toEqual([404, 404])
  const audit = await readAudit(queries, { subject: 'service:WECH', limit: 9 })
  expect(audit.map(({ actor, action, reason, detail }) => ({ actor, action, reason, detail }))).toEqual(
    ['Done.', 'The service team says so.'].map((reason) => ({
      ...{ actor: 'operator:operator-1@console', action: 'target.closed', reason, detail: { environment: 'R' } },
    })),
  )
})

test('a viewer sees why a service is paused, and no form to change it', async () => {
  const { html } = await rig.visitor('viewer').get('/services/DIMN')
  expect([html.includes('Schema 2026/4'), html.includes('name="reason"')]).toEqual([true, false])
})

test('rule 24.5 a source that does not answer keeps the page, and nothing is called well', async () => {
  const failing = async () => {
    throw new Unavailable('gone')
  }
  const calm = { breakers: failing, certificates: async () => [], sessions: failing, selfTests: async () => [] }
  Object.assign(rig.ground, { watch: watchOver(rig.ground, calm) })
  await sql`update running_process set health = '{}', seen_at = now()`.execute(rig.database.queries)
  const { status, html } = await rig.visitor('viewer').get('/?lang=en')
  expect([status, /<h1>(.*?)<\/h1>/.exec(html)?.[1]]).toEqual([200, 'Whether anything is stuck is not known now'])
  expect(html).toContain('This could not be read yet.')
  expect(html).toContain('15,900 judged')
})

test('rule 24.4 however many look at once, the database is asked once', async () => {
  let looks = 0
  const breakers = async () => {
    looks += 1
    return []
  }
  Object.assign(rig.ground, { watch: watchOver(rig.ground, { breakers }) })
  await Promise.all(PAGES.slice(0, 3).flatMap((path) => [1, 2].map(() => rig.visitor('viewer').get(path))))
  expect(looks).toBe(1)
})
