/** Live parts of pages as somebody would misuse them: too many, for too long, and left before they began. */
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleLive } from '../../src/console/live-route.ts'
import { API_PREFIX } from '../../src/console/site.ts'
import { endOperatorSessions } from '../../src/identity/operators/end-sessions.ts'
import { findOperatorSession, type SessionSight, type SignedIn } from '../../src/identity/operators/sessions.ts'
import { eventually } from '../gateway/gateway.ts'
import { addTestOperator, type ConsoleRig, consoleRig, sessionOf } from './rig.ts'

const STREAM = consoleLive({
  ...{ path: '/live/things', role: 'operator' },
  async *changes(_, signal) {
    yield 'things'
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve))
  },
})
const SETS = ['console.live={streams: 4, streamsPerOperator: 2, beatSeconds: 0.05}']

let rig: ConsoleRig
let url: string
/** What finding a session waits for. */
let held: Promise<void> = Promise.resolve()
/** How often each session was found or not. */
const looks = new Map<string, number>()
beforeAll(async () => {
  const findSession = async (token: string, sight: SessionSight): Promise<SignedIn | null> => {
    const { database, signIn } = rig.ground
    const found = await findOperatorSession(database.queries, token, signIn.rules().sessions, sight)
    looks.set(token, (looks.get(token) ?? 0) + 1)
    await held
    return found
  }
  rig = await consoleRig({ sets: SETS, liveStreams: [STREAM], ground: { findSession } })
  url = await rig.listen()
})
afterAll(() => rig?.[Symbol.asyncDispose]())

/** Of a new operator; each call opens one more. */
async function operator(name: string) {
  const operatorId = await addTestOperator(rig, { name, role: 'operator' })
  const token = await sessionOf(rig.ground, operatorId)
  const ask = () => fetch(`${url}/live/things`, { headers: { cookie: `console-session=${token}` } })
  return { operatorId, token, ask }
}

const isOver = async (stream: Response) => (await stream.text()).includes('event: things')
const change = (path: string, payload: object, method: 'POST' | 'PATCH' = 'POST') =>
  rig.ask({
    ...{ method, url: `${API_PREFIX}/operators/${path}`, payload: { ...payload, reason: 'test' } },
    headers: { ...rig.as('administrator'), 'content-type': 'application/json' },
  })

test('case W9: a page of another origin hears nothing, with a cookie or without', async () => {
  const { token, ask } = await operator('eve')
  const from = (origin: string, cookie = `console-session=${token}`) =>
    fetch(`${url}/live/things`, { headers: { cookie, origin }, redirect: 'manual' })
  for (const origin of ['https://elsewhere.example', 'null', 'http://localhost:1']) {
    const refused = await from(origin)
    expect([origin, refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([origin, 404, null])
    await refused.body?.cancel()
  }
  expect((await from(url, 'a=b')).status).toBe(401)
  for (const heard of [await from(url), await ask()]) {
    expect(heard.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    await heard.body?.cancel()
  }
})

test('rule 24.10: an operator has so many live pages, all together have so many, and who leaves makes room', async () => {
  const [ann, ben, cas] = [await operator('ann'), await operator('ben'), await operator('cas')]
  const open = [await ann.ask(), await ann.ask()]
  const more = await ann.ask()
  expect([more.status, more.headers.get('retry-after'), (await more.json()).title]).toEqual([
    ...[429, '30', 'Too many live pages'],
  ])
  open.push(await ben.ask(), await cas.ask())
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect((await ben.ask()).status).toBe(503)
  for (const stream of open) await stream.body?.cancel()
  expect(
    await eventually(
      () => statusOf(ann.ask),
      (status) => status === 200,
    ),
  ).toBe(200)
})

test.each<[string, (name: string, operatorId: string) => Promise<unknown>]>([
  ['is locked', (name) => change(`${name}/lock`, {})],
  ['gets a lower role', (name) => change(name, { role: 'viewer' }, 'PATCH')],
  ['is signed out', (name) => change(`${name}/signOut`, {})],
  ['is deleted', (name) => change(`${name}/delete`, {})],
  ['ends the session', (_, id) => rig.database.transaction((tx) => endOperatorSessions(tx, id, 'signedOut'))],
])('rule 24.10: a live page ends when its operator %s', async (_, act) => {
  const name = `op-${Math.random().toString(36).slice(2, 10)}`
  const { ask, operatorId } = await operator(name)
  const stream = await ask()
  expect(stream.status).toBe(200)
  await act(name, operatorId)
  expect(await isOver(stream)).toBe(true)
  expect((await ask()).status).toBe(401)
})

test('rule 24.10: a browser that leaves while it is looked who it is keeps no place', async () => {
  const { token, ask } = await operator('dirk')
  let letGo = () => {}
  held = new Promise((resolve) => {
    letGo = resolve
  })
  const { port, hostname } = new URL(url)
  const sockets = [connect(Number(port), hostname), connect(Number(port), hostname)]
  const request = `GET /live/things HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: console-session=${token}\r\n\r\n`
  const connections = async () => {
    await new Promise((resolve) => setImmediate(resolve)) // the count is told without a look at the network
    return await new Promise<number>((resolve) => rig.listener.app.server.getConnections((_, count) => resolve(count)))
  }
  const before = await connections()
  for (const socket of sockets) socket.write(request)
  await eventually(connections, (count) => count >= before + 2)
  for (const socket of sockets) socket.destroy()
  await eventually(connections, (count) => count <= before)
  letGo()
  held = Promise.resolve()
  expect(
    await eventually(
      () => statusOf(ask),
      (status) => status === 200,
    ),
  ).toBe(200)
})

test('rule 21.15: an open page leaves its session idle, and ends with it; a click does not', async () => {
  const { operatorId, token, ask } = await operator('emil')
  const get = (headers: Record<string, string> = {}) =>
    rig.ask({ url: '/profile', headers: { cookie: `console-session=${token}`, host: 'localhost', ...headers } })
  const long = new Date(Date.now() - 20 * 60_000)
  await seen(operatorId, long)
  const stream = await ask()
  await eventually(
    async () => looks.get(token) ?? 0,
    (count) => count >= 4,
  )
  expect((await get({ 'x-live': '1' })).statusCode).toBe(200)
  expect(await seenAt(operatorId)).toEqual(long)
  expect((await get()).statusCode).toBe(200)
  expect((await seenAt(operatorId)).getTime()).toBeGreaterThan(long.getTime())
  await seen(operatorId, new Date(Date.now() - 31 * 60_000))
  expect(await isOver(stream)).toBe(true)
  expect((await ask()).status).toBe(401)
  const door = await rig.ask({ url: '/sign-in?lang=en&returnTo=%2F', headers: { host: 'localhost' } })
  expect(door.payload).toContain('A session ends by itself after 30 minutes without use')
})

async function seen(operatorId: string, at: Date): Promise<void> {
  const session = rig.database.queries.updateTable('operator_session').where('operator_id', '=', operatorId)
  await session.set({ seen_at: at }).execute()
}

async function seenAt(operatorId: string): Promise<Date> {
  const session = rig.database.queries.selectFrom('operator_session').where('operator_id', '=', operatorId)
  return (await session.select('seen_at').executeTakeFirstOrThrow()).seen_at
}

/** Of a stream that is left at once. */
async function statusOf(ask: () => Promise<Response>): Promise<number> {
  const { status, body } = await ask()
  await body?.cancel()
  return status
}
