/**
 * Every route of the two tables is asked for what is not the asker's, from everywhere and by everybody (cases R1, R2, R16, R17, W1, W13).
 * A route that is added to the tables is swept by that alone.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditOf } from '../../src/registry/audit-of-enterprise.ts'
import { decide, type HeldRole } from '../../src/registry/policy/decide.ts'
import { type Action, ROLES, type Role } from '../../src/registry/policy/matrix.ts'
import { rolesOf } from '../../src/registry/policy/roles.ts'
import { MUNICIPALITY, NOSS } from '../registry/people/fixtures.ts'
import { type Asking, addressOf, ask } from './sweep/ask.ts'
import { idsAt, WORDS } from './sweep/ids.ts'
import { everything, type OpenedPortal, openPortal } from './sweep/portal.ts'
import { type Ids, namesOf, ROUTES, type Swept } from './sweep/routes.ts'
import { SPELLINGS, statusAt } from './sweep/spellings.ts'
import { DRAFTED, makeWorld, type World } from './sweep/world.ts'

let portal: OpenedPortal
let world: World
/** Of our place, of the other quality of our enterprise, and of the other enterprise; and the same where a set-up has only begun. */
let own: Ids
let aside: Ids
let foreign: Ids
let ownDraft: Ids
let foreignDraft: Ids
let held: Readonly<Record<Role, readonly HeldRole[]>>

beforeAll(async () => {
  portal = await openPortal()
  const { database, config } = portal
  const { idleMinutes, sessionHours, sessionsPerPerson: sessionsMax } = config.signIn
  const sessions = { idleSeconds: idleMinutes * 60, sessionSeconds: sessionHours * 3600, sessionsMax }
  world = await makeWorld(database, sessions)
  const { here, elsewhere } = world
  const at = (enterpriseNumber: string, qualityCode: string) => idsAt(database, { enterpriseNumber, qualityCode })
  own = await at(here.number, NOSS)
  aside = await at(here.number, MUNICIPALITY)
  foreign = await at(elsewhere.number, NOSS)
  ownDraft = await at(here.number, DRAFTED)
  foreignDraft = await at(elsewhere.number, DRAFTED)
  const all = ROLES.map(async (role) => [role, await rolesOf(database.queries, here.people[role].accountId)] as const)
  held = Object.fromEntries(await Promise.all(all)) as Record<Role, HeldRole[]>
})
afterAll(() => portal?.[Symbol.asyncDispose]())

const PLACED = ROUTES.filter(({ params }) => params.includes('enterpriseNumber'))
const OF_QUALITIES = PLACED.filter(({ params }) => params.includes('qualityCode'))
const UNSAFE = ROUTES.filter(({ method }) => method !== 'GET')
const GUARDED = ROUTES.filter(({ guarding }) => guarding !== 'nothing')
const SCOPE = new Set(['enterpriseNumber', 'qualityCode', ...Object.keys(WORDS)])
const MAIN: ReadonlySet<Role> = new Set(['mainAccessManager', 'coMainAccessManager'])
/** A file is looked at before it is asked where it belongs; no certificate is at hand that would be taken. */
const BY_CONTENT = /^POST \S*\/:setupId\/certificates$/
const NAMING = ROUTES.filter((route) => namesOf(route).some((name) => !SCOPE.has(name)))

/** What the listener serves beside the tables: nothing of anybody. */
const BESIDE = [
  /^GET \/assets\//,
  /^GET \/sign-in\/(itsme|csam)\/keys\.json$/,
  /^GET \/REST\/accessManagement\/v1\/health$/,
  /^GET (\/REST\/accessManagement\/v1)?\/doc\/openapi\.json$/,
]

test('nothing is served that stands in no table', () => {
  const tables = new Set(ROUTES.map(({ name }) => name))
  const others = portal.served
    .map((route) => route.replace(/^HEAD /, 'GET '))
    .filter((route) => !tables.has(route) && !BESIDE.some((known) => known.test(route)))
  expect(others).toEqual([])
  expect(ROUTES.filter(({ name }) => !portal.served.includes(name))).toEqual([])
})

describe('at another enterprise nothing is there, for nobody (case R1)', () => {
  test.each(PLACED.map(named))('%s', async (_, route) => {
    const answers = await asEverybody(route, { at: draftly(route, foreign, foreignDraft) })
    expect(answers).toEqual(forEverybody(404))
  })
})

describe('in another quality nothing is there, for those of one quality (case R2)', () => {
  test.each(OF_QUALITIES.map(named))('%s', async (_, route) => {
    const answers = await asEverybody(route, { at: aside }, OF_ONE_QUALITY)
    expect(answers).toEqual(forEverybody(404, OF_ONE_QUALITY))
  })
})

describe('what is another’s is not there under an address of one’s own (cases R1, R2, R16)', () => {
  test.each(NAMING.map(named))('%s', async (_, route) => {
    const mine = draftly(route, own, ownDraft)
    for (const others of [draftly(route, foreign, foreignDraft), draftly(route, aside, foreignDraft)]) {
      const { enterpriseNumber = '', qualityCode = '', senderVersion = '1' } = mine
      const scope = { enterpriseNumber, qualityCode, senderVersion }
      const at = { ...others, ...scope }
      // At the enterprise as a whole, what is of its other quality is the main roles' own.
      const isForeign = others.enterpriseNumber !== mine.enterpriseNumber
      const isOthers = (role: Role) => isForeign || route.params.includes('qualityCode') || !MAIN.has(role)
      const roles = openTo(route, mine).filter(isOthers)
      const answers = await asEverybody(route, { at, named: others }, roles)
      const isInAddress = route.params.some((name) => !SCOPE.has(name))
      const status = BY_CONTENT.test(route.name) ? 400 : 404
      if (isInAddress) expect(answers).toEqual(forEverybody(status, roles))
      else expect(Object.values(answers).filter((status) => status >= 500)).toEqual([])
    }
  })
})

describe('everybody comes as far as the matrix lets him, and no further', () => {
  test.each(PLACED.filter(({ guarding }) => guarding === 'roles').map(named))('%s', async (_, route) => {
    const at = draftly(route, own, ownDraft)
    const closed = ROLES.filter((role) => !openTo(route, at).includes(role))
    const strangers = closed.filter((role) => !isThere(role, at))
    const members = closed.filter((role) => isThere(role, at))
    expect(await asEverybody(route, { at }, strangers)).toEqual(forEverybody(404, strangers))
    expect(await asEverybody(route, { at }, members)).toEqual(forEverybody(403, members))
    if (route.method !== 'GET') return
    const shown = await asEverybody(route, { at }, openTo(route, at))
    expect(Object.entries(shown).filter(([, status]) => status >= 400)).toEqual([])
  })
})

test('who was turned away is written down about himself, and told to no manager (case R1, rule 13.8)', async () => {
  const { queries } = portal.database
  const route = ROUTES.find(({ name }) => name === 'GET /enterprises/:enterpriseNumber') as Swept
  const { token, accountId } = world.elsewhere.people.user
  await ask(portal, { route, at: own, token })
  const entries = queries.selectFrom('audit').select(['actor', 'subject']).where('action', '=', 'access.refused')
  const told = await entries.execute()
  expect(told.filter(({ actor, subject }) => actor.replace('person:', 'account:') !== subject)).toEqual([])
  expect(told).toContainEqual({ actor: `person:${accountId}`, subject: `account:${accountId}` })
  const shown = await auditOf(queries, { enterpriseNumber: world.here.number, limit: 10_000 })
  expect(shown.filter(({ action }) => action === 'access.refused')).toEqual([])
})

describe('nobody is led to sign in, and changes nothing', () => {
  test.each(GUARDED.map(named))('%s', async (_, route) => {
    const answer = await unchanged(() => ask(portal, { route, at: draftly(route, own, ownDraft) }))
    if (route.isApi) expect(answer.status).toBe(401)
    else expect([answer.status, answer.location]).toEqual([303, expect.stringMatching(/^\/sign-in(\?returnTo=|$)/)])
  })
})

describe('a form that is not ours changes nothing (case W1)', () => {
  test.each(UNSAFE.map(named))('%s', async (_, route) => {
    const at = draftly(route, own, ownDraft)
    const { token } = world.here.people[someoneFor(route, at)]
    const forged: readonly Partial<Asking>[] = [
      ...[{ withoutCsrf: true as const }, { origin: 'https://evil.example' }, { origin: 'null' }],
      { more: { csrf: 'x'.repeat(43) }, withoutCsrf: true },
    ]
    const statuses = []
    for (const how of forged) {
      statuses.push((await unchanged(() => ask(portal, { route, at, token, ...how }))).status)
    }
    expect(statuses).toEqual(forged.map(() => 403))
  })
})

describe('a field more than asked for is refused (case R17)', () => {
  test.each(UNSAFE.map(named))('%s', async (_, route) => {
    const at = draftly(route, own, ownDraft)
    const { token } = world.here.people[someoneFor(route, at)]
    for (const name of ['isAdministrator', 'constructor']) {
      const asking = { route, at, token, more: { [name]: 'mainAccessManager' } }
      expect([name, (await unchanged(() => ask(portal, asking))).status]).toEqual([name, 400])
    }
  })
})

describe('no spelling of an address leads around its door (case W13)', () => {
  let port = 0
  beforeAll(async () => {
    port = (await portal.listener.listen()).port
  })
  test.each(GUARDED.filter(({ path }) => path !== '/').map(named))('%s', async (_, route) => {
    const path = addressOf(route, draftly(route, own, ownDraft))
    const { token } = world.here.people.mainAccessManager
    const odd = SPELLINGS.map((spell) => spell(path)).filter((one) => one !== path)
    const statuses = await unchanged(() => Promise.all(odd.map((one) => statusAt(port, route.method, one, token))))
    expect(odd.filter((_, index) => ![400, 404, 405].includes(statuses[index] ?? 0))).toEqual([])
  })
})

/** Those with a role in one quality, and not the whole enterprise. */
const OF_ONE_QUALITY: readonly Role[] = ['accessManager', 'coAccessManager', 'user', 'technicalUser']

function named(route: Swept): [string, Swept] {
  return [route.name, route]
}

/** Where a route is about a set-up that has begun, that is where it is asked. */
function draftly({ path }: Swept, usual: Ids, drafted: Ids): Ids {
  return /draft|set-?up/i.test(path) ? drafted : usual
}

function isThere(role: Role, { enterpriseNumber, qualityCode }: Ids): boolean {
  return held[role].some(
    (one) => one.enterpriseNumber === enterpriseNumber && (one.qualityCode === null || one.qualityCode === qualityCode),
  )
}

/** Roles that the matrix lets in at a place, to look at least. */
function openTo({ row, guarding, params }: Swept, at: Ids): Role[] {
  if (guarding !== 'roles') return [...ROLES]
  const qualityCode = params.includes('qualityCode') ? (at.qualityCode ?? null) : null
  const place = { enterpriseNumber: at.enterpriseNumber ?? '', qualityCode }
  return ROLES.filter((role) => {
    const actor = { accountId: world.here.people[role].accountId, roles: held[role] }
    return decide({ actor, action: row as Action, place, isReading: true }, RULES).allowed
  })
}

const RULES = { usersManageChannels: false }

function someoneFor(route: Swept, at: Ids): Role {
  return openTo(route, at)[0] ?? 'mainAccessManager'
}

type Statuses = Readonly<Partial<Record<Role, number>>>

/** Nothing may be changed by any of it, but that it is written down who was turned away. */
async function asEverybody(
  route: Swept,
  asking: Pick<Asking, 'at' | 'named'>,
  roles: readonly Role[] = ROLES,
): Promise<Statuses> {
  const statuses: Partial<Record<Role, number>> = {}
  await unchanged(async () => {
    for (const role of roles) {
      const { status } = await ask(portal, { ...asking, route, token: world.here.people[role].token })
      statuses[role] = status
    }
  })
  return statuses
}

function forEverybody(status: number, roles: readonly Role[] = ROLES): Statuses {
  return Object.fromEntries(roles.map((role) => [role, status]))
}

async function unchanged<Value>(doIt: () => Promise<Value>): Promise<Value> {
  const before = await everything(portal.database)
  const value = await doIt()
  expect(await everything(portal.database)).toEqual(before)
  return value
}
