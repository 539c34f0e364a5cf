/** Every route of the tables is asked by every role and by nobody (rule 21.1). A route that is added is swept by that alone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal } from '../../src/base/refusal.ts'
import { API, LIVE, PAGES } from '../../src/console/routes.ts'
import { API_PREFIX } from '../../src/console/site.ts'
import { answerProblem } from '../../src/endpoints/services/problems.ts'
import { doesRoleReach, OPERATOR_ROLES, type OperatorRole } from '../../src/registry/operators/operator.ts'
import { addTestOperator, type ConsoleRig, consoleRig } from './rig.ts'

type Swept = { readonly method: string; readonly url: string; readonly role: string; readonly isApi: boolean }

const UUID = '0197a000-0000-7000-8000-000000000001'
const swept = ({ method, path, role }: { method: string; path: string; role: string }, isApi: boolean): Swept => ({
  ...{ method, role, isApi },
  url: `${isApi ? API_PREFIX : ''}${path.replaceAll(/:(\w+)/g, (_, name: string) => (/id$/i.test(name) ? UUID : 'nobody'))}`,
})
const ROUTES: readonly Swept[] = [
  ...PAGES.map((route) => swept(route, false)),
  ...API.map((route) => swept(route, true)),
  ...LIVE.map((route) => ({ ...swept(route, false), isApi: true })),
]
const GUARDED = ROUTES.filter(({ role }) => role !== 'anybody')
const STREAMS = new Set(LIVE.map(({ path }) => path.replaceAll(/:\w+/g, 'nobody')))

let rig: ConsoleRig
beforeAll(async () => {
  rig = await consoleRig()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

test('the routes for anybody are those of signing in, and nothing else (case H11)', () => {
  const open = ROUTES.filter(({ role }) => role === 'anybody').map(({ method, url }) => `${method} ${url}`)
  expect(open.sort()).toEqual([
    'GET /first-sign-in',
    'GET /first-sign-in/enrol',
    'GET /sign-in',
    'GET /sign-in/oidc',
    'GET /sign-in/oidc/callback',
    'POST /first-sign-in',
    'POST /first-sign-in/enrol',
    'POST /sign-in',
  ])
})

test.each(GUARDED)('$method $url: nobody is led away, and a role below $role is refused', async (route) => {
  const nobody = await statusOf(route, { host: 'localhost', origin: 'http://localhost' })
  expect(nobody).toBe(route.isApi ? 401 : 303)
  for (const held of OPERATOR_ROLES.filter((role) => !doesRoleReach(role, route.role as OperatorRole))) {
    expect([held, await statusOf(route, rig.as(held))]).toEqual([held, 403])
  }
})

test.each(GUARDED.filter(({ method, url }) => method === 'GET' && !STREAMS.has(url)))(
  '$method $url is served to $role, and kept by no cache (case W12)',
  async ({ url, role }) => {
    const answer = await rig.ask({ url, headers: rig.as(role as OperatorRole) })
    expect([200, 303, 404]).toContain(answer.statusCode)
    expect(answer.headers['cache-control']).toBe('no-store')
  },
)

test.each(ROUTES.filter(({ method }) => method !== 'GET'))(
  '$method $url takes nothing from a foreign page (case W1)',
  async (route) => {
    const headers = { ...rig.as('administrator'), origin: 'http://evil.example' }
    expect(await statusOf(route, headers)).toBe(403)
  },
)

test('rule 21.8: another role, a lock and an end hold at once, each with a reason', async () => {
  await addTestOperator(rig, { name: 'gus', role: 'administrator' })
  const headers = { ...rig.as('administrator'), 'content-type': 'application/json' }
  const act = async (path: string, payload: object, method: 'POST' | 'PATCH' = 'POST') =>
    (await rig.ask({ method, url: `${API_PREFIX}/operators/${path}`, headers, payload })).statusCode
  expect(await act('gus', { role: 'viewer', reason: '' }, 'PATCH')).toBe(400)
  expect(await act('gus', { role: 'viewer', reason: 'moved' }, 'PATCH')).toBe(204)
  expect(await act('gus/lock', { reason: 'away' })).toBe(204)
  expect(await act('gus/unlock', { reason: 'back' })).toBe(204)
  expect(await act('gus/delete', { reason: 'left' })).toBe(204)
  expect(await act('gus/lock', { reason: 'again' })).toBe(404)
  expect(await act('administrator-1/lock', { reason: 'oops' })).toBe(409)
  const made = await rig.ask({
    ...{ method: 'POST', url: `${API_PREFIX}/operators`, headers },
    payload: { name: 'gus', role: 'viewer', reason: 'new' },
  })
  expect([made.statusCode, made.json().code]).toEqual([409, 'SLU-EXISTS'])
  const rows = await rig.database.queries
    .selectFrom('audit')
    .select(['actor', 'action', 'reason'])
    .where('subject', '=', 'operator:gus')
    .orderBy('audit_no')
    .execute()
  const actor = 'operator:administrator-1@console'
  expect(rows).toEqual([
    { actor, action: 'operator.roleChanged', reason: 'moved' },
    { actor, action: 'operator.locked', reason: 'away' },
    { actor, action: 'operator.unlocked', reason: 'back' },
    { actor, action: 'operator.deleted', reason: 'left' },
  ])
})

test('problems of the console name the console, and of services theirs', async () => {
  const headers = { ...rig.as('administrator'), 'content-type': 'application/json' }
  const oneself = { method: 'POST', url: `${API_PREFIX}/operators/administrator-1/lock`, headers } as const
  const refused = await rig.ask({ ...oneself, payload: { reason: 'oops' } })
  expect([refused.statusCode, refused.json().type]).toEqual([409, 'urn:problem-type:sluice:console:invalidState'])
  const { code, cause, remedy } = refusal('SLU-CONFLICT', 'It is there.', 'Look at it.')
  expect(answerProblem({ code, cause, remedy }).type).toBe('urn:problem-type:sluice:onlineServices:invalidState')
})

test('rule 21.5: who is locked or gets another role is signed out at once', async () => {
  await using other = await consoleRig()
  const opens = async (role: OperatorRole) => (await other.ask({ url: '/', headers: other.as(role) })).statusCode
  const headers = { ...other.as('administrator'), 'content-type': 'application/json' }
  const change = (path: string, method: 'POST' | 'PATCH', payload: object) =>
    other.ask({ method, url: `${API_PREFIX}/operators/${path}`, headers, payload })
  await change('viewer-1/lock', 'POST', { reason: 'x' })
  await change('operator-1', 'PATCH', { role: 'administrator', reason: 'x' })
  expect([await opens('viewer'), await opens('operator'), await opens('administrator')]).toEqual([303, 303, 200])
  await change('viewer-1/unlock', 'POST', { reason: 'x' })
  expect(await opens('viewer')).toBe(303)
})

test('an administrator adds an operator by the page, and is shown the code once', async () => {
  const browser = rig.visitor('administrator')
  const page = await browser.get('/operators/new')
  const fields = { name: 'hanna', role: 'viewer', reason: 'night shift' }
  const bad = await browser.send(page, '/operators/new', { ...fields, name: 'Hanna Müller' })
  expect([bad.status, bad.html.includes('This is no name of an operator.')]).toEqual([400, true])
  const made = await browser.send(page, '/operators/new', fields)
  expect(made.html).toMatch(/http:\/\/localhost\/first-sign-in\?code=[\w-]{43}</)
  const list = await browser.get('/operators')
  expect(list.html).toContain('<a href="/operators/hanna">hanna</a>')
  const one = await browser.get('/operators/hanna')
  const done = await browser.fill(one, '/operators/hanna', { change: 'role', role: 'operator', reason: 'day shift' })
  expect([done.status, done.html.includes('Saved.')]).toEqual([200, true])
})

async function statusOf({ method, url }: Swept, headers: Record<string, string>): Promise<number> {
  return (await rig.ask({ method: method as 'GET', url, headers })).statusCode
}
