/** A portal on a real database with two enterprises that send, and people who may look at some of it. */

import { uuidV7 } from '../../src/base/ids.ts'
import { silentLog } from '../../src/base/log.ts'
import { ok } from '../../src/base/result.ts'
import type { DryRun } from '../../src/batch/dry-run.ts'
import type { Database } from '../../src/database/database.ts'
import { csrfToken } from '../../src/http/same-origin.ts'
import type { PortalGround } from '../../src/portal/ground.ts'
import { createPortal } from '../../src/portal/portal.ts'
import { enrolled, enterpriseNumber, type requestOf } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'

export const ORIGIN = 'https://portal.example'
export const QUALITY = 'QUAL_EMP_NOSS'
export const OTHER_QUALITY = 'QUAL_MUN_ADM'
export const HERE = enterpriseNumber(1)
export const THERE = enterpriseNumber(2)
export const NOW = new Date('2026-11-27T09:00:00Z')

/** Each holds one role, or none. */
const PEOPLE = {
  main: ['mainAccessManager', HERE, null],
  coMain: ['coMainAccessManager', HERE, null],
  manager: ['accessManager', HERE, QUALITY],
  coManager: ['coAccessManager', HERE, QUALITY],
  user: ['user', HERE, QUALITY],
  technicalUser: ['technicalUser', HERE, QUALITY],
  sideways: ['accessManager', HERE, OTHER_QUALITY],
  stranger: ['accessManager', THERE, QUALITY],
} as const
export type Someone = keyof typeof PEOPLE

type Parts = Partial<ReturnType<typeof requestOf>>

export type SendersRig = AsyncDisposable & {
  readonly database: Database
  /** Of both qualities here, and of the other enterprise. */
  readonly sender: string
  readonly sidewaysSender: string
  readonly strangerSender: string
  get(who: Someone | null, path: string): Promise<Answer>
  /** As a browser's network. */
  inject(options: object): Promise<Injected>
  post(who: Someone | null, path: string, form: FormData, headers?: Record<string, string>): Promise<Answer>
}

export type Injected = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly rawPayload: Buffer
}

export type Answer = { readonly status: number; readonly text: string; readonly location: string | undefined }

export async function openSenders({
  dryRunOn = () => async () => ok([]),
  now = () => NOW,
  ...parts
}: Parts & {
  readonly dryRunOn?: (database: Database) => DryRun
  readonly now?: () => Date
} = {}): Promise<SendersRig> {
  const database = await testDatabase()
  const here = await enrolled(database, { enterpriseNumber: HERE, ...parts })
  const sideways = await enrolled(database, { enterpriseNumber: HERE, quality: OTHER_QUALITY })
  const there = await enrolled(database, { enterpriseNumber: THERE })
  for (const who of Object.keys(PEOPLE) as Someone[]) await addPerson(database, who, here.senderNumber)
  const ground = groundOf(database, dryRunOn(database), now)
  const listening = { host: '127.0.0.1', port: 0, limits: LIMITS, log: silentLog }
  const portal = createPortal({ ...listening, ground, health: async () => 'up' as const })
  const ask = async (options: object): Promise<Answer> => {
    const { statusCode, payload, headers } = await portal.app.inject(options)
    return { status: statusCode, text: payload, location: headers.location as string | undefined }
  }
  return {
    ...{ database, sender: here.senderNumber },
    ...{ sidewaysSender: sideways.senderNumber, strangerSender: there.senderNumber },
    inject: (options) => portal.app.inject(options),
    get: (who, url) => ask({ method: 'GET', url, headers: cookieOf(who) }),
    async post(who, url, form, headers = {}) {
      const request = new Request('http://x', { method: 'POST', body: form })
      const payload = Buffer.from(await request.arrayBuffer())
      const type = { 'content-type': request.headers.get('content-type') ?? '' }
      return ask({
        method: 'POST',
        url,
        payload,
        headers: { ...cookieOf(who), origin: ORIGIN, accept: 'text/html', ...type, ...headers },
      })
    },
    async [Symbol.asyncDispose]() {
      await portal[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

export function csrfOf(who: Someone): string {
  return csrfToken(tokenOf(who))
}

const LIMITS = {
  httpBodyBytes: 64 * 1024,
  httpHeaderSeconds: 10,
  httpRequestSeconds: 60,
  httpConnections: 50,
  httpConnectionsPerAddress: 50,
  idleSeconds: 60,
}

function groundOf(database: Database, dryRun: DryRun, now: () => Date): PortalGround {
  const findSession = async (token: string) => {
    const who = (Object.keys(PEOPLE) as Someone[]).find((name) => tokenOf(name) === token)
    return who === undefined ? null : { ...SESSION, sessionId: accountOf(who), accountId: accountOf(who) }
  }
  const rules = { usersManageChannels: false, freshSeconds: 300, freshAssurance: 400 }
  const access = () => ({ qualities: [], services: [], refusalsPerHour: 60 })
  const ground = { access, database, dryRun, now, rules, findSession, publicUrl: ORIGIN, mode: 'production' }
  return ground as unknown as PortalGround
}

const SESSION = {
  ...{ method: 'totp', assurance: 400, reaches: null, provenAt: NOW, provenAssurance: 400, isLimited: false },
}

export function tokenOf(who: Someone): string {
  return who.padEnd(43, 'x')
}

function cookieOf(who: Someone | null): Record<string, string> {
  return who === null ? {} : { cookie: `__Host-session=${tokenOf(who)}` }
}

function accountOf(who: Someone): string {
  return `0197a000-0000-7000-8000-00000000000${Object.keys(PEOPLE).indexOf(who)}`
}

async function addPerson({ queries }: Database, who: Someone, sender: string): Promise<void> {
  const [role, enterprise, quality] = PEOPLE[who]
  const account = accountOf(who)
  const names = { last_name: 'Peeters', first_name: who, language: 'en', created_by: 'x' }
  await queries
    .insertInto('person')
    .values({ person_id: account, ...names })
    .execute()
  await queries
    .insertInto('account')
    .values({ account_id: account, person_id: account, username: who.toLowerCase(), state: 'active' })
    .execute()
  if (role === 'technicalUser') {
    const contact = { last_name: 'P', first_name: 'T', email: 't@x.be', phone: '+3225550100', state: 'active' }
    await queries.deleteFrom('technical_user').where('sender_number', '=', sender).execute()
    await queries
      .insertInto('technical_user')
      .values({ technical_user_id: uuidV7(), sender_number: sender, ...contact, account_id: account })
      .execute()
    return
  }
  const place = { enterprise_number: enterprise, quality_code: quality, account_id: account, state: 'active' }
  if (role === 'user') {
    await queries
      .insertInto('quality_user')
      .values({ ...place, quality_code: QUALITY, quality_user_id: uuidV7(), created_by: 'x' })
      .execute()
    return
  }
  const origin = role === 'mainAccessManager' ? 'legalRepresentative' : 'appointment'
  await queries
    .insertInto('appointment')
    .values({ ...place, appointment_id: uuidV7(), role, origin, appointed_by: 'x' })
    .execute()
}
