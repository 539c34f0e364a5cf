/** What no row can hold, in every place where a request of an operator may hold it: refused or passed over, never a failure of ours. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reasonIn } from '../../src/console/operations/reason.ts'
import { PLACES } from '../../src/console/places.ts'
import { API, PAGES } from '../../src/console/routes.ts'
import { API_PREFIX } from '../../src/console/site.ts'
import { addTestOperator, type ConsoleRig, consoleRig } from './rig.ts'

const ROUTES = [
  ...PAGES.map(({ method, path }) => ({ method, path })),
  ...API.map(({ method, path }) => ({ method, path: `${API_PREFIX}${path}` })),
]
/** Nothing, half a character as URL parsers tell it, too long, and what SQL or a pattern would take for something else. */
const ODD = ['%00', 'a%00b', '%EF%BF%BD', '%25', "'", '%F0%9F%98%80', '..%2f', 'x'.repeat(250)]
const WORDS = [
  'q',
  'sender',
  'enterprise',
  'service',
  'code',
  'actor',
  'subject',
  'from',
  'until',
  'after',
  'range',
  'channel',
  'days',
  'filter',
]

const BODIES = [
  { reason: 'odd' },
  { reason: 'odd', role: 'viewer' },
  { reason: 'odd', verb: 'approve' },
  { reason: 'odd', verb: 'suspend', target: 'sender' },
]

let rig: ConsoleRig
beforeAll(async () => {
  rig = await consoleRig()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

type Asked = { readonly method: string; readonly path: string; readonly payload?: object }

async function isOurFailure({ method, path: url, payload }: Asked): Promise<boolean> {
  const headers = { ...rig.as('administrator'), ...(payload && { 'content-type': 'application/json' }) }
  const asked = { method: method as 'GET', url, headers, ...(payload && { payload }) }
  return (await rig.ask(asked)).statusCode >= 500
}

test.each(ROUTES.filter(({ path }) => path.includes(':')))(
  'rule 21.11: $method $path takes odd names',
  async (route) => {
    const isJson = route.method !== 'GET' && route.path.startsWith(API_PREFIX)
    for (const odd of ODD) {
      const path = route.path.replaceAll(/:\w+/g, odd)
      for (const payload of isJson ? BODIES : [undefined]) {
        expect([odd, await isOurFailure({ ...route, path, ...(payload && { payload }) })]).toEqual([odd, false])
      }
    }
  },
)

test.each(ROUTES.filter(({ path, method }) => method === 'GET' && !path.includes(':') && path !== PLACES.oidc))(
  'rule 21.11: $path takes odd words',
  async (route) => {
    for (const [word, odd] of WORDS.flatMap((name) => ODD.map((value) => [name, value] as const))) {
      expect([word, odd, await isOurFailure({ ...route, path: `${route.path}?${word}=${odd}` })]).toEqual([
        ...[word, odd, false],
      ])
    }
  },
)

test('rule 21.11: a body may say NUL in every member', async () => {
  const endsAt = new Date(Date.now() + 3_600_000).toISOString()
  const ban = { range: '198.51.100.9', endsAt, confirmedNetworks: '\0', reason: 'a\0b' }
  expect(await isOurFailure({ method: 'POST', path: `${API_PREFIX}/bans`, payload: ban })).toBe(false)
  const look = { action: 'requeue', filter: 'q=%00&sender=\0' }
  expect(await isOurFailure({ method: 'POST', path: `${API_PREFIX}/bulk`, payload: look })).toBe(false)
  const made = { name: 'a\0b', role: 'viewer', reason: 'new' }
  expect(await isOurFailure({ method: 'POST', path: `${API_PREFIX}/operators`, payload: made })).toBe(false)
})

test('rule 22.12: a reason is one line of what people see, and not longer than 500 characters', async () => {
  await addTestOperator(rig, { name: 'ida', role: 'viewer' })
  const lock = (reason: string) =>
    isOurFailure({ method: 'POST', path: `${API_PREFIX}/operators/ida/lock`, payload: { reason } })
  expect(await lock('away\u0000\u202e\r\nfaked: line\ud83d\u200b  end')).toBe(false)
  expect(await lock('\u202e\u200b\n')).toBe(false)
  const rows = await rig.database.queries
    .selectFrom('audit')
    .select('reason')
    .where('subject', '=', 'operator:ida')
    .execute()
  expect(rows).toEqual([{ reason: 'away\ufffd faked: line end' }])
  expect([reasonIn('\u{1f600}'.repeat(500)).ok, reasonIn('x'.repeat(501)).ok, reasonIn(' \0 ').ok]).toEqual([
    ...[true, false, false],
  ])
})
