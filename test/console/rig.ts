/** The console as the daemon fills it, on a real database, with an operator of each role who is signed in. */
import { randomBytes, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { InjectOptions } from 'fastify'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import { loadConfig } from '../../src/config/load.ts'
import { createConsole } from '../../src/console/console.ts'
import type { ConsoleGround } from '../../src/console/ground.ts'
import { API, LIVE, PAGES } from '../../src/console/routes.ts'
import { consoleGround } from '../../src/daemon/console-ground.ts'
import { csrfToken } from '../../src/http/same-origin.ts'
import { beginOperatorSession } from '../../src/identity/operators/sessions.ts'
import { OPERATOR_ROLES, type OperatorRole } from '../../src/registry/operators/operator.ts'
import { createSecretBox } from '../../src/registry/secret-box.ts'
import type { Spool } from '../../src/spool/spool.ts'
import { folderWith } from '../config/folder.ts'
import { type Browser, browserOver } from '../portal/browser.ts'
import { testDatabase } from '../support/test-database.ts'

/** Where `inject` believes to be. */
export const ORIGIN = 'http://localhost'

export type ConsoleRig = Awaited<ReturnType<typeof consoleRig>>

type Wanted = {
  /** As `--set` has them. */
  readonly sets?: readonly string[]
  /** Members of the ground that a test fills otherwise. */
  readonly ground?: Partial<ConsoleGround>
  /** Tables of routes other than the console's own. */
  readonly pages?: typeof PAGES
  readonly api?: typeof API
  readonly liveStreams?: typeof LIVE
  /** Where contents lie; nowhere when left out. */
  readonly spool?: Pick<Spool, 'look' | 'stream'>
}

const EMPTY: NonNullable<Wanted['spool']> = { look: async () => null, stream: () => Readable.from([]) }

/** Listens only when a test calls `listener.listen()`; `ask`, `as` and `visitor` need no port. */
export async function consoleRig({
  sets = [],
  ground: others = {},
  pages = PAGES,
  api = API,
  liveStreams = LIVE,
  spool = EMPTY,
}: Wanted = {}) {
  const database = await testDatabase()
  const box = createSecretBox(randomBytes(32).toString('hex'))
  using folder = folderWith({})
  const { config } = await loadConfig({ cwd: folder.path, sets, keys: false })
  const live = { current: () => config, reload: async () => null, onReload() {} }
  let url = ORIGIN
  const common = { live, now: () => new Date(), database, box, spool, log: silentLog }
  const under = { ...common, version: '0.0.0', books: () => null }
  const filled = consoleGround(under, () => url)
  const ground: ConsoleGround = Object.defineProperties({} as ConsoleGround, {
    ...Object.getOwnPropertyDescriptors(filled),
    ...Object.getOwnPropertyDescriptors(others),
  })
  const listener = createConsole({
    ...{ host: '127.0.0.1', port: 0, limits: config.limits, log: silentLog, ground, pages, api, liveStreams },
    ...{ readiness: {}, readinessSeconds: 3, metrics: createMetrics() },
  })
  const tokens = await signedInOperators(ground)
  const ask = (options: InjectOptions) => listener.app.inject(options)
  return {
    ...{ database, box, ground, listener, ask, config },
    /** Of the session of a role, as the browser has it. */
    tokenOf: (role: OperatorRole) => tokens[role],
    /** Headers of a browser that is signed in, with its token against forgery. */
    as: (role: OperatorRole) => headersOf(tokens[role]),
    /** A browser without a script; with a role it is signed in. */
    visitor: (role?: OperatorRole) => visitorOf(ask, role && tokens[role]),
    /** A real port, for browsers and streams; resolves with the address. */
    async listen() {
      const { host, port } = await listener.listen()
      url = `http://${host}:${port}`
      return url
    },
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

/** Adds an operator who can do nothing but hold a session: no password, no app. Resolves with the id. */
export async function addTestOperator(
  { database }: Pick<ConsoleGround, 'database'>,
  { name, role, mayReadContents = false }: { name: string; role: OperatorRole; mayReadContents?: boolean },
): Promise<string> {
  const operatorId = randomUUID()
  await database.queries
    .insertInto('operator')
    .values({
      ...{ operator_id: operatorId, name, role, may_read_contents: mayReadContents },
      ...{ language: 'en', created_by: 'operator:test' },
    })
    .execute()
  return operatorId
}

/** Named `<role>-1`; the operator and the administrator may read contents. */
async function signedInOperators(ground: ConsoleGround): Promise<Record<OperatorRole, string>> {
  const entries: [OperatorRole, string][] = []
  for (const role of OPERATOR_ROLES) {
    const operatorId = await addTestOperator(ground, { name: `${role}-1`, role, mayReadContents: role !== 'viewer' })
    entries.push([role, await sessionOf(ground, operatorId)])
  }
  return Object.fromEntries(entries) as Record<OperatorRole, string>
}

/** Resolves with the token of a new session. */
export async function sessionOf({ database, signIn }: ConsoleGround, operatorId: string): Promise<string> {
  const begun = { operatorId, method: 'password', address: '192.0.2.7', client: 'test' } as const
  const { token } = await database.transaction((tx) => beginOperatorSession(tx, begun, signIn.rules().sessions))
  return token
}

/** Of a browser with that session: cookie, origin, and the token that forms and programs return. */
export function headersOf(token: string): Record<string, string> {
  return {
    cookie: `console-session=${token}`,
    ...{ host: 'localhost', origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrfToken(token) },
  }
}

function visitorOf(ask: (options: InjectOptions) => PromiseLike<Answer>, token: string | undefined): Browser {
  const browser = browserOver(ORIGIN, async ({ method, path, body, headers }) => {
    const told = { ...headers, host: 'localhost' }
    const asked = { method, url: path, headers: told, ...(body && { payload: body }) } as InjectOptions
    const { statusCode, payload, headers: back } = await ask(asked)
    return { status: statusCode, at: path, html: payload, headers: back as Record<string, string | string[]> }
  })
  if (token) browser.cookies.set('console-session', token)
  return browser
}

type Answer = { readonly statusCode: number; readonly payload: string; readonly headers: object }
