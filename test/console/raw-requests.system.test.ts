/** What a proxy in front and the console might read differently, as bytes over a socket of one who is signed in (case W13). */
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { API, LIVE, PAGES } from '../../src/console/routes.ts'
import { API_PREFIX } from '../../src/console/site.ts'
import { SPELLINGS } from '../portal/sweep/spellings.ts'
import { type ConsoleRig, consoleRig } from './rig.ts'

const GUARDED = [
  ...PAGES.filter(({ role }) => role !== 'anybody').map(({ method, path }) => ({ method, path })),
  ...API.map(({ method, path }) => ({ method, path: `${API_PREFIX}${path}` })),
  ...LIVE.map(({ path }) => ({ method: 'GET', path })),
].filter(({ path }) => path !== '/')

/** 415: the name of something else below a guarded address, which wants a form. */
const NOWHERE = [400, 403, 404, 405, 415]

let rig: ConsoleRig
let url: URL
beforeAll(async () => {
  rig = await consoleRig()
  url = new URL(await rig.listen())
})
afterAll(() => rig?.[Symbol.asyncDispose]())

test.each(GUARDED)('case W13: no spelling of $method $path leads anywhere', async ({ method, path }) => {
  const plain = path.replaceAll(/:\w+/g, 'x')
  const odd = SPELLINGS.map((spell) => spell(plain)).filter((one) => one !== plain)
  const statuses = await Promise.all(odd.map(async (one) => statusesIn(await told(requestOf(method, one)))[0] ?? 0))
  expect(odd.filter((_, index) => !NOWHERE.includes(statuses[index] ?? 0))).toEqual([])
})

test.each([
  ['two lengths', 'content-length: 0\r\ncontent-length: 4\r\n'],
  ['a length and chunks', 'content-length: 4\r\ntransfer-encoding: chunked\r\n'],
  ['chunks and a length', 'transfer-encoding: chunked\r\ncontent-length: 4\r\n'],
  ['chunks of another name', 'transfer-encoding: xchunked\r\n'],
  ['a space before the colon', 'content-length : 0\r\n'],
])('case W13: behind %s no second request is served', async (_, framing) => {
  const answer = await told(`${requestOf('POST', '/sign-out', framing)}0\r\n\r\n${requestOf('GET', '/tail')}`)
  expect(statusesIn(answer)).toEqual([400])
})

test('case W13: an absolute address, and a method told by a header, change nothing', async () => {
  const path = `${API_PREFIX}/services/DMFA/pause`
  const asked = [
    requestOf('GET', `http://evil.example${path}`),
    requestOf('GET', path, 'x-http-method-override: POST\r\nx-method-override: POST\r\n'),
    requestOf('GET', `${path}?_method=POST`),
  ]
  expect(await Promise.all(asked.map(async (bytes) => statusesIn(await told(bytes))))).toEqual([[404], [405], [405]])
  expect(await rig.database.queries.selectFrom('paused_service').selectAll().execute()).toEqual([])
})

/** Of the administrator's browser, so that only the address can be in the way. */
function requestOf(method: string, path: string, more = ''): string {
  const headers = { ...rig.as('administrator'), host: url.host, origin: url.origin, connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}${more}\r\n`
}

async function told(bytes: string): Promise<string> {
  const socket = connect(Number(url.port), url.hostname)
  socket.write(bytes, 'latin1')
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

function statusesIn(answer: string): number[] {
  return [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status))
}
