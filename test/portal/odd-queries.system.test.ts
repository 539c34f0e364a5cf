/** Whatever stands behind the question mark of an address is taken or refused, and never a failure of ours (case W8). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { API, PAGES } from '../../src/portal/routes.ts'
import { API_PREFIX } from '../../src/portal/site.ts'
import { NOSS } from '../registry/people/fixtures.ts'
import { addressOf } from './sweep/ask.ts'
import { idsAt } from './sweep/ids.ts'
import { type OpenedPortal, openPortal } from './sweep/portal.ts'
import { type Ids, ROUTES } from './sweep/routes.ts'
import { makeWorld } from './sweep/world.ts'

/** Names that pages read from an address; a page passes over those that are not its own. A sender number is only compared. */
const OF_PAGES = [
  ...['search', 'state', 'name', 'service', 'environment', 'quality', 'topic'],
  ...['after', 'pick', 'lang', 'done', 'returnTo', 'again', 'handover', 'refused'],
]
/** What no database takes, what means something to one, and what is too much. */
const ODD = ['\0', 'a\0b', `%_\\'"`, '-1', '9'.repeat(30), 'x'.repeat(500)]

let portal: OpenedPortal
let at: Ids
let token: string

beforeAll(async () => {
  portal = await openPortal()
  const { here } = await makeWorld(portal.database, { idleSeconds: 1800, sessionSeconds: 28_800, sessionsMax: 10 })
  at = await idsAt(portal.database, { enterpriseNumber: here.number, qualityCode: NOSS })
  token = here.people.mainAccessManager.token
})
afterAll(() => portal?.[Symbol.asyncDispose]())

const pages = PAGES.filter(({ method }) => method === 'GET').map(({ path }) => [`GET ${path}`, [OF_PAGES]] as const)
/** The API refuses all of a query for one name, so each is asked by itself. */
const api = API.filter(({ method }) => method === 'GET').map(({ path, query }) => {
  const { properties = {} } = query ? z.toJSONSchema(query, { io: 'input' }) : {}
  return [`GET ${API_PREFIX}${path}`, Object.keys(properties).map((name) => [name])] as const
})

test.each([...pages, ...api])('%s', async (name, queries) => {
  const asked = queries.flatMap((names) => ODD.map((odd) => ({ names, odd })))
  const statuses: number[] = []
  for (const { names, odd } of asked) statuses.push(await statusOf(name, names, odd))
  expect(asked.filter((_, index) => (statuses[index] ?? 0) >= 500)).toEqual([])
})

async function statusOf(name: string, names: readonly string[], value: string): Promise<number> {
  const route = ROUTES.find((one) => one.name === name)
  if (!route) throw new TypeError(`${name} is not served`)
  const url = `${addressOf(route, at)}?${new URLSearchParams(names.map((each) => [each, value]))}`
  const headers = { cookie: `__Host-session=${token}`, accept: 'text/html' }
  return (await portal.listener.app.inject({ method: 'GET', url, headers })).statusCode
}
