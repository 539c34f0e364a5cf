/** A portal on a real database, with people who are signed in. */
import { silentLog } from '../../src/base/log.ts'
import type { EnterpriseNumber } from '../../src/batch/identifiers.ts'
import type { Database } from '../../src/database/database.ts'
import { csrfToken } from '../../src/http/same-origin.ts'
import { beginSession, findSession } from '../../src/identity/sessions.ts'
import type { Activate } from '../../src/identity/sign-in/sign-in-deps.ts'
import type { AccessSettings } from '../../src/portal/access-ground.ts'
import type { PortalGround } from '../../src/portal/ground.ts'
import { createPortal } from '../../src/portal/portal.ts'
import { loginOrigin } from '../../src/registry/login-origin.ts'
import { activateEnterpriseBy } from '../../src/registry/people/activate-enterprise.ts'
import type { AppointedRole } from '../../src/registry/people/appointment-rules.ts'
import { appoint } from '../../src/registry/people/appointments.ts'
import { depsOf, PASSWORDS, passwords, SIGN_IN } from '../identity/fixtures.ts'
import { ACT, OFFER, value } from '../registry/fixtures.ts'
import { BOX, founded, LIMITS, MUNICIPALITY, NOSS, RULES, runIn, somebody } from '../registry/people/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'

export const ORIGIN = 'https://portal.example'
export const API = '/REST/accessManagement/v1'

const HTTP = {
  ...{ httpBodyBytes: 128 * 1024, httpHeaderSeconds: 10, httpRequestSeconds: 20, httpConnections: 50, idleSeconds: 30 },
  httpConnectionsPerAddress: 50,
}

const NAMES: Readonly<Record<string, string>> = { [NOSS]: 'LSS-Arbeitgeber', [MUNICIPALITY]: 'Gemeinde' }
const labelled = (code: string) => {
  const name = NAMES[code] ?? code
  return { de: name, fr: name, nl: name, en: name }
}

export const ACCESS: AccessSettings = {
  qualities: [
    ...OFFER.qualities.map((quality) => ({ ...quality, labels: labelled(quality.code) })),
    { code: 'QUAL_CUR', holder: 'person', labels: labelled('QUAL_CUR') },
  ],
  services: OFFER.services.map(({ code }) => ({ code, labels: labelled(code) })),
  ...{ appointments: LIMITS, users: { usersPerQuality: 10_000 }, refusalsPerHour: 60 },
  ...{
    temporarySeconds: 72 * 3600,
    activationSeconds: 72 * 3600,
    provisionalSeconds: 30 * 86_400,
    exportRows: 1_000_000,
  },
}

export type Person = { readonly accountId: string; readonly token: string }

export type Portal = Awaited<ReturnType<typeof peoplePortal>>

export async function peoplePortal(access: Partial<AccessSettings> = {}) {
  const database = await testDatabase(10)
  const activate: Activate = (tx, asked, act) => {
    const number = asked.enterpriseNumber as EnterpriseNumber // of a row of the registry
    return activateEnterpriseBy(tx, { ...asked, enterpriseNumber: number, offered: OFFER.qualities }, act)
  }
  const deps = { ...depsOf(database), box: BOX, passwords, activate }
  const ground: PortalGround = {
    ...{ database, box: BOX, rules: RULES, publicUrl: ORIGIN, mode: 'trial', now: () => new Date() },
    access: () => ({ ...ACCESS, ...access }),
    dryRun: async () => ({ ok: true, value: [] }),
    reports: null as never, // set-up is tried elsewhere
    identity: {
      signIn: deps,
      passwordRules: () => ({ ...PASSWORDS, freshSeconds: 300, freshAssurance: 400 }),
      originOf: (address) => loginOrigin(address, null),
      // Only asked whether there is one.
      ...{ provider: () => ({}) as never, publicKeys: async () => null, eid: null },
    },
    findSession: (token) => findSession(database.queries, token, SIGN_IN.sessions),
  }
  const listener = createPortal({
    ...{ host: '127.0.0.1', port: 0, limits: HTTP, log: silentLog, ground, health: async () => 'up' as const },
  })
  return {
    ...{ database, ground, run: runIn(database) },
    /** A page. */
    get: (by: Person, url: string) => listener.app.inject({ method: 'GET', url, headers: cookieOf(by) }),
    /** A form of ours. */
    post: (by: Person, url: string, fields: readonly (readonly [string, string])[]) =>
      listener.app.inject({
        ...{ method: 'POST', url },
        headers: { ...headersOf(by), 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams([['csrf', csrfToken(by.token)], ...fields.map((field) => [...field])]).toString(),
      }),
    api: (
      by: Person,
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
      path: string,
      { body, version }: { readonly body?: unknown; readonly version?: number } = {},
    ) =>
      listener.app.inject({
        ...{ method, url: `${API}${path}` },
        headers: {
          ...{ ...headersOf(by), 'x-csrf-token': csrfToken(by.token) },
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(version !== undefined && { 'if-match': `W/"${version}"` }),
        },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      }),
    inject: listener.app.inject.bind(listener.app),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

function cookieOf({ token }: Person) {
  return { cookie: `__Host-session=${token}` }
}

function headersOf(by: Person) {
  return { ...cookieOf(by), origin: ORIGIN, 'sec-fetch-site': 'same-origin' }
}

/** Somebody who has just proven who he is. */
export async function signedIn(
  database: Database,
  accountId: string,
  proof: { readonly method: 'eid' | 'password'; readonly assurance: number } = { method: 'eid', assurance: 500 },
): Promise<Person> {
  await database.queries.updateTable('account').set({ state: 'active' }).where('account_id', '=', accountId).execute()
  const began = { accountId, ...proof, reaches: null, address: '192.0.2.1', client: 'a browser' }
  const { token } = await database.transaction((tx) => beginSession(tx, began, SIGN_IN.sessions, ACT))
  return { accountId, token }
}

/** An enterprise with one of each: its qualities are those of an employer and of a municipality. */
export async function staffed({ database, run }: Pick<Portal, 'database' | 'run'>) {
  const { enterpriseNumber, main } = await founded(run, { qualities: [NOSS, MUNICIPALITY] })
  const add = async (lastName: string, role: AppointedRole, qualityCode: string | null) => {
    const accountId = await somebody(run, { lastName, firstName: 'An', email: `${lastName.toLowerCase()}@example.be` })
    value(await run((tx) => appoint(tx, { enterpriseNumber, role, qualityCode, accountId }, LIMITS, ACT)))
    return signedIn(database, accountId)
  }
  return {
    enterpriseNumber,
    main: await signedIn(database, main),
    coMain: await add('Cools', 'coMainAccessManager', null),
    manager: await add('Aerts', 'accessManager', NOSS),
    coManager: await add('Bos', 'coAccessManager', NOSS),
    otherManager: await add('Dox', 'accessManager', MUNICIPALITY),
  }
}

export { MUNICIPALITY, NOSS }
