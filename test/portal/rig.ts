/** A portal without a database: people and their rights are what a test says. */
import { silentLog } from '../../src/base/log.ts'
import { refusal } from '../../src/base/refusal.ts'
import { no, ok } from '../../src/base/result.ts'
import { csrfToken } from '../../src/http/same-origin.ts'
import type { AnyApiRoute } from '../../src/portal/api-route.ts'
import type { Doors } from '../../src/portal/doors.ts'
import type { PortalGround } from '../../src/portal/ground.ts'
import type { AnyPageRoute } from '../../src/portal/page-route.ts'
import { createPortal } from '../../src/portal/portal.ts'
import type { HeldRole } from '../../src/registry/policy/decide.ts'
import { decide } from '../../src/registry/policy/decide.ts'
import type { RefusedAccess } from '../../src/registry/refused-access.ts'

export const ORIGIN = 'https://portal.example'
export const TOKEN = 'a'.repeat(43)
export const LIMITED_TOKEN = 'b'.repeat(43)
export const HERE = '0206731645'
export const ACCOUNT = '0197a000-0000-7000-8000-000000000001'

const LIMITS = {
  httpBodyBytes: 128 * 1024,
  httpHeaderSeconds: 10,
  httpRequestSeconds: 20,
  httpConnections: 50,
  httpConnectionsPerAddress: 50,
  idleSeconds: 30,
}
const RULES = { usersManageChannels: false, freshSeconds: 300, freshAssurance: 400 }

type Rig = {
  readonly pages?: readonly AnyPageRoute[]
  readonly api?: readonly AnyApiRoute[]
  readonly roles?: readonly HeldRole[]
  readonly mode?: 'trial' | 'production'
  readonly firstName?: string
  readonly email?: string
  /** Takes what is written down of those who are turned away. */
  readonly refusals?: RefusedAccess[]
}

export function portalWith({ roles = [], mode = 'trial', firstName = 'Ann', email, refusals = [], ...tables }: Rig) {
  const ground = {
    ...{ publicUrl: ORIGIN, mode, rules: RULES, now: () => new Date('2026-11-27T09:00:00Z') },
    findSession: async (token: string) => (token === TOKEN || token === LIMITED_TOKEN ? sessionOf(token) : null),
  } as unknown as PortalGround
  const doors: Doors = {
    personBehind: async (accountId) => ({ ...PERSON, accountId, firstName, email: email ?? null }),
    reachOf: async () => roles,
    mayLook: async (actor, action, place) => {
      const question = { actor: { accountId: actor.accountId, roles }, action, place, isReading: true }
      return decide(question, RULES).allowed ? ok(undefined) : no(refusal('SLU-MISSING', 'no', 'no', { key: 'hidden' }))
    },
    recordRefusedAccess: async (refused) => {
      refusals.push(refused)
    },
  }
  const listening = { host: '127.0.0.1', port: 0, limits: LIMITS, log: silentLog }
  return createPortal({ ...listening, ground, doors, health: async () => 'up' as const, ...tables })
}

/** Headers of a browser that is signed in. */
export function signedIn(token = TOKEN): Record<string, string> {
  return { cookie: `__Host-session=${token}` }
}

/** Headers of a form of ours. */
export function ours(token = TOKEN): Record<string, string> {
  return { ...signedIn(token), origin: ORIGIN, 'sec-fetch-site': 'same-origin' }
}

export const CSRF = csrfToken(TOKEN)

export function form(fields: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(fields.map((field) => [...field])).toString()
}

export const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

const PERSON = {
  ...{ personId: ACCOUNT, lastName: 'Peeters', language: 'nl' as const, email: null, mobilePhone: null },
  ...{ username: 'ann.x', version: 3 },
}

function sessionOf(token: string) {
  return {
    ...{ sessionId: ACCOUNT, accountId: ACCOUNT, method: 'totp', reaches: null, assurance: 400 },
    ...{ provenAt: new Date('2026-11-27T08:59:00Z'), provenAssurance: 400, isLimited: token === LIMITED_TOKEN },
  }
}
