import { afterAll, beforeAll, expect, test } from 'vitest'
import { createConsole } from '../../src/console/console.ts'
import type { ConsoleGround } from '../../src/console/ground.ts'
import { consoleLive } from '../../src/console/live-route.ts'
import { consolePage } from '../../src/console/page-route.ts'
import { API, PAGES } from '../../src/console/routes.ts'
import { type ConsoleRig, consoleRig, headersOf } from './rig.ts'

let heard: string[] = []
const CHANGING = consolePage({
  ...{ method: 'POST', path: '/things', role: 'operator', form: { name: 'text' } },
  async handle({ form, operator }) {
    heard.push(`${operator.name}: ${form.name}`)
    return { to: '/', done: 'saved' }
  },
})
const STREAM = consoleLive({
  ...{ path: '/live/things', role: 'operator' },
  async *changes(_, signal) {
    yield 'things'
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  },
})

let rig: ConsoleRig
let url: string
beforeAll(async () => {
  rig = await consoleRig({ pages: [...PAGES, CHANGING], liveStreams: [STREAM] })
  url = await rig.listen()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

test('nobody is led to the sign-in, whoever is signed in sees the overview', async () => {
  const stranger = await fetch(`${url}/`, { redirect: 'manual' })
  expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in?returnTo=%2F'])
  const page = await fetch(`${url}/`, { headers: signedIn() })
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(await page.text()).toContain('viewer-1')
})

test.each<[string, Record<string, string>, number]>([
  ['a form of ours', {}, 303],
  ['no token', { 'x-csrf-token': '' }, 403],
  ['the token of another session', { 'x-csrf-token': 'x' }, 403],
  ['a foreign origin', { origin: 'http://evil.example' }, 403],
  ['another port of this host', { origin: 'http://127.0.0.1:1' }, 403],
  ['the origin null', { origin: 'null' }, 403],
  ['a foreign site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['JSON as text', { 'content-type': 'text/plain' }, 415],
])('%s is answered with a status, and changes something only if it is ours (case W1)', async (_, headers, status) => {
  heard = []
  const ours = {
    ...headersOf(rig.tokenOf('operator')),
    origin: url,
    'content-type': 'application/x-www-form-urlencoded',
  }
  const sent = { ...ours, ...headers }
  const answer = await fetch(`${url}/things`, { method: 'POST', headers: sent, body: 'name=x', redirect: 'manual' })
  expect([answer.status, heard]).toEqual([status, status === 303 ? ['operator-1: x'] : []])
})

test.each([
  ['localhost', 200],
  ['127.0.0.1:9', 200],
  ['[::1]:8080', 200],
  ['evil.example', 421],
  ['127.0.0.1.evil.example', 421],
  ['localhost.', 421],
  ['192.0.2.1', 421],
  ['localhost@evil.example', 421],
])('rule 21.4: under the name %s the answer is %i', async (host, status) => {
  const answers = await Promise.all(
    ['/livez', '/'].map((path) => rig.ask({ url: path, headers: { ...rig.as('viewer'), host } })),
  )
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([status, status])
})

test('rule 21.3: what the role does not allow is refused, and written down', async () => {
  const answer = await rig.ask({ method: 'POST', url: '/things', headers: rig.as('viewer') })
  expect(answer.statusCode).toBe(403)
  const rows = await rig.database.queries.selectFrom('audit').select(['actor', 'action', 'reason']).execute()
  expect(rows).toEqual([{ actor: 'operator:viewer-1@console', action: 'console.refused', reason: 'roleTooLow' }])
})

test('a stream tells what has changed, to whom the page would be shown (case W9)', async () => {
  const asked = { 'sec-fetch-site': 'same-origin' }
  const stream = await fetch(`${url}/live/things`, { headers: { ...signedIn('operator'), ...asked } })
  expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  const reader = stream.body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('event: things\ndata:\n\n')
  await reader?.cancel()
  const others = [signedIn('viewer'), {}, { ...signedIn('operator'), 'sec-fetch-site': 'same-site' }]
  const answers = await Promise.all(others.map((headers) => fetch(`${url}/live/things`, { headers })))
  expect(answers.map(({ status }) => status)).toEqual([403, 401, 404])
})

test('rule 21.1: a route that does not say who may use it does not start', () => {
  const bad = { ...CHANGING, role: undefined } as unknown as typeof CHANGING
  const ground = { publicUrl: url } as ConsoleGround
  const options = { host: '127.0.0.1', port: 0, limits: rig.config.limits, ground, api: API, pages: [bad] }
  expect(() => createConsole(options as never)).toThrow('the route POST /things does not say who may use it')
})

function signedIn(role: 'viewer' | 'operator' = 'viewer'): Record<string, string> {
  return { cookie: `console-session=${rig.tokenOf(role)}` }
}
